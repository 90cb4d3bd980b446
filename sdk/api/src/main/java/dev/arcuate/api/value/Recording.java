package dev.arcuate.api.value;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.array.FloatMatrix;
import dev.arcuate.api.array.Npy;
import dev.arcuate.api.array.NpyWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A brain recording: float32 [samples × targets]. On disk {@code recording.npy}, {@code
 * recording.json} and {@code geometry.json}. NaN marks missing values.
 *
 * @param folder where the array lies
 * @param subject BIDS label without {@code sub-}
 * @param sampling time base of the rows
 * @param units of the values, such as {@code T}, {@code V}, {@code z} or {@code arbitrary}
 * @param geometry of the columns
 */
public record Recording(
    Path folder, String subject, Sampling sampling, String units, Geometry geometry)
    implements Targets {
  public Recording {
    requireNonNull(folder, "folder");
    requireNonNull(subject, "subject");
    requireNonNull(sampling, "sampling");
    requireNonNull(units, "units");
    requireNonNull(geometry, "geometry");
  }

  @Override
  public Geometry places() {
    return geometry;
  }

  /** float32 [samples × targets] */
  @Override
  public FloatMatrix matrix() {
    return Npy.open(folder.resolve("recording.npy"));
  }

  /**
   * Writes the descriptions and opens the array, [samples × targets], for writing; the caller
   * closes it.
   */
  public NpyWriter write() throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("subject", subject);
    json.put("units", units);
    json.put("sampling", sampling.toJson());
    Json.write(folder.resolve("recording.json"), json);
    Json.write(folder.resolve("geometry.json"), Geometry.toJson(geometry));
    return NpyWriter.create(
        folder.resolve("recording.npy"), sampling.samples(), geometry.targets());
  }

  /**
   * A JSON file in which a reader may tell how it prepared the samples, for reports; it need not be
   * there. {@code runs} holds an object per run, in order, with
   *
   * <ul>
   *   <li>{@code label}, {@code recorded} samples, and {@code operations}: what was done, in order,
   *       in words
   *   <li>{@code regressors}: names of what was projected out, and {@code nuisance}: the name of an
   *       array beside this file, float32 [recorded samples × regressors], NaN where a sample was
   *       gone already
   *   <li>{@code removed}: places of censored samples among the recorded ones, and {@code reasons}:
   *       one word for each
   *   <li>{@code shares}: objects with {@code name} of an operation and {@code share}, the mean
   *       share of a target's variance that it took out, 0 to 1
   *   <li>{@code responses}: objects with {@code name} of a filter, {@code hertz} and {@code
   *       gains}: what it lets through
   * </ul>
   */
  public Path preparation() {
    return folder.resolve("preparation.json");
  }

  static Recording open(Path folder) {
    Json.Node json = Json.read(folder.resolve("recording.json"));
    return new Recording(
        folder,
        json.text("subject"),
        Sampling.fromJson(json.object("sampling")),
        json.text("units"),
        Geometry.read(folder.resolve("geometry.json")));
  }
}
