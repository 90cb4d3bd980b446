package dev.arcuate.plugin.onnx;

import dev.arcuate.api.host.Inference;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
   * Finds them, in the layout of the model hub too, where graphs lie in a folder {@code onnx}.
   *
   * @throws dev.arcuate.api.ProblemException {@code ONNX_MODEL_INCOMPLETE}
   */
  static ModelFiles of(OnnxSettings settings) throws IOException {
    Path graph = graph(settings);
    return new ModelFiles(
        graph, tokenizer(settings, graph), configFile(graph).map(Json::read), name(settings));
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
    configFile(graph).ifPresent(file -> files.add(GraphFiles.near(settings.model(), file)));
    settings.embeddings().ifPresent(files::add);
    return files;
  }

  static Path graph(OnnxSettings settings) throws IOException {
    Path path = settings.model().path();
    if (settings.file().isPresent()) {
      Path file = path.resolve(settings.file().get());
      if (!Files.isRegularFile(file)) {
        throw OnnxProblems.incomplete(
                "'" + settings.model() + "' has no file '" + settings.file().get() + "'")
            .exception();
      }
      return file;
    }
    if (Files.isRegularFile(path)) {
      return path;
    }
    if (!Files.isDirectory(path)) {
      throw OnnxProblems.incomplete("there is no file or folder '" + settings.model() + "'")
          .exception();
    }
    return only(settings.model(), path);
  }

  private static Path only(InputPath model, Path folder) throws IOException {
    for (Path place : List.of(folder, folder.resolve("onnx"))) {
      if (Files.isRegularFile(place.resolve("model.onnx"))) {
        return place.resolve("model.onnx");
      }
      List<Path> graphs = files(place, ".onnx");
      if (graphs.size() == 1) {
        return graphs.get(0);
      }
      if (graphs.size() > 1) {
        throw OnnxProblems.incomplete(
                "'"
                    + model
                    + "' holds several graphs: "
                    + String.join(", ", graphs.stream().map(ModelFiles::name).toList()))
            .hint("say which one with 'file'")
            .exception();
      }
    }
    throw OnnxProblems.incomplete("'" + model + "' holds no .onnx file")
        .hint("export the model to ONNX, for example with 'optimum-cli export onnx'")
        .exception();
  }

  private static Path tokenizer(OnnxSettings settings, Path graph) throws IOException {
    if (settings.tokenizer().isPresent()) {
      return settings.tokenizer().get().path();
    }
    for (Path folder : folders(graph)) {
      if (Files.isRegularFile(folder.resolve("tokenizer.json"))) {
        return folder.resolve("tokenizer.json");
      }
      List<Path> tokenizers = files(folder, "tokenizer.json");
      if (tokenizers.size() == 1) {
        return tokenizers.get(0);
      }
    }
    throw OnnxProblems.incomplete("there is no tokenizer.json beside '" + settings.model() + "'")
        .hint(
            "it comes with the model: copy it there, or name it with 'tokenizer'; older models that"
                + " have only vocab.txt get one by AutoTokenizer.from_pretrained(…)"
                + ".save_pretrained(…)")
        .exception();
  }

  private static Optional<Path> configFile(Path graph) {
    return folders(graph).stream()
        .map(folder -> folder.resolve("config.json"))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /** Of the graph, and the one above where the graph lies in a folder {@code onnx}. */
  static List<Path> folders(Path graph) {
    Path own = graph.toAbsolutePath().getParent();
    boolean apart = name(own).equals("onnx") && own.getParent() != null;
    return apart ? List.of(own, own.getParent()) : List.of(own);
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

  static List<Path> files(Path folder, String ending) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> name(file).endsWith(ending)).sorted().toList();
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
