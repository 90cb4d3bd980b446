package dev.arcuate.engine.accel;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Problem.Position;
import dev.arcuate.api.host.Tokenizer;
import dev.arcuate.api.host.Tokenizers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Opens tokenizers with the Hugging Face library. */
final class HuggingFaceTokenizers implements Tokenizers {
  /** A file may ask for cutting and padding; both would break the link between text and tokens. */
  private static final Map<String, String> NEITHER_CUT_NOR_PAD =
      Map.of("truncation", "false", "padding", "false");

  private final Runnable load;

  /**
   * @param load loads the library unless that is done
   */
  HuggingFaceTokenizers(Runnable load) {
    this.load = load;
  }

  @Override
  public Tokenizer open(Path tokenizerJson) {
    if (!Files.isRegularFile(tokenizerJson)) {
      throw unreadable(tokenizerJson, "there is no such file").exception();
    }
    load.run();
    try {
      return new HuggingFaceText(
          HuggingFaceTokenizer.newInstance(tokenizerJson, NEITHER_CUT_NOR_PAD),
          tokenizerJson.getFileName().toString());
    } catch (IOException | RuntimeException e) {
      throw unreadable(tokenizerJson, String.valueOf(e.getMessage())).exception(e);
    }
  }

  private static Problem unreadable(Path file, String why) {
    return Problem.data("TOKENIZER_UNREADABLE", "cannot read the tokenizer: " + why)
        .at(new Position(file.toString(), 0, 0))
        .hint(
            "expected is the file tokenizer.json that comes with a Hugging Face model; models with"
                + " vocab.txt or merges.txt alone can be converted with save_pretrained");
  }
}
