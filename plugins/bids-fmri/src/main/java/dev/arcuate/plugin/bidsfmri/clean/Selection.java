package dev.arcuate.plugin.bidsfmri.clean;

/** Keeps some samples. */
final class Selection implements Operation {
  private final int samples;
  private final int[] kept;
  private final String words;

  Selection(int samples, int[] kept, String words) {
    this.samples = samples;
    this.kept = kept;
    this.words = words;
  }

  @Override
  public void apply(Block tile) {
    double[] block = tile.values();
    double[] out = new double[tile.width() * kept.length];
    for (int s = 0; s < tile.width(); s++) {
      for (int i = 0; i < kept.length; i++) {
        out[s * kept.length + i] = block[s * samples + kept[i]];
      }
    }
    tile.replace(out);
  }

  @Override
  public String words() {
    return words;
  }
}
