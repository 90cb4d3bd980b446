package dev.arcuate.plugin.bert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.arcuate.api.host.Tokenizer;
import dev.arcuate.api.value.Json;
import dev.arcuate.pretrained.TokenizerFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tokenizer made from vocab.txt alone. */
class WordPiecesTest {
  private static final List<String> CASED =
      List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "Paris", "paris", "\u00e9t\u00e9");

  @TempDir Path scratch;

  @Test
  void givesTheIdsOfTheReference() throws IOException {
    Path folder = Models.SHARED.resolve("bert-base-golden");
    assumeTrue(Files.isDirectory(folder), "needs bert-base-golden of the shared data");
    TokenizerFile made = TokenizerFile.in(folder, scratch);
    try (Tokenizer tokenizer = MiniLm.ACCEL.tokenizers().open(made.json())) {
      for (Json.Node text :
          Json.read(folder.resolve("golden.json")).objects("wordpiece_encodings")) {
        long[] ids = tokenizer.encode(text.text("text"), true).ids();
        assertThat(Arrays.stream(ids).mapToInt(Math::toIntExact).toArray())
            .as(text.text("text"))
            .containsExactly(text.integers("ids"));
      }
    }
  }

  @Test
  void keepsCaseAndAccentsOfAVocabularyThatHasThem() throws IOException {
    Path folder = Files.createDirectory(scratch.resolve("cased"));
    Files.write(folder.resolve("vocab.txt"), CASED);
    assertThat(ids(folder, "Paris \u00e9t\u00e9 paris")).containsExactly(2, 5, 7, 6, 3);
    // A file beside it knows better than its letters.
    Files.writeString(folder.resolve("tokenizer_config.json"), "{\"do_lower_case\": true}");
    assertThat(ids(folder, "Paris \u00e9t\u00e9 paris")).containsExactly(2, 6, 1, 6, 3);
  }

  private long[] ids(Path folder, String text) throws IOException {
    TokenizerFile made = TokenizerFile.in(folder, scratch);
    try (Tokenizer tokenizer = MiniLm.ACCEL.tokenizers().open(made.json())) {
      return tokenizer.encode(text, true).ids();
    }
  }
}
