package dev.arcuate.engine.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.LanguageModel;
import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.Task;
import dev.arcuate.api.host.Tokenizer;
import dev.arcuate.api.value.Activations;
import dev.arcuate.api.value.Table;
import dev.arcuate.api.value.Words;
import dev.arcuate.api.value.Words.Word;
import dev.arcuate.engine.accel.Accel;
import dev.arcuate.engine.accel.Device;
import dev.arcuate.engine.stages.ContextSettings.Policy;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Words of many scripts through tokenizers that cut bytes, as GPT-2's, and letters, as BERT's. */
class UnicodeTest {
  private static final Accel ACCEL =
      new Accel(new Accel.Options(Device.CPU, Path.of("target", "natives").toAbsolutePath(), 1));
  private static final int CONTEXT = 4096;

  @TempDir Path folder;

  private record Nothing() {}

  @AfterAll
  static void close() {
    ACCEL.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u00bfD\u00f3nde est\u00e1 el ni\u00f1o? \u00a1Aqu\u00ed!",
        "\u2019s Avonds h\u00e8, \u00e9\u00e9n na\u00efeve co\u00f6peratie",
        "I \u2764\ufe0f families \ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67 \ud83d\ude00!",
        "cafe\u0301 a\u030ange\u0301 n\u0303",
        "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd \u0645\u0631\u062d\u0628\u0627",
        "\u4e2d\u6587 \ud835\udc9c\ud835\udcb7 \u03bb\u03cc\u03b3\u03bf\u03c2",
        "non\u00a0breaking tab\tand  two blanks"
      })
  void everyWordKeepsItsPieces(String text) throws IOException {
    Words words = words(text);
    for (boolean bytes : new boolean[] {true, false}) {
      TestTask task = run(words, bytes);
      Activations activations = task.result("activations", Activations.class);
      assertThat(activations.layer(0).rows()).isEqualTo(words.list().size());
      Table tokens = task.result("tokens", Table.class);
      int[] ends = new int[words.list().size()];
      for (int row = 0; row < tokens.rows(); row++) {
        int word = (int) tokens.number(row, "row");
        Word own = words.list().get(word);
        assertThat(tokens.number(row, "end")).isBetween(own.start() + 1.0, own.end() + 0.0);
        ends[word] = (int) Math.max(ends[word], tokens.number(row, "end"));
      }
      for (int word = 0; word < ends.length; word++) {
        assertThat(ends[word]).isPositive();
        if (bytes) {
          assertThat(ends[word]).isEqualTo(words.list().get(word).end());
        }
      }
    }
  }

  @Test
  void aWordOfTenThousandLettersIsUnknownToOneAndTooLongForTheOther() throws IOException {
    Words words = words("a " + "long".repeat(2500) + " word");
    TestTask letters = run(words, false);
    assertThat(letters.result("tokens", Table.class).text(1, "pieces")).isEqualTo("1");
    assertThatThrownBy(() -> run(words, true))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(
            "word 2 '" + "long".repeat(10) + "…' (run 1) has 10000 tokens; the model takes 4096");
  }

  /** The step that reads a file leaves its rows without a word out, and counts them. */
  @Test
  void anEmptyWordCannotBe() {
    List<Word> words = List.of(new Word("1", 0, 0.3, 0, 2, 2, true, ""));
    assertThatThrownBy(() -> new Words("one", words))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("span of word '' leaves the text");
  }

  @Test
  void anEmptyTableIsRefused() {
    assertThatThrownBy(() -> run(new Words("", List.of()), true))
        .isInstanceOf(ProblemException.class)
        .hasMessage("error NO_WORDS: the word table has no words");
  }

  @Test
  void tokensThatTheModelDoesNotKnowAreRefused() {
    Words words = words("caf\u00e9 noir");
    assertThatThrownBy(() -> run(words, true, 200))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              Problem problem = e.problems().get(0);
              assertThat(problem.code()).isEqualTo("VOCABULARY_MISMATCH");
              assertThat(problem.message())
                  .startsWith("the tokenizer does not belong to model 'ids': it gives token ")
                  .endsWith(", but the model knows tokens 0 to 199");
              assertThat(problem.hint().orElseThrow())
                  .isEqualTo(
                      "the tokenizer makes it of ' '; tokenizer and model must come from the same"
                          + " folder");
            });
  }

  private TestTask run(Words words, boolean bytes) throws IOException {
    return run(words, bytes, 1000);
  }

  private TestTask run(Words words, boolean bytes, int vocabulary) throws IOException {
    Path json = folder.resolve(bytes + ".json");
    Files.writeString(json, bytes ? bytePieces() : letterPieces());
    TestTask task = new TestTask(Files.createTempDirectory(folder, "task")).with("words", words);
    ExtractionSettings settings =
        new ExtractionSettings(
            List.of("all"),
            new ContextSettings(
                Policy.FULL, Optional.empty(), Optional.empty(), Optional.empty(), false, false),
            Optional.empty(),
            false,
            Optional.empty());
    new LanguageModelStage()
        .run(new Ids(json, vocabulary), new Nothing(), Optional.of(settings), task);
    return task;
  }

  private static Words words(String text) {
    List<Word> list = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      if (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == '\u00a0') {
        at++;
        continue;
      }
      int start = at;
      while (at < text.length()
          && !Character.isWhitespace(text.charAt(at))
          && text.charAt(at) != '\u00a0') {
        at++;
      }
      list.add(new Word("1", start, 0.3, 0, start, at, true, text.substring(start, at)));
    }
    return new Words(text, list);
  }

  /** A token per byte, written as GPT-2 writes bytes. */
  private static String bytePieces() {
    StringBuilder vocabulary = new StringBuilder();
    int extra = 0;
    for (int value = 0; value < 256; value++) {
      boolean plain =
          (value >= '!' && value <= '~')
              || (value >= 0xa1 && value <= 0xac)
              || (value >= 0xae && value <= 0xff);
      int written = plain ? value : 256 + extra++;
      String character =
          written == '"' || written == '\\' ? "\\" + (char) written : "" + (char) written;
      vocabulary.append(value == 0 ? "" : ",").append('"').append(character).append("\":");
      vocabulary.append(value == ' ' ? 900 : value);
    }
    return "{\"version\":\"1.0\",\"added_tokens\":[],\"pre_tokenizer\":{\"type\":\"ByteLevel\","
        + "\"add_prefix_space\":false,\"trim_offsets\":false,\"use_regex\":true},\"model\":{"
        + "\"type\":\"BPE\",\"vocab\":{"
        + vocabulary
        + "},\"merges\":[]}}";
  }

  /** BERT's way with a few letters: accents are dropped, what is not known is [UNK]. */
  private static String letterPieces() {
    StringBuilder vocabulary = new StringBuilder("\"[UNK]\":0,\"[CLS]\":1,\"[SEP]\":2");
    int id = 3;
    for (char letter = 'a'; letter <= 'z'; letter++) {
      vocabulary.append(",\"").append(letter).append("\":").append(id++);
      vocabulary.append(",\"##").append(letter).append("\":").append(id++);
    }
    return "{\"version\":\"1.0\",\"added_tokens\":[],\"normalizer\":{\"type\":\"BertNormalizer\","
        + "\"clean_text\":true,\"handle_chinese_chars\":true,\"strip_accents\":true,"
        + "\"lowercase\":true},\"pre_tokenizer\":{\"type\":\"BertPreTokenizer\"},\"model\":{"
        + "\"type\":\"WordPiece\",\"unk_token\":\"[UNK]\",\"continuing_subword_prefix\":\"##\","
        + "\"max_input_chars_per_word\":100,\"vocab\":{"
        + vocabulary
        + "}}}";
  }

  /** A causal model whose states are the ids of tokens. */
  private record Ids(Path tokenizerJson, int vocabulary) implements LanguageModel<Nothing> {
    @Override
    public String id() {
      return "ids";
    }

    @Override
    public String summary() {
      return "A model for tests.";
    }

    @Override
    public Class<Nothing> settingsType() {
      return Nothing.class;
    }

    @Override
    public Open open(Nothing settings, Task task) {
      Tokenizer tokenizer = ACCEL.tokenizers().open(tokenizerJson);
      return new Open() {
        @Override
        public Card card() {
          return new Card("ids", List.of("embeddings", "1"), 1, CONTEXT, true)
              .withVocabulary(
                  new Vocabulary(vocabulary, OptionalLong.empty(), OptionalLong.empty()), false);
        }

        @Override
        public Tokenizer tokenizer() {
          return tokenizer;
        }

        @Override
        public float[][][] hiddenStates(long[][] tokenIds, int[] layers) {
          float[][][] all = new float[tokenIds.length][layers.length][];
          for (int s = 0; s < tokenIds.length; s++) {
            for (int layer = 0; layer < layers.length; layer++) {
              all[s][layer] = new float[tokenIds[s].length];
              for (int token = 0; token < tokenIds[s].length; token++) {
                all[s][layer][token] = tokenIds[s][token] + token;
              }
            }
          }
          return all;
        }

        @Override
        public void close() {
          tokenizer.close();
        }
      };
    }
  }
}
