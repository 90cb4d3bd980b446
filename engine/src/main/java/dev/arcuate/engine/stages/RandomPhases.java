package dev.arcuate.engine.stages;

import dev.arcuate.api.Problem;
import dev.arcuate.api.value.Sampling;
import java.util.Random;

/**
 * Every run with random Fourier phases: the same spectrum, hence the same autocorrelation. All
 * targets get the same phases, which keeps how they covary.
 */
final class RandomPhases implements Surrogates {
  private static final int LEAST_ROWS = 8;

  private final Sampling sampling;
  private final int count;
  private final long seed;
  private final FourierTransform[] transforms;

  RandomPhases(Sampling sampling, int count, long seed) {
    this.sampling = sampling;
    this.count = count;
    this.seed = seed;
    if (sampling.events()) {
      throw Problem.user(
              "PHASES_NEED_SAMPLES",
              "'permute: phase' needs samples at equal distances, not epochs")
          .hint("write 'permute: shift'")
          .exception();
    }
    transforms = new FourierTransform[sampling.runs().size()];
    for (int r = 0; r < transforms.length; r++) {
      Sampling.Run run = sampling.runs().get(r);
      if (run.samples() < LEAST_ROWS) {
        throw Problem.user(
                "RUN_TOO_SHORT_FOR_PHASES",
                "run " + run.label() + " has " + run.samples() + " samples, too few for phases")
            .hint("set 'permutations: 0', or leave out this run")
            .exception();
      }
      transforms[r] = new FourierTransform(run.samples());
    }
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public void make(int index, float[] values, int columns, float[] into, int wide, int first) {
    Random random = Surrogates.random(seed, index);
    int start = 0;
    for (int r = 0; r < transforms.length; r++) {
      int n = sampling.runs().get(r).samples();
      double[] phases = phases(n, random);
      // A real kernel turns two columns at once: one as the real, one as the imaginary part.
      for (int column = 0; column < columns; column += 2) {
        boolean pair = column + 1 < columns;
        double[] real = new double[n];
        double[] imaginary = new double[n];
        for (int row = 0; row < n; row++) {
          int at = (start + row) * columns + column;
          real[row] = values[at];
          imaginary[row] = pair ? values[at + 1] : 0;
        }
        turn(transforms[r], phases, real, imaginary);
        for (int row = 0; row < n; row++) {
          int at = (start + row) * wide + first + column;
          into[at] = (float) real[row];
          if (pair) {
            into[at + 1] = (float) imaginary[row];
          }
        }
      }
      start += n;
    }
  }

  /** Cosines and sines of the phases; frequency 0 and the highest of even lengths stay real. */
  private static double[] phases(int n, Random random) {
    double[] phases = new double[2 * n];
    phases[0] = 1;
    for (int k = 1; k <= n / 2; k++) {
      double angle = 2 * Math.PI * random.nextDouble();
      boolean highest = 2 * k == n;
      double cosine = highest ? (random.nextBoolean() ? 1 : -1) : Math.cos(angle);
      double sine = highest ? 0 : Math.sin(angle);
      phases[2 * k] = cosine;
      phases[2 * k + 1] = sine;
      phases[2 * (n - k)] = cosine;
      phases[2 * (n - k) + 1] = highest ? 0 : -sine;
    }
    return phases;
  }

  private static void turn(
      FourierTransform transform, double[] phases, double[] real, double[] imaginary) {
    transform.forward(real, imaginary);
    for (int k = 0; k < real.length; k++) {
      double a = real[k] * phases[2 * k] - imaginary[k] * phases[2 * k + 1];
      double b = real[k] * phases[2 * k + 1] + imaginary[k] * phases[2 * k];
      real[k] = a;
      imaginary[k] = b;
    }
    transform.backward(real, imaginary);
  }
}
