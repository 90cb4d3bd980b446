package dev.arcuate.plugin.ridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.testkit.PlainLinearAlgebra;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactoriserTest {
  private static final int TEST_ROWS = 7;

  private final Factoriser factoriser = new Factoriser(new PlainLinearAlgebra());
  private final Losses losses = new Losses(new PlainLinearAlgebra());

  @ParameterizedTest
  @CsvSource({"40, 6", "20, 33", "25, 25"})
  void primalDualAndSingularFactorsPredictTheSame(int n, int p) {
    DesignRows.Split split = split(n, p);
    double[] y = centred(Ridges.gaussian(n, 5));
    for (double alpha : new double[] {1e-3, 1, 1e5}) {
      double[] primal = predict(factoriser.primal(split, n, TEST_ROWS, p), y, alpha);
      double[] dual = predict(factoriser.dual(split, n, TEST_ROWS, p), y, alpha);
      double[] singular = predict(factoriser.singular(split, n, TEST_ROWS, p), y, alpha);
      assertThat(dual).containsExactly(primal, within(1e-8));
      assertThat(singular).containsExactly(primal, within(1e-8));
    }
  }

  @Test
  void takesTheCheaperForm() {
    assertThat(factorise(40, 6, 1).form()).isEqualTo(Factors.Form.PRIMAL);
    assertThat(factorise(20, 33, 1).form()).isEqualTo(Factors.Form.DUAL);
  }

  @Test
  void takesSingularVectorsWhereAPenaltyIsTinyBesideTheDesign() {
    assertThat(factorise(20, 33, 1e-12).form()).isEqualTo(Factors.Form.SINGULAR);
    assertThat(factorise(40, 6, 1e-12).form())
        .as("no eigenvalue is small, so no penalty is needed")
        .isEqualTo(Factors.Form.PRIMAL);
  }

  /**
   * Two columns that differ by a millionth part: XᵀX has an eigenvalue of 1e-13 of the greatest,
   * which its own decomposition cannot resolve. The truth is known because one target is that very
   * difference.
   */
  @Test
  void resolvesWhatTheGramMatrixLoses() {
    int n = 30;
    double[] base = centred(Ridges.gaussian(n + TEST_ROWS, 3));
    double[] other = Ridges.gaussian(n + TEST_ROWS, 4);
    double[] train = new double[n * 2];
    double[] test = new double[TEST_ROWS * 2];
    double[] difference = new double[n + TEST_ROWS];
    double share = 3e-7;
    double[] other0 = centred(Arrays.copyOf(other, n));
    for (int i = 0; i < n + TEST_ROWS; i++) {
      double[] into = i < n ? train : test;
      int at = (i < n ? i : i - n) * 2;
      difference[i] = i < n ? other0[i] : other[i];
      into[at] = base[i];
      into[at + 1] = base[i] + share * difference[i];
    }
    DesignRows.Split split = new DesignRows.Split(train, test);
    double[] y = Arrays.copyOf(difference, n);
    double alpha = 1e-22;

    Factors chosen = factoriser.factorise(split, n, TEST_ROWS, 2, alpha);
    assertThat(chosen.form()).isEqualTo(Factors.Form.SINGULAR);
    double[] truth = Arrays.copyOfRange(difference, n, n + TEST_ROWS);
    assertThat(predict(chosen, y, alpha)).containsExactly(truth, within(1e-6));
    double lost = 0;
    double[] byGram = predict(factoriser.primal(split, n, TEST_ROWS, 2), y, alpha);
    for (int i = 0; i < TEST_ROWS; i++) {
      lost = Math.max(lost, Math.abs(byGram[i] - truth[i]));
    }
    assertThat(lost).as("error without the fall-back").isGreaterThan(1e-4);
  }

  @ParameterizedTest
  @CsvSource({"40, 6", "20, 33"})
  void slackAndTraceAreThoseOfTheHatMatrix(int n, int p) {
    DesignRows.Split split = split(n, p);
    Factors factors = factorise(n, p, 0.3);
    double[] slack = factors.slack(0.3);
    double trace = 0;
    for (int i = 0; i < n; i++) {
      double[] unit = new double[n];
      unit[i] = 1;
      double[] fitted =
          predict(
              factoriser.primal(new DesignRows.Split(split.train(), split.train()), n, n, p),
              centred(unit),
              0.3);
      double leverage = fitted[i] + 1.0 / n;
      trace += leverage;
      assertThat(slack[i]).isCloseTo(1 - leverage, within(1e-10));
    }
    assertThat(factors.trace(0.3)).isCloseTo(trace, within(1e-9));
  }

  @Test
  void theQuadraticFormGivesTheErrorsOfPredictions() {
    int n = 40;
    int p = 3; // fewer than the test rows
    DesignRows.Split split = split(n, p);
    Factors factors = factoriser.primal(split, n, TEST_ROWS, p);
    double[] noisy = centred(Ridges.gaussian(n, 8));
    double[] test = Ridges.gaussian(TEST_ROWS, 9);
    assertThat(losses.heldOut(factors, noisy, test, 1, new double[] {2})[0][0])
        .isCloseTo(meanSquare(predict(factors, noisy, 2), test), within(1e-12));

    double[] perfect = predict(factors, noisy, 2);
    perfect[0] += 1e-7;
    assertThat(losses.heldOut(factors, noisy, perfect, 1, new double[] {2})[0][0])
        .as("where the quadratic form cancels")
        .isCloseTo(1e-14 / TEST_ROWS, within(1e-20));
  }

  private static double meanSquare(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum / a.length;
  }

  private Factors factorise(int n, int p, double alpha) {
    return factoriser.factorise(split(n, p), n, TEST_ROWS, p, alpha);
  }

  private static DesignRows.Split split(int n, int p) {
    double[] train = Ridges.gaussian(n * p, 1);
    for (int column = 0; column < p; column++) {
      double sum = 0;
      for (int row = 0; row < n; row++) {
        sum += train[row * p + column];
      }
      for (int row = 0; row < n; row++) {
        train[row * p + column] -= sum / n;
      }
    }
    return new DesignRows.Split(train, Ridges.gaussian(TEST_ROWS * p, 2));
  }

  private double[] predict(Factors factors, double[] y, double alpha) {
    double[] projected = losses.project(factors, y, 1);
    double[] predicted = new double[factors.testRows()];
    for (int row = 0; row < predicted.length; row++) {
      for (int j = 0; j < factors.rank(); j++) {
        predicted[row] +=
            factors.predict()[row * factors.rank() + j]
                * projected[j]
                / (factors.spectrum()[j] + alpha);
      }
    }
    return predicted;
  }

  private static double[] centred(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    return Arrays.stream(values).map(value -> value - mean).toArray();
  }
}
