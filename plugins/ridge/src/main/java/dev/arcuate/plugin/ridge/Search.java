package dev.arcuate.plugin.ridge;

/** What every backend of this plugin asks of its settings. */
interface Search {
  /** The penalties in ascending order, each once. */
  double[] grid();

  Selection selection();

  Inner inner();

  int innerCount();

  boolean standardise();

  Precision precision();

  boolean split();

  boolean weights();

  /** Seeds of nothing: whether something has to be chosen at all. */
  default boolean chooses(int candidates) {
    return grid().length * candidates > 1;
  }

  /** Whether penalties are judged on rows held out together. */
  default boolean holdsOut() {
    return inner() == Inner.K_FOLD || inner() == Inner.RUNS;
  }

  static double[] sorted(java.util.List<Double> alphas) {
    return alphas.stream().mapToDouble(Double::doubleValue).sorted().distinct().toArray();
  }
}
