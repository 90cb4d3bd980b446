package dev.arcuate.plugin.decompose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.value.Activations;
import dev.arcuate.api.value.Fitted;
import dev.arcuate.testkit.DecompositionContract;
import dev.arcuate.testkit.PlainLinearAlgebra;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PcaTest extends DecompositionContract<PcaSettings> {
  @Override
  protected Pca component() {
    return new Pca(new PlainLinearAlgebra());
  }

  @Override
  protected PcaSettings settings() {
    return settings(new FitSettings(Optional.of("other"), List.of(), false));
  }

  private static PcaSettings settings(FitSettings fit) {
    return new PcaSettings(3, true, "story", fit);
  }

  @Override
  protected TestTask task(Path place) throws IOException {
    return new TestTask(place)
        .with("words", Values.words(40))
        .with("activations", Values.random(place.resolve("x"), 1, 40, 6, "0", "1"))
        .with(
            "activations",
            "other",
            Map.of(),
            Values.random(place.resolve("y"), 2, 300, 6, "0", "1"));
  }

  @Test
  void findsTheSameInFewRowsAsInTheirCovariance() throws IOException {
    // Nine rows of six columns, and the same beside a layer that makes them wider than long.
    Activations few = Values.random(folder.resolve("few"), 4, 9, 6, "a", "b");
    Rows narrow = Rows.of(few.layer(0));
    Rows wide = Rows.beside(List.of(narrow, new Rows(new float[9 * 6], 9, 6)));
    Activations both =
        Values.activations(
            folder.resolve("both"), List.of("narrow", "wide"), List.of(narrow, wide));
    TestTask task =
        new TestTask(folder).with("activations", both).with("activations", "other", Map.of(), both);
    component().decompose(settings(), task);
    Activations parts = task.result("representations", Activations.class);
    float[] expected = parts.layer(0).toArray();
    float[] found = parts.layer(1).toArray();
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i]).isCloseTo(expected[i], within(1e-5f));
    }
  }

  @Test
  void putsReducedLayersSideBySide() throws IOException {
    TestTask task = task(folder);
    FitSettings fit = settings().fit();
    component()
        .decompose(
            new PcaSettings(3, true, "story", fit, Map.of("both", List.of("1", "0")), List.of()),
            task);
    Activations parts = task.result("representations", Activations.class);
    assertThat(parts.layers()).containsExactly("0", "1", "both");
    float[] row = parts.layer(2).row(5);
    assertThat(Arrays.copyOf(row, 3)).containsExactly(parts.layer(1).row(5));
    assertThat(Arrays.copyOfRange(row, 3, 6)).containsExactly(parts.layer(0).row(5));
  }

  @Test
  void isFittedOnTheOtherTextAlone() throws IOException {
    TestTask task = task(folder);
    component().decompose(settings(), task);
    Activations parts = task.result("representations", Activations.class);
    assertThat(parts.layer(0).rows()).isEqualTo(40);
    assertThat(parts.layer(0).columns()).isEqualTo(3);
    assertThat(task.warnings()).isEmpty();
    assertThat(parts.fitted()).isEmpty();

    // Transforming the other text itself gives uncorrelated components of variance 1.
    Activations other = Values.random(folder.resolve("z"), 2, 300, 6, "0", "1");
    TestTask itself =
        new TestTask(folder.resolve("itself"))
            .with("activations", other)
            .with("activations", "other", Map.of(), other);
    component().decompose(settings(), itself);
    float[] rows = itself.result("representations", Activations.class).layer(1).toArray();
    for (int a = 0; a < 3; a++) {
      for (int b = 0; b <= a; b++) {
        double product = 0;
        for (int row = 0; row < 300; row++) {
          product += rows[row * 3 + a] * rows[row * 3 + b] / 300.0;
        }
        assertThat(product).isCloseTo(a == b ? 1 : 0, within(1e-5));
      }
    }
  }

  @Test
  void refusesToBeFittedOnWhatIsTestedUnlessAllowed() throws IOException {
    TestTask task =
        new TestTask(folder)
            .with("activations", Values.random(folder.resolve("x"), 1, 40, 6, "0", "1"));
    assertThatThrownBy(
            () ->
                component()
                    .decompose(settings(new FitSettings(Optional.empty(), List.of(), false)), task))
        .hasMessageContaining(
            "DECOMPOSE_LEAKY_FIT: nothing says what to fit on; fitted on the whole story it would"
                + " have seen the rows that are tested later");
    component().decompose(settings(new FitSettings(Optional.empty(), List.of(), true)), task);
    assertThat(task.warnings()).extracting(w -> w.code()).containsExactly("DECOMPOSE_LEAKY_FIT");
    assertThat(task.result("representations", Activations.class).fitted())
        .containsExactly(Fitted.onAll("pca"));
  }

  @Test
  void canBeFittedOnRunsThatAreNotTested() throws IOException {
    TestTask task =
        new TestTask(folder)
            .with("words", Values.words(40))
            .with("activations", Values.random(folder.resolve("x"), 1, 40, 6, "0"));
    component().decompose(settings(new FitSettings(Optional.empty(), List.of("1"), false)), task);
    assertThat(task.warnings()).isEmpty();
    assertThat(task.result("representations", Activations.class).fitted())
        .containsExactly(new Fitted("pca", List.of("1")));
    assertThatThrownBy(
            () ->
                component()
                    .decompose(
                        settings(new FitSettings(Optional.empty(), List.of("9"), false)), task))
        .hasMessageContaining("DECOMPOSE_FIT_RUNS: no word belongs to run 9");
  }
}
