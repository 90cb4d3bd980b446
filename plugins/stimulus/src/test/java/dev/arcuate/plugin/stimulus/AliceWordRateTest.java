package dev.arcuate.plugin.stimulus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Table;
import dev.arcuate.api.value.Words;
import dev.arcuate.plugin.stimulus.DesignSettings.Baseline;
import dev.arcuate.plugin.stimulus.DesignSettings.Derivatives;
import dev.arcuate.plugin.stimulus.DesignSettings.Pooling;
import dev.arcuate.plugin.stimulus.DesignSettings.Response;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The rate of words follows the mean signal of 27 listeners as other tools found: one impulse per
 * onset, double-gamma response, sampled at volume starts, drift of 128 s taken out of both sides.
 */
class AliceWordRateTest {
  private static final Path ALICE =
      Path.of(System.getProperty("arcuate.shared", "shared/data"), "alice-bids");
  private static final List<String> REGIONS =
      List.of("LATL", "RATL", "LPTL", "LIPL", "LPreM", "LIFG");
  private static final int VOLUMES = 362;

  @TempDir Path folder;

  @BeforeEach
  void needsTheRecording() {
    assumeTrue(Files.isDirectory(ALICE), "skipped: the Alice recording is not on this machine");
  }

  @Test
  void followsTheSignal() throws IOException {
    assertCorrelations(0, .344, .348, .443, .492, .472, .365);
  }

  @Test
  void doesNotFollowTheSignalTwentySecondsTooLate() throws IOException {
    assertCorrelations(20, .072, .044, .101, -.030, .010, .106);
  }

  private void assertCorrelations(double shift, double... expected) throws IOException {
    double[] rate = wordRate(shift);
    double[][] signal = groupMean();
    for (int region = 0; region < REGIONS.size(); region++) {
      // The figures come from onsets on a grid of 0.1 s and a response that begins at once; ours
      // lie
      // on 0.04 s, and the response begins one step late.
      assertThat(correlation(rate, signal[region]))
          .as(REGIONS.get(region))
          .isCloseTo(expected[region], within(4e-3));
    }
  }

  private double[] wordRate(double shift) throws IOException {
    TestTask words = new TestTask(folder.resolve("words"));
    new WordsStep()
        .run(
            new WordsSettings(
                Optional.of(new InputPath(ALICE.resolve("task-alice_events.tsv"), "events.tsv")),
                Optional.empty(),
                "1",
                0,
                "<unk>",
                new WordsSettings.Columns(
                    "onset", "duration", "word", Optional.empty(), Optional.empty()),
                Map.of(),
                Optional.empty()),
            words);
    TestTask design =
        new TestTask(folder.resolve("design")).with("words", words.result("words", Words.class));
    new DesignStep()
        .run(
            new DesignSettings(
                Optional.of(2.0),
                Map.of("1", VOLUMES),
                List.of(Baseline.WORD_RATE),
                Optional.empty(),
                Pooling.SUM,
                shift,
                List.of(),
                Response.SPM,
                Derivatives.NONE,
                List.of(),
                3,
                1,
                Optional.empty(),
                0,
                6),
            design);
    float[] column = design.result("design", Design.class).matrix().column(0);
    double[] rate = new double[VOLUMES];
    for (int t = 0; t < VOLUMES; t++) {
      rate[t] = column[t];
    }
    return standardised(rate);
  }

  private static double[][] groupMean() throws IOException {
    List<Path> subjects;
    try (Stream<Path> folders = Files.list(ALICE)) {
      subjects =
          folders
              .filter(path -> path.getFileName().toString().startsWith("sub-"))
              .sorted()
              .toList();
    }
    double[][] mean = new double[REGIONS.size()][VOLUMES];
    for (Path subject : subjects) {
      String name = subject.getFileName() + "_task-alice_atlas-alice6_desc-10mm_timeseries.tsv";
      Table table = Table.read(subject.resolve("func").resolve(name));
      for (int region = 0; region < REGIONS.size(); region++) {
        double[] series = new double[VOLUMES];
        for (int t = 0; t < VOLUMES; t++) {
          series[t] = table.number(t, REGIONS.get(region));
        }
        double[] clean = standardised(series);
        for (int t = 0; t < VOLUMES; t++) {
          mean[region][t] += clean[t] / subjects.size();
        }
      }
    }
    return mean;
  }

  /** Without constant and 11 cosines, mean 0, variance 1. */
  private static double[] standardised(double[] series) {
    double[] values = series.clone();
    for (int k = 0; k <= 11; k++) {
      double share = 0;
      double norm = 0;
      for (int t = 0; t < VOLUMES; t++) {
        double cosine = Math.cos(Math.PI * (t + .5) * k / VOLUMES);
        share += cosine * values[t];
        norm += cosine * cosine;
      }
      for (int t = 0; t < VOLUMES; t++) {
        values[t] -= share / norm * Math.cos(Math.PI * (t + .5) * k / VOLUMES);
      }
    }
    double square = 0;
    for (double value : values) {
      square += value * value / VOLUMES;
    }
    for (int t = 0; t < VOLUMES; t++) {
      values[t] /= Math.sqrt(square);
    }
    return values;
  }

  private static double correlation(double[] a, double[] b) {
    double aa = 0;
    double bb = 0;
    double ab = 0;
    for (int t = 0; t < a.length; t++) {
      aa += a[t] * a[t];
      bb += b[t] * b[t];
      ab += a[t] * b[t];
    }
    return ab / Math.sqrt(aa * bb);
  }
}
