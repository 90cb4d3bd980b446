package dev.arcuate.plugin.statistics;

/** What a test looks for. */
public enum Alternative {
  /** Values on either side of 0. */
  TWO_SIDED,
  /** Values above 0. */
  GREATER
}
