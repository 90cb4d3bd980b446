package dev.arcuate.plugin.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A value along the axis, with a band of confidence and a dot per person. */
final class CurveFigure {
  private static final double WIDTH = 560;
  private static final double HEIGHT = 340;
  private static final double LEFT = 66;
  private static final double RIGHT = WIDTH - 16;
  private static final double TOP = 34;
  private static final double BOTTOM = HEIGHT - 56;

  /**
   * A line to draw.
   *
   * @param name for the legend
   * @param style class of its colour
   * @param value of a point, if it has one
   * @param series whose points are meant
   * @param dots whether every person is drawn
   */
  record Line(
      String name,
      String style,
      Function<Point, Optional<Estimate>> value,
      String series,
      boolean dots) {}

  private final List<Point> points;
  private final List<String> labels;
  private final String axis;

  CurveFigure(List<Point> points, String axis) {
    this.points = points;
    this.axis = axis;
    this.labels = points.stream().map(point -> point.entry().x()).distinct().toList();
  }

  /**
   * @param planted label of the point where a simulation planted something
   * @param best the point to mark
   * @param ceiling height of a dotted line
   */
  String draw(
      String description,
      String title,
      List<Line> lines,
      Optional<String> planted,
      Optional<Point> best,
      Optional<Double> ceiling) {
    Svg svg = new Svg(WIDTH, HEIGHT, description);
    Scale y = scale(lines, ceiling);
    frame(svg, y, title);
    planted.filter(labels::contains).ifPresent(label -> planted(svg, label));
    ceiling.ifPresent(
        value -> {
          svg.line("ceiling", LEFT, y.at(value), RIGHT, y.at(value));
          svg.text("start note", LEFT + 4, y.at(value) + 15, "ceiling: shared among people");
        });
    for (Line line : lines) {
      line(svg, y, line);
    }
    best.ifPresent(point -> mark(svg, y, point));
    if (lines.size() > 1) {
      legend(svg, lines);
    }
    return svg.toString();
  }

  private Scale scale(List<Line> lines, Optional<Double> ceiling) {
    double least = 0;
    double greatest = ceiling.orElse(0.0);
    for (Line line : lines) {
      for (Point point : of(line)) {
        Estimate estimate = line.value().apply(point).orElseThrow();
        least = Math.min(least, finite(estimate.low()));
        greatest = Math.max(greatest, finite(estimate.high()));
        for (double value : estimate.values()) {
          least = line.dots() ? Math.min(least, finite(value)) : least;
          greatest = line.dots() ? Math.max(greatest, finite(value)) : greatest;
        }
      }
    }
    return Scale.around(least, greatest, BOTTOM, TOP, 5);
  }

  private static double finite(double value) {
    return Double.isFinite(value) ? value : 0;
  }

  private List<Point> of(Line line) {
    return points.stream()
        .filter(point -> point.entry().series().equals(line.series()))
        .filter(point -> line.value().apply(point).isPresent())
        .toList();
  }

  private double x(String label) {
    int place = labels.indexOf(label);
    double span = RIGHT - LEFT;
    double margin = span / (2.0 * Math.max(labels.size(), 2));
    return labels.size() == 1
        ? LEFT + span / 2
        : LEFT + margin + place * (span - 2 * margin) / (labels.size() - 1);
  }

  private void frame(Svg svg, Scale y, String title) {
    for (double mark : y.marks()) {
      boolean zero = Math.abs(mark) < 1e-12;
      svg.line(zero ? "zero" : "grid", LEFT, y.at(mark), RIGHT, y.at(mark));
      svg.text("end tick", LEFT - 8, y.at(mark) + 4.5, y.label(mark));
    }
    boolean crowded = labels.size() > 16;
    for (int i = 0; i < labels.size(); i++) {
      if (!crowded || i % ((labels.size() + 15) / 16) == 0) {
        svg.text("middle tick", x(labels.get(i)), BOTTOM + 21, labels.get(i));
      }
    }
    svg.text("middle axis", (LEFT + RIGHT) / 2, HEIGHT - 12, axis);
    svg.text("start axis", 6, 16, title);
  }

