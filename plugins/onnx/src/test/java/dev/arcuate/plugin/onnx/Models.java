package dev.arcuate.plugin.onnx;

import dev.arcuate.api.onnx.OnnxGraph;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.engine.accel.Accel;
import dev.arcuate.engine.accel.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Exports of small models, and one real one, on the engine's own services. */
final class Models {
  static final Accel ACCEL =
      new Accel(
          new Accel.Options(
              Device.valueOf(System.getProperty("arcuate.device", "CPU")),
              Path.of("target", "natives").toAbsolutePath(),
              2));

  private static final Path EXPORTS = Path.of("src", "test", "resources", "models");

  private Models() {}

  static OnnxModel component() {
    return new OnnxModel(ACCEL.inference(), ACCEL.tokenizers());
  }

  static Path export(String name) {
    return EXPORTS.resolve(name);
  }

  static Path miniLm() {
    return Path.of(System.getProperty("arcuate.minilm"));
  }

  /**
   * Writes a model's folder.
   *
   * @param tokenizer name of the export that has it
   */
  static Path write(OnnxGraph graph, String tokenizer, Path model) throws IOException {
    Files.createDirectories(model);
    graph.write(model.resolve("model.onnx"));
    Files.copy(
        export(tokenizer).resolve("tokenizer.json"),
        model.resolve("tokenizer.json"),
        StandardCopyOption.REPLACE_EXISTING);
    return model;
  }

  static OnnxSettings settings(Path model) {
    return settings(model, List.of(), Map.of(), Map.of());
  }

  static OnnxSettings settings(
      Path model, List<String> tensors, Map<String, String> taps, Map<String, String> inputs) {
    return new OnnxSettings(
        new InputPath(model, model.getFileName().toString()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        tensors,
        taps,
        inputs,
        Optional.empty());
  }
}
