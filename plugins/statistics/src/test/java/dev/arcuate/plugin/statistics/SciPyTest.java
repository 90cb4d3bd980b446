package dev.arcuate.plugin.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.array.Npy;
import dev.arcuate.api.statistics.FalseDiscovery;
import dev.arcuate.api.value.Table;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/**
 * Agreement with SciPy. {@code bench/oracles/statistics.py} made the references; those of the
 * documents stand here.
 */
class SciPyTest {
  /** Both sides sum in double precision, in other orders. */
  private static final Percentage ROUNDING = Percentage.withPercentage(1e-8);

  @Test
  void signedRankTest() throws IOException {
    Table table = Table.read(oracle("samples.tsv"));
    for (int row = 0; row < table.rows(); row++) {
      double[] sample = sample(table, row);
      String name = table.text(row, "kind") + " of " + sample.length;
      assertThat(SignedRank.p(sample, Alternative.TWO_SIDED))
          .as(name)
          .isCloseTo(table.number(row, "wilcoxon"), ROUNDING);
      assertThat(SignedRank.p(sample, Alternative.GREATER))
          .as(name + ", greater")
          .isCloseTo(table.number(row, "wilcoxon-greater"), ROUNDING);
    }
  }

  @Test
  void studentsTest() throws IOException {
    Table table = Table.read(oracle("samples.tsv"));
    for (int row = 0; row < table.rows(); row++) {
      OneSample statistics = OneSample.of(sample(table, row));
      assertThat(statistics.t()).isCloseTo(table.number(row, "t"), within(1e-10));
      assertThat(statistics.p(Alternative.TWO_SIDED)).isCloseTo(table.number(row, "t-p"), ROUNDING);
      assertThat(statistics.p(Alternative.GREATER))
          .isCloseTo(table.number(row, "t-p-greater"), ROUNDING);
    }
  }

  @Test
  void falseDiscoveryRate() {
    double[] p = Npy.readDoubles(oracle("p.npy"));
    assertThat(FalseDiscovery.adjust(p))
        .containsExactly(Npy.readDoubles(oracle("q.npy")), within(1e-14));
  }

  @Test
  void documentedExamples() {
    double[] p = {.001, .008, .039, .041, .042, .060, .074, .205, .212, .216};
    double[] q = {.01, .04, .084, .084, .084, .1, .74 / 7, .216, .216, .216};
    assertThat(FalseDiscovery.adjust(p)).containsExactly(q, within(1e-12));
    double[] sample = {.1, .2, -.05, .3, .15, .02};
    assertThat(SignedRank.p(sample, Alternative.TWO_SIDED)).isEqualTo(.09375);
  }

  @Test
  void targetsWithoutPAreNotCounted() {
    double[] q = FalseDiscovery.adjust(new double[] {Double.NaN, .01, .02});
    assertThat(q[0]).isNaN();
    assertThat(q[1]).isEqualTo(.02);
    assertThat(FalseDiscovery.adjust(new double[0])).isEmpty();
  }

  @Test
  void allSignFlipsOfAFewSubjects() {
    double[] flat = Npy.readDoubles(oracle("flips-values.npy"));
    double[][] values = new double[6][];
    for (int subject = 0; subject < 6; subject++) {
      values[subject] = Arrays.copyOfRange(flat, 2 * subject, 2 * subject + 2);
    }
    SignFlips flips = SignFlips.of(values, Alternative.GREATER, 64, 1, () -> {});
    assertThat(flips.exhaustive()).isTrue();
    assertThat(flips.p()).containsExactly(Npy.readDoubles(oracle("flips-p.npy")), within(1e-12));
  }

  private static double[] sample(Table table, int row) {
    return Stream.of(table.text(row, "values").split(",", -1))
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  private static Path oracle(String name) {
    try {
      return Path.of(SciPyTest.class.getResource("/oracles/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
