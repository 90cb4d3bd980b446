package dev.arcuate.engine.accel;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Problem.Position;
import dev.arcuate.api.host.Tokenizer;
import dev.arcuate.api.host.Tokenizers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Opens tokenizers with the Hugging Face library. */
final class HuggingFaceTokenizers implements Tokenizers {
  /** A file may ask for cutting and padding; both would break the link between text and tokens. */
  private static final Map<String, String> NEITHER_CUT_NOR_PAD =
      Map.of("truncation", "false", "padding", "false");

  private static final String SMALLEST =
      "{\"version\":\"1.0\",\"added_tokens\":[],\"model\":"
          + "{\"type\":\"WordLevel\",\"vocab\":{\"a\":0},\"unk_token\":\"a\"}}";

  private final Runnable load;

  /**
   * @param load loads the library unless that is done
   */
  HuggingFaceTokenizers(Runnable load) {
    this.load = load;
  }

  /** Loads the library and all that it loads and starts with its first tokenizer. */
  static void warmUp() {
    InputStream json = new ByteArrayInputStream(SMALLEST.getBytes(StandardCharsets.UTF_8));
    try (HuggingFaceTokenizer tokenizer =
        HuggingFaceTokenizer.newInstance(json, NEITHER_CUT_NOR_PAD)) {
      if (tokenizer.encode("a", false, false).getIds().length != 1) {
        throw new IllegalStateException("the tokenizer library does not tokenise");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
