package dev.arcuate.plugin.report;

import java.util.Locale;

/**
 * Colours that grow evenly brighter and can be told apart without seeing red and green: anchors of
 * viridis (van der Walt and Smith, CC0), between which is interpolated.
 */
final class Colours {
  private static final int[] VIRIDIS = {
    0x440154, 0x482878, 0x3e4989, 0x31688e, 0x26828e, 0x1f9e89, 0x35b779, 0x6ece58, 0xb5de2b,
    0xfde725
  };

  private Colours() {}

  /** 0xRRGGBB for a share between 0 and 1. */
  static int viridis(double share) {
    double place = Math.max(0, Math.min(1, share)) * (VIRIDIS.length - 1);
    int below = Math.min((int) place, VIRIDIS.length - 2);
    double rest = place - below;
    int colour = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int a = VIRIDIS[below] >> shift & 0xff;
      int b = VIRIDIS[below + 1] >> shift & 0xff;
      colour |= (int) Math.round(a + (b - a) * rest) << shift;
    }
    return colour;
  }

  static String css(int colour) {
    return String.format(Locale.ROOT, "#%06x", colour);
  }
}
