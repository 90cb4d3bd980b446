package dev.arcuate.plugin.report;

import java.util.Locale;

/** What a filter lets through, by frequency. */
final class ResponseFigure {
  private static final double WIDTH = 420;
  private static final double HEIGHT = 150;
  private static final double LEFT = 46;
  private static final double BOTTOM = HEIGHT - 34;
  private static final double TOP = 12;

  private ResponseFigure() {}

  static String draw(PreparedRun.Response response) {
    Svg svg = new Svg(WIDTH, HEIGHT, "What the filter lets through", true);
    double[] hertz = response.hertz();
    double most = hertz[hertz.length - 1];
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < hertz.length; i++) {
      double x = LEFT + (WIDTH - LEFT - 20) * hertz[i] / most;
      double y = BOTTOM - (BOTTOM - TOP) * Math.min(response.gains()[i], 1);
      path.append(String.format(Locale.ROOT, "%s%.1f %.1f", i == 0 ? "M" : "L", x, y));
    }
    svg.line("zero", LEFT, BOTTOM, WIDTH - 20, BOTTOM);
    svg.line("grid", LEFT, TOP, WIDTH - 20, TOP);
    svg.path("curve s0", path);
    svg.text("end note", LEFT - 6, TOP + 5, "1");
    svg.text("end note", LEFT - 6, BOTTOM + 5, "0");
    svg.text("note", LEFT, HEIGHT - 12, "0 Hz");
    svg.text("end note", WIDTH - 20, HEIGHT - 12, String.format(Locale.ROOT, "%.3g Hz", most));
    return svg.toString();
  }
}
