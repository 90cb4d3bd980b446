package dev.arcuate.plugin.bidsmeg.signal;

/** Units of samples, all without prefixes. */
public enum Unit {
  TESLA(112, "T"),
  TESLA_PER_METRE(201, "T/m"),
  VOLT(107, "V"),
  SECOND(3, "s"),
  DEGREE_CELSIUS(114, "oC"),
  RADIAN(7, "rad"),
  MOLE(6, "mol"),
  NONE(0, "n/a");

  private final int code;
  private final String symbol;

  Unit(int code, String symbol) {
    this.code = code;
    this.symbol = symbol;
  }

  /** The code in FIF files. */
  public int code() {
    return code;
  }

  public String symbol() {
    return symbol;
  }

  /** The unit with a code of FIF files. */
  public static Unit of(int code) {
    for (Unit unit : values()) {
      if (unit.code == code) {
        return unit;
      }
    }
    return NONE;
  }
}
