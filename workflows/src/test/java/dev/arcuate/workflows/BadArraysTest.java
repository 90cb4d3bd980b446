package dev.arcuate.workflows;

import static dev.arcuate.workflows.NumpyArrays.FEATURES;
import static dev.arcuate.workflows.NumpyArrays.SAMPLES;
import static dev.arcuate.workflows.NumpyArrays.TARGETS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the command says of arrays and settings that cannot be encoded, word for word: a file per
 * mistake. {@code -Darcuate.golden.update=true} writes what is expected.
 */
class BadArraysTest {
  private static final Path EXPECTED = Path.of("src", "test", "resources", "bad-arrays");

  @TempDir Path folder;

  /** Told before anything runs. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rows-that-differ    | 2 | y=short.npy",
        "groups-that-differ  | 2 | groups=few.npy",
        "groups-scattered    | 2 | groups=scattered.npy",
        "no-features         | 2 | x=none.npy",
        "values-of-text      | 2 | x=text.npy",
        "one-group           | 2 | groups=one.npy, folds={scheme: runs}",
        "fewer-rows-than-folds | 2 | folds={count: 400}",
        "shuffled-rows       | 2 | folds={scheme: shuffled}",
        "gradient-for-all    | 2 | backend=banded, bands=[2, 4], search=gradient, selection=shared",
        "alphas-of-zero      | 2 | 'alphas=[0, 1]'",
        "alphas-below-zero   | 2 | alphas=-1",
        "design-too-large    | 4 | x=wide.npy, memory=1MiB",
      })
  void isRefusedByThePlan(String mistake, int status, String sets) throws Exception {
    Command.Ended ended = command("plan", sets);
    assertThat(ended.status()).as(ended.all()).isEqualTo(status);
    compare(mistake, ended);
    assertThat(folder.resolve("store/runs")).doesNotExist();
  }

  /** What only the values tell. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "one-band            | 2 | backend=banded",
        "targets-with-holes  | 0 | y=holes.npy",
        "targets-of-holes    | 2 | y=all-holes.npy",
        "targets-constant    | 0 | y=constant-y.npy",
        "features-constant   | 0 | x=constant-x.npy",
        "features-with-holes | 2 | x=holes-x.npy",
      })
  void isToldByTheRun(String mistake, int status, String sets) throws Exception {
    Command.Ended ended = command("run", sets);
    assertThat(ended.status()).as(ended.all()).isEqualTo(status);
    compare(mistake, ended);
  }

  /** What the plan would refuse fails when it is run, and the rest is done. */
  @Test
  void whatDoesNotDependOnARefusalIsDoneWithKeepGoing() throws Exception {
    NumpyArrays.writeStudy(folder);
    Files.writeString(
        folder.resolve("two.yaml"),
        """
        arcuate: 1
        name: two
        defaults: {ridge-cpu: {alphas: [1, 10, 100]}}
        steps:
          arrays: {uses: arrays, with: {x: X.npy, y: Y.npy}}
          leaky:
            uses: ridge-cpu
            inputs: {design: arrays.design, targets: arrays.targets}
            with: {folds: {scheme: shuffled}}
          honest:
            uses: ridge-cpu
            inputs: {design: arrays.design, targets: arrays.targets}
            with: {folds: {count: 4}}
        results: [honest]
        """);
    Command.Ended refused = new Command(folder).run("run", "two.yaml");
    assertThat(refused.status()).as(refused.all()).isEqualTo(2);
    assertThat(refused.err()).contains("error LEAKY_FOLDS").doesNotContain("honest: ");
    Command.Ended ended = new Command(folder).run("run", "two.yaml", "--keep-going");
    assertThat(ended.status()).as(ended.all()).isEqualTo(2);
    assertThat(ended.err()).contains("error LEAKY_FOLDS", "honest: 2 done", "1 failed, 1 skipped");
  }

  @Test
  void aPlanTellsWhatItTakes() throws Exception {
    Command.Ended ended = command("plan", "bands=[2, 4]");
    assertThat(ended.status()).as(ended.all()).isZero();
    assertThat(ended.out())
        .contains("encode prepares a design of 120 samples × 6 features, which takes ");
  }

