package dev.arcuate.plugin.bidsmeg.signal;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;

/**
 * How files that cannot be read are told of: which file, at which byte, and what is wrong there.
 */
public final class Damage {
  private Damage() {}

  /** Something that contradicts the format or the rest of the file. */
  public static ProblemException at(String file, long position, String what) {
    return Problem.data("BIDS_MEG_DAMAGED", file + ", byte " + position + ": " + what)
        .hint("copy the file again; if it stays, it was damaged when it was written")
        .exception();
  }

  /** A file that ends too early. */
  public static ProblemException truncated(String file, long position, long needed, long size) {
    return Problem.data(
            "BIDS_MEG_TRUNCATED",
            file
                + ", byte "
                + position
                + ": "
                + needed
                + " bytes belong here, but the file ends at byte "
                + size)
        .hint("copy the file again: the end is missing")
        .exception();
  }

  /** A file with the bytes of each number in the other order. */
  public static ProblemException endian(String file, String expected) {
    return Problem.data(
            "BIDS_MEG_WRONG_ENDIAN",
            file + ": the bytes of its numbers are in the wrong order; " + expected)
        .hint("convert the file with the software that wrote it")
        .exception();
  }

  /** A file of another format, or of none. */
  public static ProblemException notOne(String file, String what) {
    return Problem.data("BIDS_MEG_NOT_A_RECORDING", file + ": " + what)
        .hint("FIF, CTF (.ds), BrainVision (.vhdr) and EDF+ (.edf) can be read")
        .exception();
  }

  /** A line of a text file that says nothing we understand. */
  public static ProblemException text(String file, String what) {
    return Problem.data("BIDS_MEG_TEXT_FILE", file + ": " + what)
        .hint("correct the file in a text editor")
        .exception();
  }

  /** Something the format allows and we do not read. */
  public static ProblemException unsupported(String file, String what) {
    return Problem.data("BIDS_MEG_UNSUPPORTED", file + ": " + what)
        .hint("convert it to FIF, for instance with MNE-Python")
        .exception();
  }
}
