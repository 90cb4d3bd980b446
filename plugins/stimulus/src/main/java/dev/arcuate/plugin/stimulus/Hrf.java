package dev.arcuate.plugin.stimulus;

import dev.arcuate.plugin.stimulus.DesignSettings.Derivatives;
import dev.arcuate.plugin.stimulus.DesignSettings.Response;
import java.util.ArrayList;
import java.util.List;

/**
 * Haemodynamic response functions as kernels on a fine grid: the difference of two gamma densities,
 * with sum 1.
 *
 * <p>SPM: shapes 6 and 16, dispersion 1, ratio 0.167. Glover (doi:10.1006/nimg.1998.0419): shapes 6
 * and 12, dispersion 0.9, ratio 0.48. Grid and derivatives follow nilearn, so that regressors can
 * be compared number by number: the grid includes both ends of its 32 s, densities begin one grid
 * step late, and the dispersion derivative leaves the undershoot at dispersion 1.
 */
final class Hrf {
  /** Later, the response is below a thousandth of its peak. */
  static final double LENGTH_SECONDS = 32;

  private static final double TIME_STEP_SECONDS = 0.1;
  private static final double DISPERSION_STEP = 0.01;

  private final double undershoot;
  private final double dispersion;
  private final double ratio;

  private Hrf(double undershoot, double dispersion, double ratio) {
    this.undershoot = undershoot;
    this.dispersion = dispersion;
    this.ratio = ratio;
  }

  static Hrf of(Response response) {
    return switch (response) {
      case SPM -> new Hrf(16, 1, 0.167);
      case GLOVER -> new Hrf(12, 0.9, 0.48);
      case NONE -> throw new IllegalArgumentException("no response");
    };
  }

  /** The response and, after it, the derivatives asked for. */
  static List<double[]> kernels(
      Response response, Derivatives derivatives, double stepSeconds, double lengthSeconds) {
    Hrf hrf = of(response);
    List<double[]> kernels = new ArrayList<>();
    double[] plain = hrf.kernel(stepSeconds, lengthSeconds, 0, hrf.dispersion, hrf.dispersion);
    kernels.add(plain);
    if (derivatives != Derivatives.NONE) {
      double[] later =
          hrf.kernel(stepSeconds, lengthSeconds, TIME_STEP_SECONDS, hrf.dispersion, hrf.dispersion);
      kernels.add(difference(plain, later, TIME_STEP_SECONDS));
    }
    if (derivatives == Derivatives.TIME_AND_DISPERSION) {
      double[] narrow = hrf.kernel(stepSeconds, lengthSeconds, 0, hrf.dispersion, 1);
      double[] wide =
          hrf.kernel(stepSeconds, lengthSeconds, 0, hrf.dispersion + DISPERSION_STEP, 1);
      kernels.add(difference(narrow, wide, DISPERSION_STEP));
    }
    return kernels;
  }

  private static double[] difference(double[] values, double[] shifted, double step) {
    double[] slope = new double[values.length];
    for (int i = 0; i < slope.length; i++) {
      slope[i] = (values[i] - shifted[i]) / step;
    }
    return slope;
  }

  private double[] kernel(
      double step, double length, double onset, double peakDispersion, double lateDispersion) {
    int count = (int) Math.rint(length / step);
    double[] values = new double[count];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      double time = length * i / (count - 1) - onset - step;
      values[i] =
          gamma(time, 6 / peakDispersion, peakDispersion)
              - ratio * gamma(time, undershoot / lateDispersion, lateDispersion);
      sum += values[i];
    }
    for (int i = 0; i < count; i++) {
      values[i] /= sum;
    }
    return values;
  }

  /** Density of a gamma distribution. */
  private static double gamma(double time, double shape, double scale) {
    if (time <= 0) {
      return 0;
    }
    double x = time / scale;
    return Math.exp((shape - 1) * Math.log(x) - x - logGamma(shape)) / scale;
  }

  /** Stirling's series after raising the argument above 10, to 1e-13. */
  static double logGamma(double argument) {
    double x = argument;
    double product = 1;
    while (x < 10) {
      product *= x;
      x++;
    }
    double inverse = 1 / x;
    double square = inverse * inverse;
    double series =
        inverse * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square / 1680)));
    return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product);
  }
}
