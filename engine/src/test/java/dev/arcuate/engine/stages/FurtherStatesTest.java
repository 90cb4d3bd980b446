package dev.arcuate.engine.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.value.Activations;
import dev.arcuate.api.value.Words;
import dev.arcuate.engine.stages.ContextSettings.Policy;
import dev.arcuate.engine.stages.ExtractionSettings.Pooling;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FurtherStatesTest {
  private static final int FIRST_HEAD_PLACE = 4;
  private static final int ATTENTION_PLACE = 5;

  @TempDir Path folder;
  private int runs;

  @Test
  void layersAreNamedByDepthAndByPattern() throws IOException {
    assertThat(run("0.5", "1.0", "0.0").layers()).containsExactly("1", "2", "embeddings");
    assertThat(run("0.49").layers()).containsExactly("embeddings");
    assertThat(run("heads-*", "*tion-1").layers()).containsExactly("heads-1", "attention-1");
    assertThat(run("heads-*.2").layers()).containsExactly("heads-1.2");
    assertThat(run("*-*.1").layers()).containsExactly("heads-1.1", "attention-1.1");
    assertThat(run("attention-1.*").layers()).containsExactly("attention-1.1", "attention-1.2");
    assertThat(run("*e*a*s*").layers()).containsExactly("heads-1");
    assertThat(run("t*k*", "*").layers())
        .containsExactly("token", "embeddings", "1", "2", "heads-1", "attention-1");
    assertThat(run("tok", "tokpos").layers()).containsExactly("token", "embeddings");
    assertThat(run("all").layers()).isEqualTo(FakeModel.LAYERS);
  }

  @Test
  void statesOfOtherWidthsStandBesideLayers() throws IOException {
    RichModel model = new RichModel(true, 100);
    Activations activations = run("token", "heads-1", "heads-1.2", "2");
    assertThat(activations.layer(0).columns()).isEqualTo(4);
    assertThat(activations.layer(1).columns()).isEqualTo(6);
    assertThat(activations.layer(2).columns()).isEqualTo(3);
    Words words = Stories.alice();
    WordTokens tokens = WordTokens.of(words, new FakeTokenizer(false));
    float[] rows = model.rows(tokens.ids(), FIRST_HEAD_PLACE, 0);
    for (int word = 0; word < tokens.words(); word++) {
      float[] both = activations.layer(1).row(word);
      float[] second = activations.layer(2).row(word);
      for (int column = 0; column < RichModel.HEAD_WIDTH; column++) {
        int at = (tokens.end()[word] - 1) * 6 + RichModel.HEAD_WIDTH + column;
        assertThat(second[column]).isEqualTo(rows[at]).isEqualTo(both[3 + column]);
      }
    }
  }

  /** From the last piece of a word to all pieces of the words before it. */
  @Test
  void attentionIsAddedUpPerWord() throws IOException {
    RichModel model = new RichModel(true, 100);
    Activations activations = run("attention-1", "attention-1.2");
    WordTokens tokens = WordTokens.of(Stories.alice(), new FakeTokenizer(false));
    int length = tokens.end()[tokens.words() - 1];
    long[] ids = java.util.Arrays.copyOf(tokens.ids(), length);
    float[] rows = model.rows(ids, ATTENTION_PLACE, 0);
    for (int word : new int[] {0, 3, 30}) {
      float[] both = activations.layer(0).row(word);
      float[] second = activations.layer(1).row(word);
      for (int back = 0; back < Kept.Attention.REACH; back++) {
        double expected = 0;
        int to = word - back;
        for (int t = to < 0 ? 0 : tokens.first()[to]; to >= 0 && t < tokens.end()[to]; t++) {
          expected += rows[((tokens.end()[word] - 1) * 2 + 1) * length + t];
        }
        assertThat((double) second[back]).isCloseTo(expected, within(1e-6));
        assertThat(both[Kept.Attention.REACH + back]).isEqualTo(second[back]);
      }
    }
  }

  @Test
  void whatIsNotThereIsRefusedWithWhatThereIs() {
    assertThatThrownBy(() -> run("heads-1.3", "heads-7", "1.5", "heads-*.3"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problems())
                  .extracting(Problem::message)
                  .containsExactly(
                      "'heads-1.3' is not a layer of model 'rich'",
                      "'heads-7' is not a layer of model 'rich'",
                      "'1.5' is not a layer of model 'rich'",
                      "'heads-*.3' is not a layer of model 'rich'");
              assertThat(e.problems().get(0).hint())
                  .hasValue(
                      "name some of embeddings, 1, 2, or count from 0 to 2, or back from -1; there"
                          + " are also token, heads-1, attention-1, surprisal, entropy");
            });
  }

  private Activations run(String... layers) throws IOException {
    TestTask task = new TestTask(folder.resolve("task" + runs++)).with("words", Stories.alice());
    new LanguageModelStage()
        .run(
            new RichModel(true, 100),
            new FakeModel.Settings(),
            Optional.of(
                new ExtractionSettings(
                    List.of(layers),
                    new ContextSettings(
                        Policy.FULL,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        false),
                    Optional.of(Pooling.LAST),
                    false,
                    Optional.empty())),
            task);
    return task.result("activations", Activations.class);
  }
}
