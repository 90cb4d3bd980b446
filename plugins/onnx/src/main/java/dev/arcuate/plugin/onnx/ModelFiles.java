package dev.arcuate.plugin.onnx;

import dev.arcuate.api.host.Inference;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Json;
import dev.arcuate.pretrained.graph.GraphFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files of a model.
 *
 * @param graph the .onnx file
 * @param tokenizer its tokenizer.json
 * @param config what Hugging Face writes beside a model, if it is there
 * @param name the model's, for results
 */
record ModelFiles(Path graph, Path tokenizer, Optional<Json.Node> config, String name) {

  /**
   * Finds them.
   *
   * @throws dev.arcuate.api.ProblemException {@code ONNX_MODEL_INCOMPLETE}
   */
  static ModelFiles of(OnnxSettings settings) throws IOException {
    Path graph = graph(settings);
    return new ModelFiles(
        graph,
        tokenizer(settings, graph),
        folder(settings).config(graph).map(Json::read),
        name(settings));
  }

  /**
   * All files whose content decides what comes out of a model, for keys; other graphs in its folder
   * do not.
   *
   * @throws dev.arcuate.api.ProblemException as {@link #of} and {@link GraphFiles#of}
   */
  static List<InputPath> read(OnnxSettings settings, Inference inference) throws IOException {
    Path graph = graph(settings);
    List<InputPath> files = new ArrayList<>(GraphFiles.of(inference, settings.model(), graph));
    Path tokenizer = tokenizer(settings, graph);
    InputPath named = settings.tokenizer().orElse(settings.model());
    files.add(GraphFiles.near(named, tokenizer));
    SpecialTokens.files(tokenizer).forEach(file -> files.add(GraphFiles.near(named, file)));
    folder(settings)
        .config(graph)
        .ifPresent(file -> files.add(GraphFiles.near(settings.model(), file)));
    settings.embeddings().ifPresent(files::add);
    return files;
  }

  static Path graph(OnnxSettings settings) throws IOException {
    Path path = settings.model().path();
    if (settings.file().isPresent() || Files.isDirectory(path)) {
      return folder(settings).graph(settings.file());
    }
    if (Files.isRegularFile(path)) {
      return path;
    }
    throw OnnxProblems.incomplete("there is no file or folder '" + settings.model() + "'")
        .exception();
  }

  private static GraphFolder folder(OnnxSettings settings) {
    return new GraphFolder(settings.model(), OnnxProblems::incomplete);
  }

  private static Path tokenizer(OnnxSettings settings, Path graph) throws IOException {
    if (settings.tokenizer().isPresent()) {
      return settings.tokenizer().get().path();
    }
    return folder(settings)
        .tokenizer(graph)
        .orElseThrow(
            () ->
                OnnxProblems.incomplete(
                        "there is no tokenizer.json beside '" + settings.model() + "'")
                    .hint(
                        "it comes with the model: copy it there, or name it with 'tokenizer'; older"
                            + " models that have only vocab.txt get one by"
                            + " AutoTokenizer.from_pretrained(…).save_pretrained(…)")
                    .exception());
  }

  private static String name(OnnxSettings settings) {
    return settings
        .name()
        .orElseGet(
            () -> {
              Path path = settings.model().path().toAbsolutePath().normalize();
              String name = name(path);
              return Files.isDirectory(path) ? name : name.replaceFirst("\\.onnx$", "");
            });
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
