package dev.arcuate.plugin.stimulus;

import dev.arcuate.plugin.stimulus.DesignSettings.Response;

/**
 * Haemodynamic response functions: the difference of two gamma densities, as density over seconds
 * that integrates to 1.
 *
 * <p>SPM: shapes 6 and 16, dispersion 1, ratio 1/6. Glover (doi:10.1006/nimg.1998.0419): shapes 6
 * and 12, dispersion 0.9, ratio 0.48, in the parametrisation of nilearn.
 */
final class Hrf {
  /** Later, the response is below a thousandth of its peak. */
  static final double LENGTH_SECONDS = 32;

  private final double shape;
  private final double undershootShape;
  private final double dispersion;
  private final double ratio;
  private final double logGamma;
  private final double undershootLogGamma;

  private Hrf(double delay, double undershoot, double dispersion, double ratio) {
    this.shape = delay / dispersion;
    this.undershootShape = undershoot / dispersion;
    this.dispersion = dispersion;
    this.ratio = ratio;
    this.logGamma = logGamma(shape);
    this.undershootLogGamma = logGamma(undershootShape);
  }

  static Hrf of(Response response) {
    return switch (response) {
      case SPM -> new Hrf(6, 16, 1, 1.0 / 6);
      case GLOVER -> new Hrf(6, 12, 0.9, 0.48);
      case NONE -> throw new IllegalArgumentException("no response");
    };
  }

  /** Per second, some time after an impulse; 0 before it. */
  double at(double seconds) {
    if (seconds <= 0 || seconds > LENGTH_SECONDS) {
      return 0;
    }
    double x = seconds / dispersion;
    double peak = Math.exp((shape - 1) * Math.log(x) - x - logGamma);
    double undershoot = Math.exp((undershootShape - 1) * Math.log(x) - x - undershootLogGamma);
    return (peak - ratio * undershoot) / dispersion / (1 - ratio);
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
