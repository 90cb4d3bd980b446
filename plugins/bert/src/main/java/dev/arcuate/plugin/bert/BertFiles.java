package dev.arcuate.plugin.bert;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.pretrained.graph.GraphFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The two files of a model folder. */
record BertFiles(Path graph, Path tokenizer) {

  /**
   * Finds them.
   *
   * @throws dev.arcuate.api.ProblemException {@code BERT_MODEL_INCOMPLETE}
   */
  static BertFiles in(BertSettings settings) throws IOException {
    if (!Files.isDirectory(settings.model().path())) {
      throw incomplete(
              "'"
                  + settings.model()
                  + "' is not a folder; a folder with an .onnx file and"
                  + " tokenizer.json is expected")
          .exception();
    }
    GraphFolder folder = new GraphFolder(settings.model(), BertFiles::incomplete);
    Path graph = folder.graph(settings.file());
    return new BertFiles(
        graph, folder.tokenizer(graph).orElseThrow(() -> withoutTokenizer(settings)));
  }

  private static ProblemException withoutTokenizer(BertSettings settings) {
    return incomplete("'" + settings.model() + "' holds no tokenizer.json")
        .hint(
            "it comes with the model; older models that have only vocab.txt get one by"
                + " AutoTokenizer.from_pretrained(…).save_pretrained(…)")
        .exception();
  }

  private static Problem incomplete(String message) {
    return Problem.data("BERT_MODEL_INCOMPLETE", message);
  }
}
