package dev.arcuate.plugin.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.statistics.FalseDiscovery;
import dev.arcuate.api.value.Recording;
import dev.arcuate.testkit.BinomialInterval;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every test across subjects calls significant where there is nothing, and what ceilings say
 * of noise. {@code bench/honesty/nulls.sh} looks at more datasets.
 */
class NullDatasetsTest {
  private static final int DATASETS = Integer.getInteger("arcuate.truth.datasets", 200);
  private static final boolean TELLS = Integer.getInteger("arcuate.truth.datasets") != null;
  private static final int SUBJECTS = 8;
  private static final int ROWS = 5;
  private static final int COLUMNS = 6;
  private static final int TARGETS = ROWS * COLUMNS;
  private static final double LEVEL = 0.05;

  @TempDir private Path folder;

  /** With 8 subjects signs can be flipped in 256 ways; two-sided, 12 of them are at most .05. */
  @Test
  void everyTestAcrossSubjectsIsWrongAsOftenAsItsLevelSays() {
    TreeMap<String, Double> level = new TreeMap<>();
    TreeMap<String, Integer> found = new TreeMap<>();
    Neighbours grid = grid();
    Random random = new Random(21);
    for (int dataset = 0; dataset < DATASETS; dataset++) {
      double[][] rough = noise(random, SUBJECTS, 0);
      double[][] smooth = noise(random, SUBJECTS, 0.5);
      double[][] many = noise(random, 12, 0);
      for (Alternative side : Alternative.values()) {
        String name = side.name().toLowerCase(java.util.Locale.ROOT);
        double flips = 12 / 256.0;
        count("t, " + name, LEVEL, least(t(many, side), 0, 1), level, found);
        count("wilcoxon, " + name, size(side), wilcoxon(many, side), level, found);
        count(
            "fdr of t, " + name,
            LEVEL,
            least(FalseDiscovery.adjust(t(many, side)), 0, TARGETS),
            level,
            found);
        SignFlips plain = SignFlips.of(smooth, side, 256, 1, () -> {});
        count("sign flips, " + name, flips, least(plain.p(), 0, 1), level, found);
        count("max-statistic, " + name, flips, least(plain.corrected()), level, found);
        double threshold = OneSample.criticalT(SUBJECTS, 0.05);
        Function<Enhancement, double[]> corrected =
            enhancement -> SignFlips.of(smooth, side, enhancement, 256, 1, () -> {}).corrected();
        count(
            "cluster mass, " + name,
            flips,
            least(corrected.apply(new ClusterMass(grid, side, threshold))),
            level,
            found);
        count(
            "tfce, " + name,
            flips,
            least(corrected.apply(new Tfce(grid, side, 0.1))),
            level,
            found);
        SignFlips some = SignFlips.of(rough, side, 99, dataset, () -> {});
        count("some of the flips, " + name, LEVEL, least(some.corrected()), level, found);
      }
    }
    found.forEach(
        (test, count) -> {
          BinomialInterval interval = BinomialInterval.of(DATASETS, level.get(test));
          if (TELLS) {
            System.out.printf("noise, %s: %d of %d%n", test, count, DATASETS);
          }
          assertThat(interval.holds(count)).as("%s: %d, %s", test, count, interval).isTrue();
        });
    assertThat(found).hasSize(16);
  }