  private Command.Ended command(String verb, String sets) throws Exception {
    NumpyArrays.writeStudy(folder);
    writeMistakes();
    List<String> words =
        new ArrayList<>(
            List.of(
                verb,
                Command.distribution().resolve("workflows/encode-arrays.yaml").toString(),
                "--store",
                Files.createDirectories(folder.resolve("store")).toString()));
    List<String> all = new ArrayList<>(List.of("x=X.npy", "y=Y.npy"));
    List<String> own = List.of(sets.split(", (?=\\w+=)"));
    all.removeIf(set -> own.stream().anyMatch(s -> s.startsWith(set.substring(0, 2))));
    all.addAll(own);
    all.forEach(set -> words.addAll(List.of("--set", set)));
    return new Command(folder).run(words.toArray(String[]::new));
  }

  /** What np.save makes of an array of strings. */
  private static byte[] text() {
    String header = "{'descr': '<U1', 'fortran_order': False, 'shape': (1,), }";
    String padded = header + " ".repeat(117 - header.length()) + "\n";
    byte[] begin = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0};
    byte[] file = Arrays.copyOf(begin, begin.length + padded.length() + Integer.BYTES);
    byte[] ascii = padded.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(ascii, 0, file, begin.length, ascii.length);
    file[begin.length + ascii.length] = 'a';
    return file;
  }

  private void writeMistakes() throws IOException {
    float[] x = NumpyArrays.floats(folder.resolve("X.npy"));
    float[] y = NumpyArrays.floats(folder.resolve("Y.npy"));
    write("short.npy", Arrays.copyOf(y, 20 * TARGETS), 20, TARGETS);
    Files.write(folder.resolve("text.npy"), text());
    write("few.npy", new float[20], 20);
    write("none.npy", new float[0], SAMPLES, 0);
    write("wide.npy", new float[SAMPLES * 4000], SAMPLES, 4000);
    write("one.npy", new float[SAMPLES], SAMPLES);
    float[] scattered = new float[SAMPLES];
    for (int row = 0; row < SAMPLES; row++) {
      scattered[row] = row % 2;
    }
    write("scattered.npy", scattered, SAMPLES);
    float[] holes = y.clone();
    holes[7 * TARGETS + 1] = Float.NaN;
    holes[9 * TARGETS + 2] = Float.POSITIVE_INFINITY;
    write("holes.npy", holes, SAMPLES, TARGETS);
    Arrays.fill(holes, Float.NaN);
    write("all-holes.npy", holes, SAMPLES, TARGETS);
    float[] constant = y.clone();
    float[] still = x.clone();
    for (int row = 0; row < SAMPLES; row++) {
      constant[row * TARGETS] = 4;
      still[row * FEATURES + 2] = 1;
    }
    write("constant-y.npy", constant, SAMPLES, TARGETS);
    write("constant-x.npy", still, SAMPLES, FEATURES);
    still[5 * FEATURES + 3] = Float.NaN;
    write("holes-x.npy", still, SAMPLES, FEATURES);
  }

  private void write(String name, float[] values, int... shape) throws IOException {
    NumpyArrays.write(folder.resolve(name), values, shape);
  }

  private void compare(String mistake, Command.Ended ended) throws IOException {
    String shown =
        ended
            .err()
            .lines()
            .filter(line -> !line.matches("\\S+: \\d+ (of \\d+|done|failed).*"))
            .filter(line -> !line.startsWith("logs: "))
            .collect(Collectors.joining("\n", "", "\n"))
            .replace(Command.distribution().resolve("workflows") + "/", "")
            .replace(folder + "/", "");
    Path expected = EXPECTED.resolve(mistake + ".txt");
    if (Boolean.getBoolean("arcuate.golden.update")) {
      Files.createDirectories(EXPECTED);
      Files.writeString(expected, shown);
    }
    assertThat(shown).as(mistake).isEqualTo(Files.readString(expected));
    assertThat(shown).doesNotContain("Exception", "\tat ", "dev.arcuate.");
  }
}
