package dev.arcuate.testkit;

/**
 * What an implementation may or may not do. A contract takes every behaviour for granted unless the
 * test says that it is lacking; what is lacking is then tested to be refused, where it can be asked
 * for.
 */
public enum Behaviour {
  /** A regression backend chooses a penalty for each target. */
  PER_TARGET_ALPHA,
  /** A backend leaves targets with missing values out and still solves the others of the tile. */
  TOLERATES_MISSING_TARGETS,
  /** A backend's predictions do not change when a column of the design is rescaled. */
  SCALE_INVARIANT
}
