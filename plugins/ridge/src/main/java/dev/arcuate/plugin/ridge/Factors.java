package dev.arcuate.plugin.ridge;

import dev.arcuate.api.array.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * All that ridge regression needs of one set of training rows and the rows to predict, for every
 * penalty and every target: predictions are {@code predict · diag(1 / (spectrum + λ)) · fitᵀ · Y}
 * for centred Y, whichever way the factors were found.
 *
 * <p>With X = USVᵀ the centred training rows and Z the rows to predict: primal factors are fit =
 * XV, predict = ZV; dual ones are fit = U, predict = ZXᵀU; both have spectrum = S².
 *
 * @param form how they were found
 * @param fit [training rows × rank]
 * @param predict [test rows × rank]
 * @param spectrum length rank, not negative
 */
record Factors(Form form, double[] fit, double[] predict, double[] spectrum) {

  /** How factors were found. */
  enum Form {
    /** Eigenvectors of XᵀX. */
    PRIMAL,
    /** Eigenvectors of XXᵀ. */
    DUAL,
    /** Singular vectors of X, for penalties too small beside the greatest eigenvalue. */
    SINGULAR
  }

  int rank() {
    return spectrum.length;
  }

  int trainRows() {
    return rank() == 0 ? 0 : fit.length / rank();
  }

  int testRows() {
    return rank() == 0 ? 0 : predict.length / rank();
  }

  double greatest() {
    double greatest = 0;
    for (double value : spectrum) {
      greatest = Math.max(greatest, value);
    }
    return greatest;
  }

  /** Heap that the arrays take. */
  long bytes() {
    return Double.BYTES * ((long) fit.length + predict.length + spectrum.length);
  }

  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Npy.write(
        folder.resolve(form.name().toLowerCase(java.util.Locale.ROOT) + "-fit.npy"),
        fit,
        trainRows(),
        rank());
    Npy.write(folder.resolve("predict.npy"), predict, testRows(), rank());
    Npy.write(folder.resolve("spectrum.npy"), spectrum, rank());
  }

  static Factors read(Path folder) {
    for (Form form : Form.values()) {
      Path fit = folder.resolve(form.name().toLowerCase(java.util.Locale.ROOT) + "-fit.npy");
      if (Files.exists(fit)) {
        return new Factors(
            form,
            Npy.readDoubles(fit),
            Npy.readDoubles(folder.resolve("predict.npy")),
            Npy.readDoubles(folder.resolve("spectrum.npy")));
      }
    }
    throw new IllegalStateException("no factors in " + folder);
  }

  /**
   * How far each training row is from being fitted by itself: 1 − h of the hat matrix, intercept
   * included.
   */
  double[] slack(double alpha) {
    int n = trainRows();
    double[] slack = new double[n];
    for (int i = 0; i < n; i++) {
      double sum = 0;
      for (int j = 0; j < rank(); j++) {
        double value = fit[i * rank() + j];
        double weight = form == Form.DUAL ? alpha : -1;
        sum += weight * value * value / (spectrum[j] + alpha);
      }
      // Dual: U is complete, so I − H = U diag(λ / (Λ + λ)) Uᵀ − 11ᵀ/n, which does not cancel when
      // the training rows are fitted almost perfectly.
      slack[i] = (form == Form.DUAL ? 0 : 1) - 1.0 / n + sum;
    }
    return slack;
  }

  /** Trace of the hat matrix, intercept included. */
  double trace(double alpha) {
    double trace = 1;
    for (double value : spectrum) {
      trace += value / (value + alpha);
    }
    return trace;
  }
}
