package dev.arcuate.api.value;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.array.FloatMatrix;
import dev.arcuate.api.array.Npy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Predictors on the clock of a recording: float32 [samples × features]. On disk {@code design.npy}
 * and {@code design.json}.
 *
 * @param folder where the array lies
 * @param sampling time base of the rows
 * @param groups features by origin, in column order, covering all columns
 * @param maxDelaySeconds the longest delay among the features: how far a row looks back, hence the
 *     least gap between training and test rows
 */
public record Design(Path folder, Sampling sampling, List<Group> groups, double maxDelaySeconds)
    implements Value {

  /**
   * Neighbouring columns with one origin.
   *
   * @param name such as {@code word-rate} or {@code layer-3}
   * @param columns how many, delays included
   * @param delaysSeconds one block of {@code columns / delaysSeconds.length} columns per delay,
   *     delay-major; empty if the group has no delays
   */
  public record Group(String name, int columns, List<Double> delaysSeconds) {
    public Group {
      requireNonNull(name, "name");
      delaysSeconds = List.copyOf(delaysSeconds);
    }
  }

  public Design {
    requireNonNull(folder, "folder");
    requireNonNull(sampling, "sampling");
    groups = List.copyOf(groups);
  }

  /** Number of columns. */
  public int features() {
    return groups.stream().mapToInt(Group::columns).sum();
  }

  /** float32 [samples × features] */
  public FloatMatrix matrix() {
    return Npy.open(folder.resolve("design.npy"));
  }

  /** Writes a design that fits into memory. */
  public static Design write(
      Path folder, Sampling sampling, List<Group> groups, double maxDelaySeconds, float[] values)
      throws IOException {
    Design design = new Design(folder, sampling, groups, maxDelaySeconds);
    Npy.write(folder.resolve("design.npy"), values, sampling.samples(), design.features());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("sampling", sampling.toJson());
    json.put("groups", groups.stream().map(Design::groupJson).toList());
    json.put("max-delay-seconds", maxDelaySeconds);
    Json.write(folder.resolve("design.json"), json);
    return design;
  }

  private static Map<String, Object> groupJson(Group group) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", group.name());
    json.put("columns", group.columns());
    json.put("delays-seconds", group.delaysSeconds());
    return json;
  }

  static Design open(Path folder) {
    Json.Node json = Json.read(folder.resolve("design.json"));
    List<Group> groups =
        json.objects("groups").stream()
            .map(
                group ->
                    new Group(
                        group.text("name"),
                        group.integer("columns"),
                        java.util.Arrays.stream(group.numbers("delays-seconds")).boxed().toList()))
            .toList();
    return new Design(
        folder,
        Sampling.fromJson(json.object("sampling")),
        groups,
        json.number("max-delay-seconds"));
  }
}
