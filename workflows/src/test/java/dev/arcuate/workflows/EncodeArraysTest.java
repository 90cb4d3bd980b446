package dev.arcuate.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arrays of one's own through the command: in, out, and what is said of bad ones. */
class EncodeArraysTest {
  private static final int SAMPLES = 120;
  private static final int FEATURES = 6;
  private static final int TARGETS = 3;
  private static final int GROUPS = 4;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"ridge-cpu, true", "banded, true", "kernel, false"})
  void leavesArraysAtTheTopOfTheResults(String backend, boolean weights) throws Exception {
    writeArrays();
    Command.Ended run =
        encode(
            "groups=G.npy",
            "folds={scheme: runs}",
            "bands=[2, 4]",
            "weights=" + weights,
            "backend=" + backend);
    assertThat(run.status()).as(run.all()).isZero();
    Path results = folder.resolve("results/encode-arrays");
    assertThat(shape(results.resolve("scores.npy"))).isEqualTo("(4, 3)");
    assertThat(shape(results.resolve("r2.npy"))).isEqualTo("(4, 3)");
    assertThat(shape(results.resolve("alphas.npy"))).isEqualTo("(4, 3)");
    assertThat(shape(results.resolve("predictions.npy"))).isEqualTo("(120, 3)");
    for (float r : floats(results.resolve("scores.npy"))) {
      assertThat(r).isBetween(0.8f, 1f);
    }
    if (weights) {
      assertThat(shape(results.resolve("weights.npy"))).isEqualTo("(4, 6, 3)");
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
    assertThat(floats(results.resolve("alphas.npy")))
        .containsExactly(floats(expected.resolve("alphas.npy")));
    for (String array : List.of("scores", "predictions", "weights", "intercepts")) {
      Path made = results.resolve(array + ".npy");
      assertThat(shape(made)).isEqualTo(shape(expected.resolve(array + ".npy")));
      float[] ours = floats(made);
      float[] theirs = floats(expected.resolve(array + ".npy"));
      for (int i = 0; i < theirs.length; i++) {
        assertThat((double) ours[i])
            .as("%s %d", array, i)
            .isCloseTo(theirs[i], within(2e-5 * Math.max(1, Math.abs(theirs[i]))));
      }
    }
  }

  /** Anyone can check the solver: the first fold's weights predict its rows. */
  private void requirePredictions(Path results) throws IOException {
    float[] x = floats(folder.resolve("X.npy"));
    float[] weights = floats(results.resolve("weights.npy"));
    float[] intercepts = floats(results.resolve("intercepts.npy"));
    float[] predictions = floats(results.resolve("predictions.npy"));
    for (int row = 0; row < SAMPLES / GROUPS; row++) {
      for (int target = 0; target < TARGETS; target++) {
        double sum = intercepts[target];
        for (int feature = 0; feature < FEATURES; feature++) {
          sum += x[row * FEATURES + feature] * weights[feature * TARGETS + target];
        }
        assertThat((double) predictions[row * TARGETS + target]).isCloseTo(sum, within(1e-4));
      }
    }
  }

  @Test
  void badArraysAreShown() throws Exception {
    writeArrays();
    float[] y = floats(folder.resolve("Y.npy"));
    y[7 * TARGETS + 1] = Float.NaN;
    write("holes.npy", y, SAMPLES, TARGETS);
    Command.Ended holes = encode("y=holes.npy");
    assertThat(holes.status()).as(holes.all()).isZero();
    assertThat(holes.all()).contains("subject 01", "NaN in sample 8 of run 1");

    write("short.npy", Arrays.copyOf(y, 60), 20, TARGETS);
    assertRefused("'y' (short.npy) has 20 rows, and 'x' (X.npy) has 120", "y=short.npy");
    write("none.npy", new float[0], SAMPLES, 0);
    assertRefused("none.npy has no values", "x=none.npy");
    write("one.npy", new float[SAMPLES], SAMPLES);
    assertRefused("TOO_FEW_RUNS", "groups=one.npy", "folds={scheme: runs}");
    assertRefused("'alphas' must be above 0", "alphas=[0, 1]");
    assertRefused("cannot make 400 folds", "folds={count: 400}");
    assertRefused("the design has one feature group", "backend=banded");
  }

  private void assertRefused(String text, String... sets) throws Exception {
    Command.Ended ended = encode(sets);
    assertThat(ended.status()).as(ended.all()).isEqualTo(2);
    assertThat(ended.all()).contains(text).doesNotContain("\tat ");
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

  private void writeArrays() throws IOException {
    Random random = new Random(1);
    float[] x = new float[SAMPLES * FEATURES];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    float[] y = new float[SAMPLES * TARGETS];
    float[] groups = new float[SAMPLES];
    for (int row = 0; row < SAMPLES; row++) {
      groups[row] = row * GROUPS / SAMPLES;
      for (int target = 0; target < TARGETS; target++) {
        double signal = x[row * FEATURES + target] + x[row * FEATURES + target + 3];
        y[row * TARGETS + target] = (float) (signal + 0.3 * random.nextGaussian());
      }
    }
    write("X.npy", x, SAMPLES, FEATURES);
    write("Y.npy", y, SAMPLES, TARGETS);
    write("G.npy", groups, SAMPLES);
  }

  private void write(String name, float[] values, int... shape) throws IOException {
    String tuple = shape.length == 1 ? shape[0] + "," : shape[0] + ", " + shape[1];
    String text = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + tuple + "), }";
    String padded = text + " ".repeat(63 - (10 + text.length()) % 64) + "\n";
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + padded.length() + 4 * values.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    bytes.put((byte) 1).put((byte) 0).putShort((short) padded.length());
    bytes.put(padded.getBytes(StandardCharsets.US_ASCII));
    for (float value : values) {
      bytes.putFloat(value);
    }
    Files.write(folder.resolve(name), bytes.array());
  }

  private static String shape(Path npy) throws IOException {
    String header = new String(Files.readAllBytes(npy), 10, 118, StandardCharsets.US_ASCII);
    return header.substring(header.indexOf('('), header.indexOf(')') + 1);
  }

  private static float[] floats(Path npy) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(npy)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(10 + Short.toUnsignedInt(bytes.getShort(8)));
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }
}