  private void planted(Svg svg, String label) {
    svg.line("truth", x(label), TOP, x(label), BOTTOM);
    boolean atTheRight = x(label) > (LEFT + RIGHT) / 2;
    svg.text(
        (atTheRight ? "end" : "start") + " truth-text",
        x(label) + (atTheRight ? -6 : 6),
        BOTTOM - 8,
        "planted");
  }

  private void line(Svg svg, Scale y, Line line) {
    List<Point> drawn = of(line);
    if (drawn.isEmpty()) {
      return;
    }
    band(svg, y, line, drawn);
    if (line.dots()) {
      dots(svg, y, line, drawn);
    }
    StringBuilder path = new StringBuilder();
    for (Point point : drawn) {
      Estimate estimate = line.value().apply(point).orElseThrow();
      path.append(path.length() == 0 ? 'M' : 'L')
          .append(place(x(point.entry().x()), y.at(estimate.mean())));
    }
    svg.path("curve " + line.style(), path);
    for (Point point : drawn) {
      Estimate estimate = line.value().apply(point).orElseThrow();
      String words =
          point.entry().name()
              + ": "
              + Numbers.correlation(estimate.mean())
              + ", 95 % CI "
              + Numbers.interval(estimate);
      svg.circle("mean " + line.style(), x(point.entry().x()), y.at(estimate.mean()), 4.5, words);
    }
  }

  private void band(Svg svg, Scale y, Line line, List<Point> drawn) {
    List<String> upper = new ArrayList<>();
    List<String> lower = new ArrayList<>();
    for (Point point : drawn) {
      Estimate estimate = line.value().apply(point).orElseThrow();
      if (Double.isFinite(estimate.low())) {
        upper.add(place(x(point.entry().x()), y.at(estimate.high())));
        lower.add(0, place(x(point.entry().x()), y.at(estimate.low())));
      }
    }
    if (upper.size() == 1) {
      svg.path("whisker " + line.style(), "M" + upper.get(0) + "L" + lower.get(0));
    } else if (upper.size() > 1) {
      upper.addAll(lower);
      svg.path("band " + line.style(), "M" + String.join("L", upper) + "Z");
    }
  }

  /** People side by side in a narrow strip, always in the same order. */
  private void dots(Svg svg, Scale y, Line line, List<Point> drawn) {
    double room = (RIGHT - LEFT) / Math.max(labels.size(), 2);
    double strip = Math.min(room * 0.5, 30);
    for (Point point : drawn) {
      double[] values = line.value().apply(point).orElseThrow().values();
      List<?> people = point.entry().subjects();
      for (int person = 0; person < values.length; person++) {
        if (Double.isFinite(values[person])) {
          double aside = values.length == 1 ? 0 : (double) person / (values.length - 1) - 0.5;
          svg.circle(
              "dot " + line.style(),
              x(point.entry().x()) + aside * strip,
              y.at(values[person]),
              2.4,
              "person " + people.get(person) + ": " + Numbers.correlation(values[person]));
        }
      }
    }
  }

  private void mark(Svg svg, Scale y, Point best) {
    double place = y.at(best.value().mean());
    svg.circle("ring", x(best.entry().x()), place, 9);
  }

  private void legend(Svg svg, List<Line> lines) {
    Map<String, String> styles = new LinkedHashMap<>();
    lines.forEach(line -> styles.putIfAbsent(line.name(), line.style()));
    double at = RIGHT;
    List<Map.Entry<String, String>> entries = new ArrayList<>(styles.entrySet());
    for (int i = entries.size() - 1; i >= 0; i--) {
      String name = entries.get(i).getKey();
      svg.text("end note", at, 16, name);
      at -= 7.2 * name.length() + 10;
      svg.line("curve " + entries.get(i).getValue(), at - 16, 11.5, at, 11.5);
      at -= 30;
    }
  }

  private static String place(double x, double y) {
    return String.format(Locale.ROOT, "%.1f %.1f", x, y);
  }
}
