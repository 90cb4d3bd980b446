package dev.arcuate.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arrays of one's own through the command, in and out. */
class EncodeArraysTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"ridge-cpu, true", "banded, true", "kernel, false"})
  void leavesArraysAtTheTopOfTheResults(String backend, boolean weights) throws Exception {
    NumpyArrays.writeStudy(folder);
    Command.Ended run =
        encode(
            "groups=G.npy",
            "folds={scheme: runs}",
            "bands=[2, 4]",
            "weights=" + weights,
            "backend=" + backend);
    assertThat(run.status()).as(run.all()).isZero();
    Path results = folder.resolve("results/encode-arrays");
    assertThat(NumpyArrays.shape(results.resolve("scores.npy"))).isEqualTo("(4, 3)");
    assertThat(NumpyArrays.shape(results.resolve("r2.npy"))).isEqualTo("(4, 3)");
    assertThat(NumpyArrays.shape(results.resolve("alphas.npy"))).isEqualTo("(4, 3)");
    assertThat(NumpyArrays.shape(results.resolve("predictions.npy"))).isEqualTo("(120, 3)");
    for (float r : NumpyArrays.floats(results.resolve("scores.npy"))) {
      assertThat(r).isBetween(0.8f, 1f);
    }
    if (weights) {
      assertThat(NumpyArrays.shape(results.resolve("weights.npy"))).isEqualTo("(4, 6, 3)");
      requirePredictions(results);
    }
  }

  /** Agreement with {@code bench/oracles/encode_arrays.py}, from the command to the files. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "runs | groups=G.npy | folds={scheme: runs} | inner=loo",
        "kfold | inner-count=4 | folds={count: 5, gap: 0s, allow-leaky: true} | inner=k-fold"
      })
  void agreesWithScikitLearn(String name, String one, String other, String third) throws Exception {
    Path stored = Path.of(EncodeArraysTest.class.getResource("/encode-arrays").toURI());
    for (String array : List.of("X.npy", "Y.npy", "G.npy")) {
      Files.copy(stored.resolve(array), folder.resolve(array));
    }
    Command.Ended run =
        encode(
            one,
            other,
            third,
            "alphas=[0.1, 1, 10, 100, 1000]",
            "precision=double",
            "weights=true");
    assertThat(run.status()).as(run.all()).isZero();
    Path results = folder.resolve("results/encode-arrays");
    Path expected = stored.resolve(name);
    assertThat(NumpyArrays.floats(results.resolve("alphas.npy")))
        .containsExactly(NumpyArrays.floats(expected.resolve("alphas.npy")));
    for (String array : List.of("scores", "predictions", "weights", "intercepts")) {
      Path made = results.resolve(array + ".npy");
      assertThat(NumpyArrays.shape(made))
          .isEqualTo(NumpyArrays.shape(expected.resolve(array + ".npy")));
      float[] ours = NumpyArrays.floats(made);
      float[] theirs = NumpyArrays.floats(expected.resolve(array + ".npy"));
      for (int i = 0; i < theirs.length; i++) {
        assertThat((double) ours[i])
            .as("%s %d", array, i)
            .isCloseTo(theirs[i], within(2e-5 * Math.max(1, Math.abs(theirs[i]))));
      }
    }
  }

  /** Anyone can check the solver: the first fold's weights predict its rows. */
  private void requirePredictions(Path results) throws IOException {
    float[] x = NumpyArrays.floats(folder.resolve("X.npy"));
    float[] weights = NumpyArrays.floats(results.resolve("weights.npy"));
    float[] intercepts = NumpyArrays.floats(results.resolve("intercepts.npy"));
    float[] predictions = NumpyArrays.floats(results.resolve("predictions.npy"));
    for (int row = 0; row < NumpyArrays.SAMPLES / NumpyArrays.GROUPS; row++) {
      for (int target = 0; target < NumpyArrays.TARGETS; target++) {
        double sum = intercepts[target];
        for (int feature = 0; feature < NumpyArrays.FEATURES; feature++) {
          sum +=
              x[row * NumpyArrays.FEATURES + feature]
                  * weights[feature * NumpyArrays.TARGETS + target];
        }
        assertThat((double) predictions[row * NumpyArrays.TARGETS + target])
            .isCloseTo(sum, within(1e-4));
      }
    }
  }

  private Command.Ended encode(String... sets) throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of(
                "run", Command.distribution().resolve("workflows/encode-arrays.yaml").toString()));
    List<String> all = new ArrayList<>(List.of("x=X.npy", "y=Y.npy"));
    all.removeIf(set -> Arrays.stream(sets).anyMatch(s -> s.startsWith(set.substring(0, 2))));
    all.addAll(List.of(sets));
    all.forEach(set -> words.addAll(List.of("--set", set)));
    return new Command(folder).run(words.toArray(String[]::new));
  }
}
