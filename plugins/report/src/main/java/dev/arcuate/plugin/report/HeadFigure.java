package dev.arcuate.plugin.report;

import dev.arcuate.api.value.Geometry;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Heads from above, nose up: a row for each point of the sweep, a head for each stretch of time.
 * Between sensors the map is interpolated; dots are sensors and tell their values.
 */
final class HeadFigure {
  private static final int WINDOWS = 6;
  private static final double SIZE = 150;
  private static final double RADIUS = SIZE * 0.44;
  private static final double REACH = SIZE * 0.42;
  private static final double ROW = SIZE + 34;
  private static final double TITLE = 20;
  private static final int PIXELS = 80;

  private final Geometry.OverTime over;
  private final Geometry.Sensors sensors;
  private final double[][] flat;
  private final double greatest;

  private HeadFigure(Geometry.OverTime over, Geometry.Sensors sensors, double greatest) {
    this.over = over;
    this.sensors = sensors;
    this.greatest = greatest;
    flat = flatten(sensors);
  }

  /** Empty where sensors have no positions. */
  static String draw(Geometry.OverTime over, List<Point> points, double greatest) {
    return over.space() instanceof Geometry.Sensors sensors && hasPositions(sensors)
        ? new HeadFigure(over, sensors, greatest).draw(points)
        : "";
  }

  private String draw(List<Point> points) {
    int windows = Math.min(WINDOWS, over.times());
    double[][] values = new double[points.size() * windows][];
    for (int i = 0; i < points.size(); i++) {
      for (int window = 0; window < windows; window++) {
        values[i * windows + window] = averages(points.get(i).entry().mean(), window, windows);
      }
    }
    double[][] pixels = grid();
    Topography topography = new Topography(flat);
    double[][] maps = topography.possible() ? topography.between(values, pixels) : new double[0][];
    Svg svg = new Svg(SIZE * windows, ROW * points.size(), "Scores on the head over time");
    for (int i = 0; i < points.size(); i++) {
      double top = i * ROW;
      if (points.size() > 1) {
        svg.text("start note", 2, top + 12, points.get(i).entry().name());
      }
      for (int window = 0; window < windows; window++) {
        double centre = SIZE * (window + 0.5);
        int set = i * windows + window;
        if (maps.length > 0) {
          svg.picture(
              Png.encode(PIXELS, PIXELS, colours(maps[set], pixels)),
              centre - RADIUS,
              top + TITLE + SIZE / 2 - RADIUS,
              2 * RADIUS,
              2 * RADIUS);
        }
        outline(svg, centre, top);
        dots(svg, values[set], centre, top);
        svg.text("middle tick", centre, top + SIZE + 32, window(window, windows));
      }
    }
    return svg.toString();
  }

  /** Mean over the times of a window, per sensor. */
  private double[] averages(double[] mean, int window, int windows) {
    int from = window * over.times() / windows;
    int to = (window + 1) * over.times() / windows;
    double[] averages = new double[sensors.targets()];
    for (int sensor = 0; sensor < averages.length; sensor++) {
      double sum = 0;
      for (int time = from; time < to; time++) {
        double value = mean[sensor * over.times() + time];
        sum += Double.isFinite(value) ? value : 0;
      }
      averages[sensor] = sum / (to - from);
    }
    return averages;
  }

  private String window(int window, int windows) {
    int from = window * over.times() / windows;
    int to = (window + 1) * over.times() / windows - 1;
    return TimeFigures.milliseconds(over, from)
        + " to "
        + TimeFigures.milliseconds(over, to)
        + " ms";
  }

  /** Middles of the pixels, row by row from the nose, in the units of {@link #flat}. */
  private static double[][] grid() {
    double[][] grid = new double[PIXELS * PIXELS][];
    for (int p = 0; p < grid.length; p++) {
      double x = ((p % PIXELS + 0.5) / PIXELS * 2 - 1) * RADIUS / REACH;
      double y = (1 - (p / PIXELS + 0.5) / PIXELS * 2) * RADIUS / REACH;
      grid[p] = new double[] {x, y};
    }
    return grid;
  }

  private int[] colours(double[] map, double[][] pixels) {
    int[] colours = new int[map.length];
    for (int p = 0; p < map.length; p++) {
      boolean inside = Math.hypot(pixels[p][0], pixels[p][1]) <= RADIUS / REACH;
      double share = greatest > 0 ? map[p] / greatest : 0;
      colours[p] = !inside ? 0 : map[p] > 0 ? 0xff << 24 | Colours.viridis(share) : 0x59808080;
    }
    return colours;
  }

  private static void outline(Svg svg, double centre, double top) {
    svg.circle("zero", centre, top + TITLE + SIZE / 2, RADIUS);
    double brow = top + TITLE + SIZE / 2 - RADIUS;
    svg.path(
        "zero",
        String.format(
            Locale.ROOT,
            "M%.1f %.1fL%.1f %.1fL%.1f %.1f",
            centre - 8,
            brow + 1,
            centre,
            brow - 9,
            centre + 8,
            brow + 1));
  }

  private void dots(Svg svg, double[] values, double centre, double top) {
    double size = sensors.targets() > 100 ? 0.8 : 1.4;
    for (int sensor = 0; sensor < values.length; sensor++) {
      svg.circle(
          "sensor",
          centre + flat[sensor][0] * REACH,
          top + TITLE + SIZE / 2 - flat[sensor][1] * REACH,
          size,
          sensors.names().get(sensor) + ": " + Numbers.correlation(values[sensor]));
    }
  }

  private static boolean hasPositions(Geometry.Sensors sensors) {
    return sensors.positions().length == 3 * sensors.targets()
        && Arrays.stream(sensors.positions()).allMatch(Double::isFinite)
        && Arrays.stream(sensors.positions()).anyMatch(place -> place != 0);
  }

  /** Angles from the top of the head become distances from the middle; x right, y to the nose. */
  private static double[][] flatten(Geometry.Sensors sensors) {
    double[] places = sensors.positions();
    int n = sensors.targets();
    double[] middle = new double[3];
    for (int i = 0; i < places.length; i++) {
      middle[i % 3] += places[i] / n;
    }
    double[][] flat = new double[n][2];
    double widest = 0;
    for (int sensor = 0; sensor < n; sensor++) {
      double x = places[3 * sensor] - middle[0];
      double y = places[3 * sensor + 1] - middle[1];
      // The middle of a helmet lies above the middle of the head.
      double z = places[3 * sensor + 2] - middle[2] + 0.05;
      double across = Math.hypot(x, y);
      double angle = Math.atan2(across, z);
      flat[sensor][0] = across == 0 ? 0 : angle * x / across;
      flat[sensor][1] = across == 0 ? 0 : angle * y / across;
      widest = Math.max(widest, angle);
    }
    for (double[] place : flat) {
      place[0] /= Math.max(widest, 1e-9);
      place[1] /= Math.max(widest, 1e-9);
    }
    return flat;
  }
}
