package dev.arcuate.api.value;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.array.FloatMatrix;
import dev.arcuate.api.array.Npy;
import dev.arcuate.api.array.NpyWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
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
 * @param fitted what was fitted before folds are made, such as {@code pca}: a reason to refuse a
 *     split that tests what it was fitted on
 * @param quirks quirks of published code that were followed, by name; one that leaks is a reason to
 *     refuse a split that does not name it, too
 */
public record Design(
    Path folder,
    Sampling sampling,
    List<Group> groups,
    double maxDelaySeconds,
    List<Fitted> fitted,
    List<String> quirks)
    implements Value {

  /**
   * Neighbouring columns with one origin.
   *
   * @param name such as {@code word-rate} or {@code layer-3}; a name that begins with {@code
   *     position} says that the columns are places in the run, equal in runs of equal length
   * @param columns how many, delays included
   * @param delaysSeconds one block of {@code columns / delaysSeconds.length} columns per delay,
   *     delay-major; empty if the group has no delays
   * @param baseline whether it is a simple predictor that models are compared with
   */
  public record Group(String name, int columns, List<Double> delaysSeconds, boolean baseline) {
    public Group {
      requireNonNull(name, "name");
      delaysSeconds = List.copyOf(delaysSeconds);
    }

    /** Features of a model. */
    public Group(String name, int columns, List<Double> delaysSeconds) {
      this(name, columns, delaysSeconds, false);
    }
  }

  public Design {
    requireNonNull(folder, "folder");
    requireNonNull(sampling, "sampling");
    groups = List.copyOf(groups);
    fitted = List.copyOf(fitted);
    quirks = List.copyOf(quirks);
  }

  /** A design without quirks. */
  public Design(
      Path folder,
      Sampling sampling,
      List<Group> groups,
      double maxDelaySeconds,
      List<Fitted> fitted) {
    this(folder, sampling, groups, maxDelaySeconds, fitted, List.of());
  }

  /** A design in which nothing was fitted. */
  public Design(Path folder, Sampling sampling, List<Group> groups, double maxDelaySeconds) {
    this(folder, sampling, groups, maxDelaySeconds, List.of());
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
    design.write(values);
    return design;
  }

  /** Writes all values, float32 [samples × features]. */
  public void write(float[] values) throws IOException {
    try (NpyWriter writer = write()) {
      writer.append(values, 0, values.length);
    }
  }

  /**
   * Writes the description and opens the array, [samples × features], for writing; the caller
   * closes it.
   */
  public NpyWriter write() throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("sampling", sampling.toJson());
    json.put("groups", groups.stream().map(Design::groupJson).toList());
    json.put("max-delay-seconds", maxDelaySeconds);
    if (!fitted.isEmpty()) {
      json.put("fitted", Fitted.toJson(fitted));
    }
    if (!quirks.isEmpty()) {
      json.put("quirks", quirks);
    }
    Json.write(folder.resolve("design.json"), json);
    return NpyWriter.create(folder.resolve("design.npy"), sampling.samples(), features());
  }

  private static Map<String, Object> groupJson(Group group) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", group.name());
    json.put("columns", group.columns());
    json.put("delays-seconds", group.delaysSeconds());
    json.put("baseline", group.baseline());
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
                        Arrays.stream(group.numbers("delays-seconds")).boxed().toList(),
                        Boolean.TRUE.equals(group.fields().get("baseline"))))
            .toList();
    return new Design(
        folder,
        Sampling.fromJson(json.object("sampling")),
        groups,
        json.number("max-delay-seconds"),
        Fitted.fromJson(json),
        json.has("quirks") ? json.texts("quirks") : List.of());
  }
}
