package dev.arcuate.engine.accel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.host.Tokenizer;
import dev.arcuate.api.host.Tokenizer.Encoding;
import dev.arcuate.api.host.Tokenizers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HuggingFaceTokenizersTest {
  private static final List<String> VOCABULARY =
      List.of(
          "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "brain", "na", "##ive", "cafe", "日", "語");

  private final Tokenizers tokenizers = Shared.ACCEL.tokenizers();

  @TempDir Path folder;

  @Test
  void countsCharactersAsJavaDoes() throws IOException {
    // The last word ends in a combining accent, which the tokenizer leaves out of its span.
    String text = "naïve 🧠 brain 日語 cafe\u0301";
    try (Tokenizer tokenizer = open()) {
      Encoding encoding = tokenizer.encode(text, true);
      assertThat(encoding.ids()).containsExactly(2, 6, 7, 1, 5, 9, 10, 8, 3);
      assertThat(pieces(text, encoding))
          .containsExactly("-", "na", "ïve", "🧠", "brain", "日", "語", "cafe", "-");
      assertThat(encoding.special())
          .containsExactly(true, false, false, false, false, false, false, false, true);
    }
  }

  @Test
  void addsSpecialTokensOnlyWhenAsked() throws IOException {
    try (Tokenizer tokenizer = open()) {
      assertThat(tokenizer.encode("brain", false).ids()).containsExactly(5);
      assertThat(tokenizer.encode("", false).ids()).isEmpty();
      assertThat(tokenizer.encode("", true).ids()).containsExactly(2, 3);
    }
  }

  @Test
  void doesNotTakeASpecialTokenInTheTextForAnAddedOne() throws IOException {
    try (Tokenizer tokenizer = open()) {
      Encoding encoding = tokenizer.encode("brain [MASK]", false);
      assertThat(encoding.ids()).containsExactly(5, 4);
      assertThat(encoding.special()).containsExactly(false, false);
      assertThat(encoding.starts()).containsExactly(0, 6);
      assertThat(encoding.ends()).containsExactly(5, 12);
    }
  }

  @Test
  void neitherCutsNorPadsThoughTheFileAsksForBoth() throws IOException {
    try (Tokenizer tokenizer = open()) {
      assertThat(tokenizer.encode("brain", true).ids()).hasSize(3);
      assertThat(tokenizer.encode("brain ".repeat(2000), true).ids()).hasSize(2002);
    }
  }

  @Test
  void worksForSeveralThreadsAtOnce() throws Exception {
    try (Tokenizer tokenizer = open()) {
      Callable<long[]> work = () -> tokenizer.encode("naive brain ".repeat(200), true).ids();
      long[] alone = work.call();
      ExecutorService executor = Executors.newFixedThreadPool(4);
      try {
        for (Future<long[]> result :
            executor.invokeAll(IntStream.range(0, 40).mapToObj(i -> work).toList())) {
          assertThat(result.get()).containsExactly(alone);
        }
      } finally {
        executor.shutdownNow();
      }
    }
  }

  @Test
  void refusesUseAfterClose() throws IOException {
    Tokenizer tokenizer = open();
    tokenizer.close();
    tokenizer.close();
    assertThatThrownBy(() -> tokenizer.encode("brain", true))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("'tokenizer.json' has been closed");
  }

  @Test
  void refusesWhatIsNoTokenizer() throws IOException {
    Path file = Files.writeString(folder.resolve("tokenizer.json"), "{\"version\": 1}");
    assertThatThrownBy(() -> tokenizers.open(file))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("TOKENIZER_UNREADABLE");
    assertThatThrownBy(() -> tokenizers.open(folder.resolve("absent.json")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("there is no such file");
  }

  @Test
  void encodesAsGpt2DoesInTheGoldenTexts() throws IOException {
    Path files = shared("gpt2-tokenizer");
    JsonNode golden = new ObjectMapper().readTree(files.resolve("golden_encodings.json").toFile());
    try (Tokenizer tokenizer = tokenizers.open(files.resolve("tokenizer.json"))) {
      assertThat(golden.get("encodings")).hasSizeGreaterThan(15);
      for (JsonNode entry : golden.get("encodings")) {
        String text = entry.get("text").asText();
        Encoding encoding = tokenizer.encode(text, false);
        assertThat(encoding.ids()).as(text).containsExactly(ids(entry));
        assertThat(encoding.special()).doesNotContain(true);
        assertThat(covered(text, encoding)).as("spans of '%s'", text).isEqualTo(text.length());
      }
    }
  }

  @Test
  void encodesAsBertDoesInTheGoldenTexts() throws IOException {
    Path files = shared("bert-base-golden");
    Path json =
        TokenizerJson.write(
            folder.resolve("tokenizer.json"), Files.readAllLines(files.resolve("vocab.txt")));
    JsonNode golden = new ObjectMapper().readTree(files.resolve("golden.json").toFile());
    try (Tokenizer tokenizer = tokenizers.open(json)) {
      assertThat(golden.get("wordpiece_encodings")).hasSize(10);
      for (JsonNode entry : golden.get("wordpiece_encodings")) {
        String text = entry.get("text").asText();
        assertThat(tokenizer.encode(text, true).ids()).as(text).containsExactly(ids(entry));
      }
    }
  }

  private static long[] ids(JsonNode entry) {
    long[] ids = new long[entry.get("ids").size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = entry.get("ids").get(i).asLong();
    }
    return ids;
  }

  /** Characters before the end of the last token, having checked that spans leave no gap. */
  private static int covered(String text, Encoding encoding) {
    int end = 0;
    for (int token = 0; token < encoding.ids().length; token++) {
      assertThat(encoding.starts()[token]).isBetween(0, end);
      end = Math.max(end, encoding.ends()[token]);
      assertThat(end).isLessThanOrEqualTo(text.length());
    }
    return end;
  }

  private static List<String> pieces(String text, Encoding encoding) {
    List<String> pieces = new ArrayList<>();
    for (int token = 0; token < encoding.ids().length; token++) {
      int start = encoding.starts()[token];
      pieces.add(start < 0 ? "-" : text.substring(start, encoding.ends()[token]));
    }
    return pieces;
  }

  private Tokenizer open() throws IOException {
    return tokenizers.open(TokenizerJson.write(folder.resolve("tokenizer.json"), VOCABULARY));
  }

  private static Path shared(String name) {
    Path path = Path.of(System.getProperty("arcuate.shared", "absent"), name);
    assumeTrue(
        Files.isDirectory(path), () -> "skipped: no folder '" + name + "' below arcuate.shared");
    return path;
  }
}
