package dev.arcuate.plugin.ridge;

/**
 * MT19937 of Matsumoto and Nishimura (1998, doi:10.1145/272991.272995) and the distributions made
 * from it as NumPy's RandomState makes them, so that equal seeds give equal draws there and here.
 */
final class MersenneTwister {
  private static final int SIZE = 624;
  private static final int SHIFT = 397;

  private final int[] state = new int[SIZE];
  private int next = SIZE;
  private double spare = Double.NaN;

  MersenneTwister(int seed) {
    state[0] = seed;
    for (int i = 1; i < SIZE; i++) {
      state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
    }
  }

  private int bits() {
    if (next == SIZE) {
      for (int i = 0; i < SIZE; i++) {
        int mixed = (state[i] & 0x80000000) | (state[(i + 1) % SIZE] & 0x7fffffff);
        int twisted = (mixed >>> 1) ^ ((mixed & 1) == 0 ? 0 : 0x9908b0df);
        state[i] = state[(i + SHIFT) % SIZE] ^ twisted;
      }
      next = 0;
    }
    int y = state[next++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return y ^ (y >>> 18);
  }

  /** Uniform in [0, 1) with 53 bits. */
  double uniform() {
    int high = bits() >>> 5;
    int low = bits() >>> 6;
    return (high * 67108864.0 + low) / 9007199254740992.0;
  }

  private double exponential() {
    return -Math.log(1.0 - uniform());
  }

  private double gaussian() {
    if (!Double.isNaN(spare)) {
      double kept = spare;
      spare = Double.NaN;
      return kept;
    }
    double a;
    double b;
    double square;
    do {
      a = 2.0 * uniform() - 1.0;
      b = 2.0 * uniform() - 1.0;
      square = a * a + b * b;
    } while (square >= 1.0 || square == 0.0);
    double factor = Math.sqrt(-2.0 * Math.log(square) / square);
    spare = factor * a;
    return factor * b;
  }

  /**
   * Gamma variates of scale 1: Ahrens and Dieter (1974) for shapes below 1, Marsaglia and Tsang
   * (2000, doi:10.1145/358407.358414) above.
   */
  double gamma(double shape) {
    if (shape == 1.0) {
      return exponential();
    }
    if (shape < 1.0) {
      while (true) {
        double u = uniform();
        double v = exponential();
        if (u <= 1.0 - shape) {
          double x = Math.pow(u, 1. / shape);
          if (x <= v) {
            return x;
          }
        } else {
          double y = -Math.log((1 - u) / shape);
          double x = Math.pow(1.0 - shape + shape * y, 1. / shape);
          if (x <= v + y) {
            return x;
          }
        }
      }
    }
    double b = shape - 1. / 3.;
    double c = 1. / Math.sqrt(9 * b);
    while (true) {
      double x;
      double v;
      do {
        x = gaussian();
        v = 1.0 + c * x;
      } while (v <= 0.0);
      v = v * v * v;
      double u = uniform();
      if (u < 1.0 - 0.0331 * (x * x) * (x * x)
          || Math.log(u) < 0.5 * x * x + b * (1. - v + Math.log(v))) {
        return b * v;
      }
    }
  }
}
