package dev.arcuate.plugin.report;

/** What the colours mean. */
final class ColourBar {
  private static final int STEPS = 46;

  private ColourBar() {}

  /** From 0 to the greatest value, with the grey of what is not above 0 beside it. */
  static String draw(double greatest, String unit) {
    String range = "colour scale from 0 to " + Numbers.correlation(greatest);
    Svg svg = new Svg(420, 62, range, true);
    double left = 96;
    double width = 230;
    for (int i = 0; i < STEPS; i++) {
      String colour = Colours.css(Colours.viridis((i + 0.5) / STEPS));
      svg.cell(colour, left + i * width / STEPS, 8, width / STEPS + 0.5, 16, "");
    }
    svg.rect("below", 40, 8, 40, 16);
    svg.text("middle tick", 60, 42, "\u2264 0");
    svg.text("middle tick", left, 42, "0");
    svg.text("middle tick", left + width / 2, 42, Numbers.correlation(greatest / 2));
    svg.text("middle tick", left + width, 42, Numbers.correlation(greatest));
    svg.text("middle axis", left + width / 2, 59, unit);
    return svg.toString();
  }
}
