package dev.arcuate.plugin.bidsfmri.clean;

/** Projects nuisances out of the series of one run and scales them, in place. */
public final class Cleaner {
  private static final int TILE = 256;

  /** A residual below this share of a series' variance is rounding. */
  private static final double NOTHING_LEFT = 1e-10;

  private final NuisanceBasis basis;
  private final boolean standardise;

  /**
   * @param standardise whether each series gets mean 0 and variance 1 (ddof 0)
   */
  public Cleaner(NuisanceBasis basis, boolean standardise) {
    this.basis = basis;
    this.standardise = standardise;
  }

  /**
   * Cleans all series of a run. A series that is constant, holds a value that is not finite or has
   * nothing left beside nuisances becomes NaN throughout.
   *
   * @param rows one array of targets per sample
   * @param tick called after every tile with the number of targets done
   * @return how many series became NaN
   */
  public int clean(float[][] rows, java.util.function.IntConsumer tick) {
    int targets = rows[0].length;
    int unusable = 0;
    for (int from = 0; from < targets; from += TILE) {
      unusable += cleanTile(rows, from, Math.min(TILE, targets - from));
      tick.accept(Math.min(from + TILE, targets));
    }
    return unusable;
  }

  private int cleanTile(float[][] rows, int from, int width) {
    int samples = rows.length;
    double[] block = new double[samples * width];
    boolean[] usable = new boolean[width];
    double[] spread = new double[width];
    for (int c = 0; c < width; c++) {
      double mean = 0;
      boolean finite = true;
      boolean varies = false;
      for (float[] row : rows) {
        float value = row[from + c];
        finite &= Float.isFinite(value);
        varies |= value != rows[0][from + c];
        mean += value / (double) samples;
      }
      usable[c] = finite && varies;
      for (int t = 0; t < samples && usable[c]; t++) {
        double value = rows[t][from + c] - mean;
        block[t * width + c] = value;
        spread[c] += value * value;
      }
    }
    basis.removeFrom(block, width);
    double[] left = new double[width];
    for (int i = 0; i < block.length; i++) {
      left[i % width] += block[i] * block[i];
    }
    int unusable = 0;
    for (int c = 0; c < width; c++) {
      usable[c] &= left[c] > NOTHING_LEFT * spread[c];
      unusable += usable[c] ? 0 : 1;
      double scale = standardise ? 1 / Math.sqrt(left[c] / samples) : 1;
      for (int t = 0; t < samples; t++) {
        rows[t][from + c] = usable[c] ? (float) (block[t * width + c] * scale) : Float.NaN;
      }
    }
    return unusable;
  }
}
