package dev.arcuate.api.value;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.array.FloatMatrix;
import dev.arcuate.api.array.Npy;
import dev.arcuate.api.array.NpyWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One float32 matrix [words × dimensions] per layer or named representation. On disk {@code
 * activations.json} and {@code layer-N.npy}.
 *
 * @param folder where the arrays lie
 * @param model name of the model or method, for results
 * @param layers names in order, such as {@code embeddings}, {@code 1} … {@code 12}
 * @param fitted what was fitted on words of the story, such as {@code pca}: a regression refuses to
 *     test them
 * @param quirks quirks of published code that were followed, by name
 */
public record Activations(
    Path folder, String model, List<String> layers, List<Fitted> fitted, List<String> quirks)
    implements Value {
  public Activations {
    requireNonNull(folder, "folder");
    requireNonNull(model, "model");
    layers = List.copyOf(layers);
    fitted = List.copyOf(fitted);
    quirks = List.copyOf(quirks);
  }

  /** Activations without quirks. */
  public Activations(Path folder, String model, List<String> layers, List<Fitted> fitted) {
    this(folder, model, layers, fitted, List.of());
  }

  /** Activations in which nothing was fitted. */
  public Activations(Path folder, String model, List<String> layers) {
    this(folder, model, layers, List.of());
  }

  /** The matrix of a layer, by its place in {@link #layers}. */
  public FloatMatrix layer(int index) {
    return Npy.open(file(folder, index));
  }

  private static Path file(Path folder, int index) {
    return folder.resolve("layer-" + index + ".npy");
  }

  /** Writes the description; the matrices are written by {@link #layerWriter}. */
  public static Activations write(Path folder, String model, List<String> layers)
      throws IOException {
    return write(folder, model, layers, List.of());
  }

  /** As {@link #write(Path, String, List)}, saying what was fitted on words of the story. */
  public static Activations write(
      Path folder, String model, List<String> layers, List<Fitted> fitted) throws IOException {
    return write(folder, model, layers, fitted, List.of());
  }

  /** As {@link #write(Path, String, List, List)}, saying which quirks were followed. */
  public static Activations write(
      Path folder, String model, List<String> layers, List<Fitted> fitted, List<String> quirks)
      throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", model);
    json.put("layers", layers);
    if (!fitted.isEmpty()) {
      json.put("fitted", Fitted.toJson(fitted));
    }
    if (!quirks.isEmpty()) {
      json.put("quirks", quirks);
    }
    Json.write(folder.resolve("activations.json"), json);
    return new Activations(folder, model, layers, fitted, quirks);
  }

  /** Opens the file of a layer for writing; the caller closes it. */
  public NpyWriter layerWriter(int index, int words, int dimensions) throws IOException {
    return NpyWriter.create(file(folder, index), words, dimensions);
  }

  static Activations open(Path folder) {
    Json.Node json = Json.read(folder.resolve("activations.json"));
    return new Activations(
        folder,
        json.text("model"),
        json.texts("layers"),
        Fitted.fromJson(json),
        json.has("quirks") ? json.texts("quirks") : List.of());
  }
}
