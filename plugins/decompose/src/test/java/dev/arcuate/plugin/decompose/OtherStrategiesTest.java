package dev.arcuate.plugin.decompose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.value.Activations;
import dev.arcuate.api.value.Words;
import dev.arcuate.testkit.DecompositionContract;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OtherStrategiesTest {
  @Nested
  class ForecastTest extends DecompositionContract<ForecastSettings> {
    @Override
    protected Forecast component() {
      return new Forecast();
    }

    @Override
    protected ForecastSettings settings() {
      return new ForecastSettings("story", "1", 4, 3);
    }

    @Override
    protected TestTask task(Path place) throws IOException {
      return new TestTask(place)
          .with("words", Values.words(20))
          .with("activations", Values.random(place.resolve("x"), 1, 20, 2, "0", "1"));
    }

    @Test
    void holdsTheWordsThatEndAtTheDistanceWithinTheRun() throws IOException {
      TestTask task = task(folder);
      component().decompose(settings(), task);
      Activations parts = task.result("representations", Activations.class);
      float[] now = parts.layer(0).toArray();
      assertThat(parts.layers()).containsExactly("now", "window", "now-and-window");
      // Word 3 looks at words 5, 6 and 7.
      assertThat(parts.layer(1).row(3))
          .containsExactly(now[10], now[11], now[12], now[13], now[14], now[15]);
      // Word 6 looks at 8, 9 and 10, but 10 belongs to the next run.
      assertThat(parts.layer(1).row(6)).containsExactly(now[16], now[17], now[18], now[19], 0, 0);
      assertThat(parts.layer(2).columns()).isEqualTo(8);
    }
  }

  @Nested
  class UnscrambleTest extends DecompositionContract<UnscrambleSettings> {
    @Override
    protected Unscramble component() {
      return new Unscramble();
    }

    @Override
    protected UnscrambleSettings settings() {
      return new UnscrambleSettings("story");
    }

    @Override
    protected TestTask task(Path place) throws IOException {
      Words words = Values.words(20);
      List<Words.Word> first = new ArrayList<>(words.list().subList(0, 10));
      Collections.reverse(first);
      List<Words.Word> all = new ArrayList<>(first);
      all.addAll(words.list().subList(10, 20));
      return new TestTask(place)
          .with("words", new Words(words.text(), all))
          .with("activations", Values.random(place.resolve("x"), 1, 20, 2, "0"));
    }

    @Test
    void putsRowsBackIntoTheOrderOfTheOnsets() throws IOException {
      TestTask task = task(folder);
      component().decompose(settings(), task);
      Activations given = Values.random(folder.resolve("y"), 1, 20, 2, "0");
      Activations parts = task.result("representations", Activations.class);
      assertThat(parts.layer(0).row(0)).isEqualTo(given.layer(0).row(9));
      assertThat(parts.layer(0).row(9)).isEqualTo(given.layer(0).row(0));
      assertThat(parts.layer(0).row(12)).isEqualTo(given.layer(0).row(12));
    }

    @Test
    void needsTheWords() throws IOException {
      TestTask task =
          new TestTask(folder)
              .with("activations", Values.random(folder.resolve("x"), 1, 20, 2, "0"));
      assertThatThrownBy(() -> component().decompose(settings(), task))
          .hasMessageContaining("DECOMPOSE_NO_WORDS");
    }
  }

  @Nested
  class HeadGroupsTest extends DecompositionContract<HeadGroupsSettings> {
    @Override
    protected HeadGroups component() {
      return new HeadGroups();
    }

    @Override
    protected HeadGroupsSettings settings() {
      return new HeadGroupsSettings("story", "heads-", 3);
    }

    @Override
    protected TestTask task(Path place) throws IOException {
      return new TestTask(place)
          .with("activations", Values.random(place.resolve("x"), 1, 20, 6, "1", "heads-4"));
    }

    @Test
    void makesOnePartPerHead() throws IOException {
      TestTask task = task(folder);
      component().decompose(settings(), task);
      Activations given = Values.random(folder.resolve("y"), 1, 20, 6, "1", "heads-4");
      Activations parts = task.result("representations", Activations.class);
      assertThat(parts.layers()).containsExactly("head-4-1", "head-4-2", "head-4-3");
      float[] row = given.layer(1).row(7);
      assertThat(parts.layer(1).row(7)).containsExactly(row[2], row[3]);
    }

    @Test
    void saysWhenThereAreNone() throws IOException {
      TestTask task = task(folder);
      assertThatThrownBy(
              () -> component().decompose(new HeadGroupsSettings("story", "heds-", 3), task))
          .hasMessageContaining("DECOMPOSE_HEADS: no layer of random begins with 'heds-'");
      assertThatThrownBy(
              () -> component().decompose(new HeadGroupsSettings("story", "heads-", 4), task))
          .hasMessageContaining("6 columns of 'heads-4' cannot be shared by 4 heads");
    }
  }
}
