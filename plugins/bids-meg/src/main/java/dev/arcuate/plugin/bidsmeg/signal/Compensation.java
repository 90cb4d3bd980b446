package dev.arcuate.plugin.bidsmeg.signal;

/**
 * A noise compensation of CTF: what the reference channels tell of each sensor.
 *
 * @param grade order of the synthetic gradiometer, 1 to 3, or another code of CTF
 * @param code CTF's code
 * @param weights sensors × references, for samples in tesla
 */
public record Compensation(int grade, int code, NamedMatrix weights) {
  /** CTF's code of the first order. */
  public static final int FIRST = 0x47314252;

  private static final int SECOND = 0x47324252;
  private static final int THIRD = 0x47334252;

  /** The grade behind CTF's code. */
  public static int grade(int code) {
    return switch (code) {
      case FIRST -> 1;
      case SECOND -> 2;
      case THIRD -> 3;
      default -> code;
    };
  }
}
