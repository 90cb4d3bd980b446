package dev.arcuate.plugin.report;

import java.util.Arrays;
import java.util.List;

/** A table of colours: regions down, points of the sweep across, a star where significant. */
final class HeatFigure {
  private static final double LEFT = 90;
  private static final double ROW = 30;

  private HeatFigure() {}

  static String draw(List<String> regions, List<Point> points, String axis, double greatest) {
    double column = Math.max(34, Math.min(64, 700.0 / points.size()));
    double width = LEFT + column * points.size() + 10;
    Svg svg =
        new Svg(width, 10 + ROW * regions.size() + 46, "Gain of every region at every point", true);
    for (int region = 0; region < regions.size(); region++) {
      svg.text("end tick", LEFT - 10, 10 + ROW * (region + 0.65), regions.get(region));
      for (int i = 0; i < points.size(); i++) {
        Point point = points.get(i);
        double value = point.entry().mean()[region];
        double share = greatest > 0 ? value / greatest : 0;
        double x = LEFT + column * i;
        double y = 10 + ROW * region;
        String words =
            regions.get(region) + ", " + point.entry().name() + ": " + Numbers.correlation(value);
        if (value > 0) {
          svg.cell(Colours.css(Colours.viridis(share)), x, y, column - 2, ROW - 2, words);
        } else {
          svg.rect("below", x, y, column - 2, ROW - 2);
        }
        int target = region;
        if (Arrays.stream(point.significant()).anyMatch(t -> t == target)) {
          svg.text(
              share > 0.6 ? "middle star-dark" : "middle star-light",
              x + column / 2 - 1,
              y + ROW * 0.72,
              "\u2605");
        }
      }
    }
    for (int i = 0; i < points.size(); i++) {
      svg.text(
          "middle tick",
          LEFT + column * (i + 0.5) - 1,
          10 + ROW * regions.size() + 18,
          points.get(i).entry().x());
    }
    svg.text(
        "middle axis", LEFT + column * points.size() / 2, 10 + ROW * regions.size() + 40, axis);
    return svg.toString();
  }
}
