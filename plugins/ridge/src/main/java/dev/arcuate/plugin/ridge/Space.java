package dev.arcuate.plugin.ridge;

import java.util.Optional;

/** What a design is to a backend: which normal equations its rows make. */
interface Space {
  /** Number of ways to weigh the feature groups, at least 1. */
  int candidates();

  /** Whether the equations are primal. */
  boolean primal();

  /**
   * Whether all folds see the same features, so that rows can be taken out of equations already
   * solved.
   */
  boolean fixed();

  /**
   * Equations of a split.
   *
   * @param within training rows that hold these, looked at before; to subtract from
   * @param whole whether parts and weights are wanted as far as the settings ask for them
   */
  Fold fold(int[] train, int[] test, Optional<int[]> within, boolean whole);

  /** The equations of a split. */
  interface Fold {
    Equations of(int candidate);
  }
}
