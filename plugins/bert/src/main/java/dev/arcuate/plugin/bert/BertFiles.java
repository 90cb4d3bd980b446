package dev.arcuate.plugin.bert;

import dev.arcuate.api.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The two files of a model folder. */
record BertFiles(Path graph, Path tokenizer) {

  /**
   * Finds them, in the layout of the model hub too, where graphs lie in a folder {@code onnx}.
   *
   * @throws dev.arcuate.api.ProblemException {@code BERT_MODEL_INCOMPLETE}
   */
  static BertFiles in(BertSettings settings) throws IOException {
    Path folder = settings.model().path();
    if (!Files.isDirectory(folder)) {
      throw incomplete(
              "'"
                  + settings.model()
                  + "' is not a folder; a folder with an .onnx file and"
                  + " tokenizer.json is expected")
          .exception();
    }
    return new BertFiles(graph(settings, folder), tokenizer(settings, folder));
  }

  private static Path graph(BertSettings settings, Path folder) throws IOException {
    if (settings.file().isPresent()) {
      Path file = folder.resolve(settings.file().get());
      if (!Files.isRegularFile(file)) {
        throw incomplete("'" + settings.model() + "' has no file '" + settings.file().get() + "'")
            .exception();
      }
      return file;
    }
    for (Path place : List.of(folder, folder.resolve("onnx"))) {
      if (Files.isRegularFile(place.resolve("model.onnx"))) {
        return place.resolve("model.onnx");
      }
      List<Path> graphs = files(place, ".onnx");
      if (graphs.size() == 1) {
        return graphs.get(0);
      }
      if (graphs.size() > 1) {
        throw incomplete(
                "'"
                    + settings.model()
                    + "' holds several graphs: "
                    + String.join(", ", graphs.stream().map(BertFiles::name).toList()))
            .hint("say which one with 'file:'")
            .exception();
      }
    }
    throw incomplete("'" + settings.model() + "' holds no .onnx file")
        .hint("export the model to ONNX, for example with 'optimum-cli export onnx'")
        .exception();
  }

  private static Path tokenizer(BertSettings settings, Path folder) throws IOException {
    if (Files.isRegularFile(folder.resolve("tokenizer.json"))) {
      return folder.resolve("tokenizer.json");
    }
    List<Path> tokenizers = files(folder, "tokenizer.json");
    if (tokenizers.size() == 1) {
      return tokenizers.get(0);
    }
    throw incomplete("'" + settings.model() + "' holds no tokenizer.json")
        .hint(
            "it comes with the model; older models that have only vocab.txt get one by"
                + " AutoTokenizer.from_pretrained(…).save_pretrained(…)")
        .exception();
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> name(file).endsWith(ending)).sorted().toList();
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private static Problem incomplete(String message) {
    return Problem.data("BERT_MODEL_INCOMPLETE", message);
  }
}
