package dev.arcuate.plugin.report;

import dev.arcuate.api.array.FloatMatrix;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Scores;
import java.util.List;
import java.util.Optional;

/** Bars per region: baseline and model side by side, people as dots, the ceiling as a line. */
final class RegionFigure {
  private static final double WIDTH = 860;
  private static final double LEFT = 66;
  private static final double TOP = 40;
  private static final double BOTTOM = 300;

  private final List<String> names;
  private final Entry entry;
  private final Optional<Scores> ceiling;

  RegionFigure(Geometry.Regions regions, Entry entry, Optional<Scores> ceiling) {
    this.names = regions.names();
    this.entry = entry;
    this.ceiling = ceiling;
  }

  String draw(String description, String modelName) {
    boolean both = entry.values("r").isPresent() && entry.values("baseline-r").isPresent();
    Optional<Estimate[]> baseline =
        both ? entry.values("baseline-r").map(this::ofRegions) : Optional.empty();
    Estimate[] model = ofRegions(both ? entry.values("r").orElseThrow() : entry.values());
    Optional<double[]> top = ceiling.map(scores -> scores.mean("mean"));

    double least = 0;
    double greatest = 0;
    for (int region = 0; region < names.size(); region++) {
      for (double value : model[region].values()) {
        least = Math.min(least, Double.isFinite(value) ? value : 0);
        greatest = Math.max(greatest, Double.isFinite(value) ? value : 0);
      }
      greatest = Math.max(greatest, top.isPresent() ? top.get()[region] : 0);
    }
    Scale y = Scale.around(least, greatest, BOTTOM, TOP, 5);
    Svg svg = new Svg(WIDTH, 346, description);
    for (double mark : y.marks()) {
      svg.line(Math.abs(mark) < 1e-12 ? "zero" : "grid", LEFT, y.at(mark), WIDTH - 10, y.at(mark));
      svg.text("end tick", LEFT - 8, y.at(mark) + 4.5, y.label(mark));
    }
    svg.text("start axis", 6, 16, both ? "correlation (r)" : Prose.unit(entry.map()));
    double room = (WIDTH - 10 - LEFT) / names.size();
    double bar = Math.min(room * 0.3, 44);
    for (int region = 0; region < names.size(); region++) {
      double middle = LEFT + (region + 0.5) * room;
      double shift = both ? bar / 2 + 2 : 0;
      if (baseline.isPresent()) {
        bar(
            svg,
            y,
            baseline.get()[region],
            middle - shift,
            bar,
            "base",
            names.get(region) + ", baseline");
      }
      bar(svg, y, model[region], middle + shift, bar, "s0", names.get(region) + ", " + modelName);
      if (top.isPresent() && Double.isFinite(top.get()[region])) {
        double height = y.at(top.get()[region]);
        svg.line("ceiling", middle - bar - 6, height, middle + bar + 6, height);
      }
      svg.text("middle tick", middle, BOTTOM + 22 + (y.low() < 0 ? 4 : 0), names.get(region));
    }
    key(svg, both, modelName);
    return svg.toString();
  }

  private void key(Svg svg, boolean both, String modelName) {
    double at = 190;
    if (both) {
      svg.rect("bar base", at, 5, 14, 12).text("start note", at + 20, 16, "baseline");
      at += 100;
      svg.rect("bar s0", at, 5, 14, 12)
          .text("start note", at + 20, 16, "baseline and " + modelName);
      at += 50 + 7.2 * (modelName.length() + 13);
    }
    svg.circle("dot s0", at + 6, 11, 2.4).text("start note", at + 16, 16, "one person");
    at += 106;
    if (ceiling.isPresent()) {
      svg.line("ceiling", at, 11, at + 22, 11);
      svg.text("start note", at + 28, 16, "ceiling: shared among people");
    }
  }

  private Estimate[] ofRegions(FloatMatrix values) {
    Estimate[] estimates = new Estimate[names.size()];
    for (int region = 0; region < estimates.length; region++) {
      float[] column = values.column(region);
      double[] people = new double[column.length];
      for (int person = 0; person < people.length; person++) {
        people[person] = column[person];
      }
      estimates[region] = Estimate.of(people, entry.criticalT());
    }
    return estimates;
  }

  private void bar(
      Svg svg, Scale y, Estimate estimate, double middle, double width, String style, String name) {
    if (!Double.isFinite(estimate.mean())) {
      return;
    }
    double from = Math.min(y.at(0), y.at(estimate.mean()));
    double height = Math.abs(y.at(0) - y.at(estimate.mean()));
    svg.rect("bar " + style, middle - width / 2, from, width, height);
    double[] values = estimate.values();
    for (int person = 0; person < values.length; person++) {
      if (Double.isFinite(values[person])) {
        double aside = values.length == 1 ? 0 : (double) person / (values.length - 1) - 0.5;
        svg.circle(
            "dot " + style,
            middle + aside * width * 0.8,
            y.at(values[person]),
            2.4,
            name
                + ", person "
                + entry.subjects().get(person)
                + ": "
                + Numbers.correlation(values[person]));
      }
    }
    if (Double.isFinite(estimate.low())) {
      svg.line("whisker", middle, y.at(estimate.low()), middle, y.at(estimate.high()));
    }
  }
}
