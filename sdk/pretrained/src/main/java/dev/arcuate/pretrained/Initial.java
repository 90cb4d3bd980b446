package dev.arcuate.pretrained;

/**
 * How a weight is drawn before training.
 *
 * @param mean of a normal distribution
 * @param deviation its standard deviation; 0 for a constant
 */
public record Initial(double mean, double deviation) {
  public static final Initial ZERO = new Initial(0, 0);
  public static final Initial ONE = new Initial(1, 0);

  /** Around 0. */
  public static Initial normal(double deviation) {
    return new Initial(0, deviation);
  }
}
