package dev.arcuate.plugin.bidsfmri.clean;

/** Remembers the mean of each series before it is taken out. */
final class Level implements Operation {
  @Override
  public void apply(Block block) {
    block.rememberLevels();
  }

  @Override
  public String words() {
    return "";
  }
}
