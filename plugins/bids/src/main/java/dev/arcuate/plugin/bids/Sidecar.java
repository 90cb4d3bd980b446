package dev.arcuate.plugin.bids;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.value.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the JSON files beside and above a file say of it, merged by the inheritance principle: all
 * whose entities are among the file's apply, nearer ones override.
 *
 * @param sources the JSON files, outermost first
 * @param fields merged
 */
public record Sidecar(List<BidsFile> sources, Map<String, Object> fields) {
  public Sidecar {
    sources = List.copyOf(sources);
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /**
   * @throws ProblemException {@code BIDS_SIDECAR_UNREADABLE}, {@code BIDS_NOT_FETCHED}
   */
  public static Sidecar of(BidsDataset dataset, BidsFile file) throws IOException {
    List<BidsFile> sources = sources(dataset, file);
    Map<String, Object> fields = new LinkedHashMap<>();
    for (BidsFile source : sources) {
      Fetched.require(source.path(), source.name());
      try {
        fields.putAll(Json.read(source.path()).fields());
      } catch (ProblemException e) {
        throw Problem.data(
                "BIDS_SIDECAR_UNREADABLE",
                source.name() + " of " + dataset.name() + " is not a JSON object")
            .hint("side files hold one JSON object; correct it or delete it")
            .exception(e);
      }
    }
    return new Sidecar(sources, fields);
  }

  /** The JSON files that describe a file, without reading them. */
  public static List<BidsFile> sources(BidsDataset dataset, BidsFile file) {
    List<BidsFile> sources = new ArrayList<>();
    for (String folder : foldersDownTo(file)) {
      dataset.filesIn(folder).stream()
          .filter(json -> json.extension().endsWith(".json"))
          .filter(file::isDescribedBy)
          .sorted(
              Comparator.comparingInt((BidsFile json) -> json.entities().size())
                  .thenComparing(BidsFile::name))
          .forEach(sources::add);
    }
    return sources;
  }

  private static List<String> foldersDownTo(BidsFile file) {
    List<String> folders = new ArrayList<>(List.of(""));
    String name = file.name();
    for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
      folders.add(name.substring(0, slash));
    }
    return folders;
  }

  /** A field that holds a number. */
  public OptionalDouble number(String field) {
    return fields.get(field) instanceof Number number
        ? OptionalDouble.of(number.doubleValue())
        : OptionalDouble.empty();
  }

  /** A field that holds a text. */
  public Optional<String> text(String field) {
    return fields.get(field) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  public boolean has(String field) {
    return fields.get(field) != null;
  }
}
