package dev.arcuate.plugin.bidsfmri.clean;

import dev.arcuate.plugin.bidsfmri.clean.CleanStep.Scaling;

/** Brings each series to a common scale. */
final class Rescaling implements Operation {
  private final Scaling scaling;

  Rescaling(Scaling scaling) {
    this.scaling = scaling;
  }

  @Override
  public void apply(Block block) {
    double[] values = block.values();
    int samples = block.samples();
    for (int s = 0; s < block.width(); s++) {
      int at = s * samples;
      double mean = 0;
      for (int t = 0; t < samples; t++) {
        mean += values[at + t] / samples;
      }
      double square = 0;
      for (int t = 0; t < samples; t++) {
        values[at + t] -= mean;
        square += values[at + t] * values[at + t];
      }
      double factor =
          switch (scaling) {
            case Z_SCORE -> 1 / Math.sqrt(square / samples);
            case Z_SCORE_SAMPLE -> 1 / Math.sqrt(square / (samples - 1));
            case PERCENT_CHANGE ->
                100 / Math.abs(mean + (block.levels().length == 0 ? 0 : block.levels()[s]));
            case CENTER, NONE -> 1;
          };
      for (int t = 0; t < samples; t++) {
        values[at + t] *= factor;
      }
    }
  }

  @Override
  public String words() {
    return switch (scaling) {
      case Z_SCORE -> "scaled to mean 0 and variance 1 (ddof 0)";
      case Z_SCORE_SAMPLE -> "scaled to mean 0 and variance 1 (ddof 1)";
      case PERCENT_CHANGE -> "scaled to percent of the mean";
      case CENTER, NONE -> "scaled to mean 0";
    };
  }
}
