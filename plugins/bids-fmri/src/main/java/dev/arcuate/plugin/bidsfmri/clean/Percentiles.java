package dev.arcuate.plugin.bidsfmri.clean;

import java.util.Arrays;
import java.util.List;

/** Clips or scales each series by percentiles of its own values. */
final class Percentiles implements Operation {
  /** What is done with the percentiles. */
  enum Use {
    CLIP,
    SCALE
  }

  private final int samples;
  private final double low;
  private final double high;
  private final Use use;

  Percentiles(int samples, List<Double> percentiles, Use use) {
    this.samples = samples;
    this.low = percentiles.get(0);
    this.high = percentiles.get(1);
    this.use = use;
  }

  @Override
  public void apply(Block tile) {
    double[] block = tile.values();
    for (int s = 0; s < tile.width(); s++) {
      int at = s * samples;
      double[] sorted = Arrays.copyOfRange(block, at, at + samples);
      Arrays.sort(sorted);
      double from = percentile(sorted, low);
      double to = percentile(sorted, high);
      double median = percentile(sorted, 50);
      double spread = to > from ? to - from : 1;
      for (int t = at; t < at + samples; t++) {
        block[t] =
            use == Use.CLIP ? Math.min(Math.max(block[t], from), to) : (block[t] - median) / spread;
      }
    }
  }

  /** Linear between the two nearest values. */
  static double percentile(double[] sorted, double percent) {
    double place = percent / 100 * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  @Override
  public String words() {
    String range = "percentiles " + low + " and " + high;
    return use == Use.CLIP ? "clipped at " + range : "scaled by median and " + range;
  }
}