  /** Ceilings make no claim of significance; of noise they must be 0 on average. */
  @Test
  void ceilingsOfNoiseAreNothingOnAverage() throws IOException {
    int datasets = Math.min(DATASETS, 100);
    double[] others = new double[datasets];
    double[] halves = new double[datasets];
    double[] repeats = new double[datasets];
    double[] extrapolated = new double[datasets];
    Random random = new Random(22);
    int people = 5;
    int samples = 60;
    for (int dataset = 0; dataset < datasets; dataset++) {
      double[][][] values = new double[people][samples][1];
      List<Recording> recordings = new ArrayList<>();
      double[][] repetitions = new double[people][samples];
      for (int person = 0; person < people; person++) {
        double state = 0;
        for (int row = 0; row < samples; row++) {
          state = 0.5 * state + random.nextGaussian();
          values[person][row][0] = state;
          repetitions[person][row] = state;
        }
        Path place = Files.createDirectories(folder.resolve(dataset + "-" + person));
        recordings.add(
            Values.recording(
                place, Integer.toString(person), Values.sampling(samples), values[person]));
      }
      TestTask task = new TestTask(folder);
      others[dataset] =
          Arrays.stream(new InterSubject(recordings, task).correlate(0, 1))
              .mapToDouble(row -> row[0])
              .average()
              .orElseThrow();
      halves[dataset] = new SplitHalf(recordings, 20, 1, task).correlate(0, 1)[0][0];
      repeats[dataset] = Repeats.of(repetitions)[1];
      extrapolated[dataset] =
          new Extrapolation(recordings, 30, 0, 1, task).find(0, 1, () -> {}).pools()[people - 2][0];
    }
    assertNothing("others", others);
    assertNothing("split-half", halves);
    assertNothing("signal of repeats", repeats);
    assertNothing("extrapolated", extrapolated);
  }

  private static void assertNothing(String name, double[] values) {
    OneSample statistics = OneSample.of(values);
    if (TELLS) {
      System.out.printf(
          "noise, ceiling %s: %.4f, standard error %.4f%n",
          name, statistics.mean(), statistics.sem());
    }
    assertThat(statistics.mean()).as(name).isCloseTo(0, within(3 * statistics.sem()));
    assertThat(statistics.sem()).as(name).isLessThan(0.02);
  }

  private static void count(
      String test,
      double expected,
      double p,
      TreeMap<String, Double> level,
      TreeMap<String, Integer> found) {
    level.put(test, expected);
    found.merge(test, p <= LEVEL ? 1 : 0, Integer::sum);
  }

  private static double[] t(double[][] values, Alternative side) {
    double[] p = new double[TARGETS];
    for (int target = 0; target < TARGETS; target++) {
      p[target] = OneSample.of(column(values, target)).p(side);
    }
    return p;
  }

  private static double wilcoxon(double[][] values, Alternative side) {
    return SignedRank.p(column(values, 0), side);
  }

  /** How often a signed-rank test of 12 subjects is at most .05: of all signs of the ranks. */
  private static double size(Alternative side) {
    int significant = 0;
    for (int signs = 0; signs < 1 << 12; signs++) {
      double[] ranks = new double[12];
      for (int i = 0; i < 12; i++) {
        ranks[i] = (signs >> i & 1) == 1 ? i + 1 : -i - 1;
      }
      significant += SignedRank.p(ranks, side) <= LEVEL ? 1 : 0;
    }
    return significant / 4096.0;
  }

  private static double[] column(double[][] values, int target) {
    return Arrays.stream(values).mapToDouble(row -> row[target]).toArray();
  }

  private static double least(double[] p) {
    return least(p, 0, p.length);
  }

  private static double least(double[] p, int from, int to) {
    return Arrays.stream(p, from, to).min().orElseThrow();
  }

  /** Neighbouring targets share noise. */
  private static double[][] noise(Random random, int subjects, double shared) {
    double[][] values = new double[subjects][TARGETS];
    for (double[] ofSubject : values) {
      for (int target = 0; target < TARGETS; target++) {
        double before = target % COLUMNS > 0 ? ofSubject[target - 1] : 0;
        double above = target >= COLUMNS ? ofSubject[target - COLUMNS] : 0;
        ofSubject[target] = random.nextGaussian() + shared * (before + above);
      }
    }
    return values;
  }

  private static Neighbours grid() {
    List<int[]> pairs = new ArrayList<>();
    for (int target = 0; target < TARGETS; target++) {
      if (target % COLUMNS > 0) {
        pairs.add(new int[] {target - 1, target});
      }
      if (target >= COLUMNS) {
        pairs.add(new int[] {target - COLUMNS, target});
      }
    }
    return Neighbours.of(TARGETS, pairs);
  }
}
