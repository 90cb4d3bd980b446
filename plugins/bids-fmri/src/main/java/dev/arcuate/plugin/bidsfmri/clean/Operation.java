package dev.arcuate.plugin.bidsfmri.clean;

/** Something done to each series of a run by itself. */
interface Operation {
  void apply(Block block);

  /** In words, for the report. */
  String words();

  /** Whether what it takes out is told as a share of the variance. */
  default boolean takesVariance() {
    return false;
  }
}
