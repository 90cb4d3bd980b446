package dev.arcuate.api.value;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Something that was fitted on words before folds were made, such as {@code pca}. What a row holds
 * then depends on every row it was fitted on, so that a regression refuses to test those.
 *
 * @param name of the method
 * @param runs whose words it was fitted on, by label; empty if on all words
 */
public record Fitted(String name, List<String> runs) {
  public Fitted {
    requireNonNull(name, "name");
    runs = List.copyOf(runs);
  }

  /** Fitted on all words. */
  public static Fitted onAll(String name) {
    return new Fitted(name, List.of());
  }

  static Object toJson(List<Fitted> all) {
    return all.stream()
        .map(
            fitted -> {
              Map<String, Object> json = new LinkedHashMap<>();
              json.put("name", fitted.name());
              json.put("runs", fitted.runs());
              return json;
            })
        .toList();
  }

  static List<Fitted> fromJson(Json.Node json) {
    return json.has("fitted")
        ? json.objects("fitted").stream()
            .map(fitted -> new Fitted(fitted.text("name"), fitted.texts("runs")))
            .toList()
        : List.of();
  }
}
