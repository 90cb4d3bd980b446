package dev.arcuate.plugin.ridge;

/** How a penalty is judged within the training rows. */
public enum Inner {
  /** Contiguous folds. */
  K_FOLD,
  /** Each run or story is held out. */
  RUNS,
  /** Each row is held out. */
  LOO,
  /** Generalised cross-validation. */
  GCV
}
