package dev.arcuate.plugin.ridge;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Task;
import dev.arcuate.api.fold.Folds;
import dev.arcuate.api.value.Design;
import java.util.Locale;

/** How much memory preparing a design takes, to refuse what cannot fit before an hour is spent. */
final class Needs {
  private final long samples;
  private final long features;
  private final long train;
  private final long test;
  private final boolean primal;
  private final int kernels;

  private Needs(Design design, Folds folds, int kernels, boolean linear) {
    samples = design.sampling().samples();
    features = design.features();
    train = folds.list().stream().mapToLong(fold -> fold.train().length).max().orElse(0);
    test = folds.list().stream().mapToLong(fold -> fold.test().length).max().orElse(0);
    primal = linear && isPrimal(features, train);
    this.kernels = kernels;
  }

  /** Of equations between features or between rows, whatever costs less. */
  static Needs linear(Design design, Folds folds, int kernels) {
    return new Needs(design, folds, kernels, true);
  }

  /** Of equations between rows. */
  static Needs kernels(Design design, Folds folds, int kernels) {
    return new Needs(design, folds, kernels, false);
  }

  /**
   * Whether equations between features cost less than those between rows. A target costs a product
   * with every operator, as wide as the features or as the training rows; the features cost one
   * product more.
   */
  static boolean isPrimal(long features, long trainingRows) {
    return features * 10 <= trainingRows * 9;
  }

  long bytes() {
    long size = primal ? features : train;
    long design = samples * features * Float.BYTES;
    long equations =
        primal
            ? 6 * size * size + (samples + test) * features
            : 4 * size * size + kernels * (samples * samples + size * size + test * size);
    return design + Double.BYTES * equations;
  }

  void require(Task task) {
    if (bytes() > task.resources().memoryBytes()) {
      throw Problem.resource(
              "RIDGE_MEMORY",
              String.format(
                  Locale.ROOT,
                  "factorising a design of %d samples × %d features needs about %d MiB, and the"
                      + " step may use %d MiB",
                  samples,
                  features,
                  mebibytes(bytes()),
                  task.resources().memoryBytes() >> 20))
          .hint(
              "write 'resources: {memory: "
                  + mebibytes(bytes())
                  + "MiB}' at the step, or use fewer delays or dimensions")
          .exception();
    }
  }

  private static long mebibytes(long bytes) {
    return (bytes + (1L << 20) - 1) >> 20;
  }
}
