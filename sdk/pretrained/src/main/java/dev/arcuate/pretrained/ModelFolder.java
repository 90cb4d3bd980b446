package dev.arcuate.pretrained;

import dev.arcuate.api.Problem;
import dev.arcuate.api.settings.InputPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the parts of a published model lie.
 *
 * @param config its settings; empty for saved models of TensorFlow, which have none
 * @param weights a form that {@link Checkpoint#read} reads
 */
public record ModelFolder(Path folder, Optional<Path> config, Path weights) {
  private static final List<String> CONFIGS = List.of("config.json", "bert_config.json");
  private static final List<String> WEIGHTS =
      List.of(
          "model.safetensors",
          "model.safetensors.index.json",
          "bert_model.ckpt.index",
          "variables/variables.index");
  private static final List<String> FOREIGN =
      List.of("pytorch_model.bin", "pytorch_model.bin.index.json", "tf_model.h5", "model.onnx");

  /** Whether a folder holds weights in a form that can be read. */
  public static boolean hasWeights(Path folder) throws IOException {
    return weights(folder).isPresent();
  }

  /**
   * Finds the parts.
   *
   * @throws dev.arcuate.api.ProblemException {@code PRETRAINED_MODEL_INCOMPLETE}
   */
  public static ModelFolder of(InputPath model) throws IOException {
    Path folder = model.path();
    if (!Files.isDirectory(folder)) {
      throw incomplete("'" + model + "' is not a folder", whatIsExpected());
    }
    Optional<Path> weights = weights(folder);
    if (weights.isEmpty()) {
      Optional<String> foreign =
          FOREIGN.stream().filter(name -> Files.exists(folder.resolve(name))).findFirst();
      throw incomplete(
          "'"
              + model
              + "' holds no weights that can be read"
              + foreign.map(name -> ", only '" + name + "'").orElse(""),
          foreign
              .filter(name -> !name.endsWith(".onnx"))
              .map(name -> "save the model again with save_pretrained(…), which writes safetensors")
              .orElse(whatIsExpected()));
    }
    return new ModelFolder(
        folder,
        CONFIGS.stream().map(folder::resolve).filter(Files::isRegularFile).findFirst(),
        weights.get());
  }

  /**
   * The settings, for architectures that cannot do without.
   *
   * @throws dev.arcuate.api.ProblemException {@code PRETRAINED_MODEL_INCOMPLETE}
   */
  public Path requireConfig() {
    return config.orElseThrow(
        () ->
            incomplete(
                "'" + folder.getFileName() + "' holds no config.json",
                "copy the config.json that was published with the weights into the folder"));
  }

  private static Optional<Path> weights(Path folder) throws IOException {
    Optional<Path> usual =
        WEIGHTS.stream().map(folder::resolve).filter(Files::isRegularFile).findFirst();
    if (usual.isPresent() || !Files.isDirectory(folder)) {
      return usual;
    }
    for (String ending : List.of(".safetensors", ".ckpt.index", ".index")) {
      try (Stream<Path> files = Files.list(folder)) {
        List<Path> found =
            files.filter(file -> file.getFileName().toString().endsWith(ending)).sorted().toList();
        if (found.size() == 1) {
          return Optional.of(found.get(0));
        }
      }
    }
    return Optional.empty();
  }

  private static String whatIsExpected() {
    return "expected is a folder with config.json, model.safetensors and tokenizer.json, as a model"
        + " hub offers it, or a TensorFlow checkpoint";
  }

  private static RuntimeException incomplete(String message, String hint) {
    return Problem.data("PRETRAINED_MODEL_INCOMPLETE", message).hint(hint).exception();
  }
}
