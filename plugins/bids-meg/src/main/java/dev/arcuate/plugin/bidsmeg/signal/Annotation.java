package dev.arcuate.plugin.bidsmeg.signal;

import java.util.Locale;

/**
 * A named stretch of a recording.
 *
 * @param onsetSeconds from the first sample
 * @param durationSeconds 0 for a moment
 * @param description such as {@code BAD_blink}, or the name of a marker
 */
public record Annotation(double onsetSeconds, double durationSeconds, String description) {
  /** Whether the stretch is to be left out. */
  public boolean bad() {
    return description.toLowerCase(Locale.ROOT).startsWith("bad");
  }
}
