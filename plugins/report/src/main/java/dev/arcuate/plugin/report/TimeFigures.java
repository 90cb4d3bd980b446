package dev.arcuate.plugin.report;

import dev.arcuate.api.array.FloatMatrix;
import dev.arcuate.api.value.Geometry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Scores of sensors (or regions, or sources) at several times: a course of the mean over places
 * with its confidence band, an image of places by times, and maps of the head per stretch of time.
 */
final class TimeFigures {
  private static final double WIDTH = 640;
  private static final double LEFT = 66;
  private static final double RIGHT = WIDTH - 16;
  private static final double TOP = 54;
  private static final double BOTTOM = 304;
  private static final int MOST_LINES = 6;

  private final Geometry.OverTime over;
  private final List<Point> points;

  TimeFigures(Geometry.OverTime over, List<Point> points) {
    this.over = over;
    this.points = points;
  }

  /** Times at which a place has a significant score, in words; empty if there are none. */
  String significantTimes(Point point) {
    int first = over.times();
    int last = -1;
    for (int target : point.significant()) {
      first = Math.min(first, target % over.times());
      last = Math.max(last, target % over.times());
    }
    return last < 0 ? "" : milliseconds(first) + " to " + milliseconds(last) + " ms";
  }

  /** When the mean over places is greatest. */
  String peak(Point point) {
    Estimate[] course = course(point);
    int best = 0;
    for (int time = 1; time < course.length; time++) {
      best = course[time].mean() > course[best].mean() ? time : best;
    }
    return milliseconds(best) + " ms";
  }

  private String milliseconds(int time) {
    return milliseconds(over, time);
  }

  static String milliseconds(Geometry.OverTime over, int time) {
    return Numbers.rounded(1000 * over.seconds(time), 0);
  }

  /** Per time, the mean over places of every person. */
  private Estimate[] course(Point point) {
    FloatMatrix values = point.entry().values();
    double[][] ofPeople = new double[over.times()][values.rows()];
    for (int person = 0; person < values.rows(); person++) {
      float[] row = values.row(person);
      for (int time = 0; time < over.times(); time++) {
        double sum = 0;
        int count = 0;
        for (int target = time; target < row.length; target += over.times()) {
          sum += Float.isFinite(row[target]) ? row[target] : 0;
          count += Float.isFinite(row[target]) ? 1 : 0;
        }
        ofPeople[time][person] = count == 0 ? Double.NaN : sum / count;
      }
    }
    return Arrays.stream(ofPeople)
        .map(people -> Estimate.of(people, point.entry().criticalT()))
        .toArray(Estimate[]::new);
  }

  /** A line with its band for each point of the sweep, for the first six. */
  String courses(String title) {
    List<Point> drawn = points.subList(0, Math.min(MOST_LINES, points.size()));
    List<Estimate[]> courses = drawn.stream().map(this::course).toList();
    double least = 0;
    double greatest = 0;
    for (Estimate[] course : courses) {
      for (Estimate estimate : course) {
        least = Math.min(least, finite(estimate.low(), estimate.mean()));
        greatest = Math.max(greatest, finite(estimate.high(), estimate.mean()));
      }
    }
    Scale y = Scale.around(least, greatest, BOTTOM, TOP, 5);
    Svg svg = new Svg(WIDTH, BOTTOM + 56, "Courses over time of the mean over all places");
    frame(svg, y, title);
    double end = RIGHT;
    for (int i = courses.size() - 1; i >= 0; i--) {
      String style = "s" + i;
      band(svg, y, courses.get(i), style);
      StringBuilder path = new StringBuilder();
      for (int time = 0; time < over.times(); time++) {
        path.append(time == 0 ? 'M' : 'L').append(at(x(time), y.at(courses.get(i)[time].mean())));
      }
      svg.path("curve " + style, path);
      if (courses.size() > 1) {
        String name = drawn.get(i).entry().name();
        svg.text("end note", end, 36, name);
        end -= 7.2 * name.length() + 10;
        svg.line("curve " + style, end - 16, 31.5, end, 31.5);
        end -= 30;
      }
    }
    return svg.toString();
  }

  private static double finite(double value, double otherwise) {
    return Double.isFinite(value) ? value : Double.isFinite(otherwise) ? otherwise : 0;
  }

  private void frame(Svg svg, Scale y, String title) {
    for (double mark : y.marks()) {
      svg.line(Math.abs(mark) < 1e-12 ? "zero" : "grid", LEFT, y.at(mark), RIGHT, y.at(mark));
      svg.text("end tick", LEFT - 8, y.at(mark) + 4.5, y.label(mark));
    }
    times(svg, BOTTOM + 21);
    svg.text("middle axis", (LEFT + RIGHT) / 2, BOTTOM + 46, "time from the event (ms)");
    svg.text("start axis", 6, 16, title);
  }

  private void times(Svg svg, double height) {
    int every = Math.max(1, (over.times() + 9) / 10);
    for (int time = 0; time < over.times(); time += every) {
      svg.text("middle tick", x(time), height, milliseconds(time));
    }
  }

  private double x(int time) {
    return over.times() == 1
        ? (LEFT + RIGHT) / 2
        : LEFT + 8 + (RIGHT - LEFT - 16) * time / (over.times() - 1);
  }

  private void band(Svg svg, Scale y, Estimate[] course, String style) {
    List<String> upper = new ArrayList<>();
    List<String> lower = new ArrayList<>();
    for (int time = 0; time < course.length; time++) {
      if (Double.isFinite(course[time].low())) {
        upper.add(at(x(time), y.at(course[time].high())));
        lower.add(0, at(x(time), y.at(course[time].low())));
      }
    }
    if (upper.size() > 1) {
      upper.addAll(lower);
      svg.path("band " + style, "M" + String.join("L", upper) + "Z");
    }
  }

  private static String at(double x, double y) {
    return String.format(Locale.ROOT, "%.1f %.1f", x, y);
  }

  /** Places down, times across; what is not significant is pale. */
  String image(Point point, double greatest) {
    int places = over.space().targets();
    int times = over.times();
    boolean[] significant = new boolean[over.targets()];
    Arrays.stream(point.significant()).forEach(target -> significant[target] = true);
    int[] pixels = new int[places * times];
    double[] mean = point.entry().mean();
    for (int target = 0; target < mean.length; target++) {
      double share = greatest > 0 ? mean[target] / greatest : 0;
      int alpha = significant[target] ? 0xff : 0x70;
      boolean shown = Double.isFinite(mean[target]) && mean[target] > 0;
      pixels[target] = shown ? alpha << 24 | Colours.viridis(share) : 0x40808080;
    }
    double height = Math.max(120, Math.min(420, 3.0 * places));
    Svg svg = new Svg(WIDTH, height + 70, "Scores of every place at every time");
    double step = over.times() == 1 ? RIGHT - LEFT : x(1) - x(0);
    svg.image(Png.encode(times, places, pixels), x(0) - step / 2, 24, step * times, height);
    times(svg, 24 + height + 18);
    svg.text("middle axis", (LEFT + RIGHT) / 2, height + 64, "time from the event (ms)");
    svg.text("start axis", 6, 16, places + " " + kind() + ", from the first to the last");
    return svg.toString();
  }

  private String kind() {
    return over.space() instanceof Geometry.Sensors ? "sensors" : "places";
  }

  /** Heads of the first six points; empty where sensors have no positions. */
  String heads(double greatest) {
    return HeadFigure.draw(over, points.subList(0, Math.min(MOST_LINES, points.size())), greatest);
  }
}
