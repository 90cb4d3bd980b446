package dev.arcuate.plugin.bidsmeg.signal;

/** Coordinates that places are given in. */
public enum Frame {
  UNKNOWN(0),
  /** Origin in the helmet. */
  DEVICE(1),
  /** Neuromag's: x through the ears to the right, y through the nasion, z up. */
  HEAD(4),
  MRI(5),
  /** CTF's dewar. */
  CTF_DEVICE(1001),
  /** CTF's: x through the nasion, y to the left ear, z up. */
  CTF_HEAD(1004);

  private final int code;

  Frame(int code) {
    this.code = code;
  }

  /** The code in FIF files. */
  public int code() {
    return code;
  }

  /** The frame with a code of FIF files. */
  public static Frame of(int code) {
    for (Frame frame : values()) {
      if (frame.code == code) {
        return frame;
      }
    }
    return UNKNOWN;
  }
}
