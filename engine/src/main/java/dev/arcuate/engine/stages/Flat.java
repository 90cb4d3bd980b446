package dev.arcuate.engine.stages;

/** What counts as a series without variance. */
final class Flat {
  private Flat() {}

  /** Whether a series varies by no more than the last digits of float32. */
  static boolean is(float least, float greatest) {
    float scale = Math.max(Math.abs(least), Math.abs(greatest));
    return greatest - least <= 2 * Math.ulp(scale);
  }
}
