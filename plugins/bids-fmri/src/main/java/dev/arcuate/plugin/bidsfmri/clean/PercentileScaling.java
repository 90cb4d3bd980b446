package dev.arcuate.plugin.bidsfmri.clean;

import dev.arcuate.api.statistics.Percentiles;
import java.util.Arrays;
import java.util.List;

/** Clips or scales each series by percentiles of its own values. */
final class PercentileScaling implements Operation {
  /** What is done with the percentiles. */
  enum Use {
    CLIP,
    SCALE
  }

  private final int samples;
  private final double low;
  private final double high;
  private final Use use;

  PercentileScaling(int samples, List<Double> percentiles, Use use) {
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
      double from = Percentiles.ofSorted(sorted, low);
      double to = Percentiles.ofSorted(sorted, high);
      double median = Percentiles.ofSorted(sorted, 50);
      double spread = to > from ? to - from : 1;
      for (int t = at; t < at + samples; t++) {
        block[t] =
            use == Use.CLIP ? Math.min(Math.max(block[t], from), to) : (block[t] - median) / spread;
      }
    }
  }

  @Override
  public String words() {
    String range = "percentiles " + low + " and " + high;
    return use == Use.CLIP ? "clipped at " + range : "scaled by median and " + range;
  }
}
