package dev.arcuate.plugin.report;

import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Scores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The scores along the sweep, and the people behind each point. */
final class CurveSection {
  private final Markup html;
  private final ReportSettings settings;
  private final Findings findings;
  private final Prose prose;
  private final Optional<Truth> truth;
  private final Optional<Scores> ceiling;

  CurveSection(Markup html, Contents contents) {
    this.html = html;
    this.settings = contents.settings();
    this.findings = contents.findings();
    this.prose = contents.prose();
    this.truth = contents.truth();
    this.ceiling = contents.ceiling();
  }

  void write() {
    boolean sweep = findings.points().size() > 1;
    html.append("<section>\n<h2>")
        .append(
            sweep ? Html.escape("Along the " + Prose.plural(settings.axis())) : "Person by person")
        .append("</h2>\n<div class=\"figures\">\n");
    List<String> series =
        findings.points().stream().map(point -> point.entry().series()).distinct().toList();
    List<CurveFigure.Line> gain = new ArrayList<>();
    for (int i = 0; i < series.size(); i++) {
      gain.add(
          new CurveFigure.Line(
              series.get(i), "s" + i % 6, p -> Optional.of(p.value()), series.get(i), true));
    }
    String map = findings.best().entry().map();
    CurveFigure figure = new CurveFigure(findings.points(), settings.axis());
    Optional<String> layer = truth.filter(t -> !t.nothing()).flatMap(Truth::layer);
    Optional<Point> best =
        findings.found() || findings.onlyTheCurve()
            ? Optional.of(findings.best())
            : Optional.empty();
    html.figure(
        figure.draw(
            "Curve of " + Prose.unit(map), Prose.unit(map), gain, layer, best, Optional.empty()),
        "Each dot is a person, the line their mean, the band its 95 % confidence interval."
            + (best.isPresent() && sweep ? " The ring marks the best point." : "")
            + (layer.isPresent() ? " The dashed line marks where the simulation planted it." : ""));
    boolean both = findings.haveBoth();
    if (both) {
      List<CurveFigure.Line> scores = new ArrayList<>();
      scores.add(new CurveFigure.Line("baseline", "base", Point::baseline, series.get(0), false));
      for (int i = 0; i < series.size(); i++) {
        String name = series.get(i).isEmpty() ? "baseline + model" : series.get(i);
        scores.add(new CurveFigure.Line(name, "s" + i % 6, Point::model, series.get(i), false));
      }
      html.figure(
          figure.draw(
              "Curves of the scores of baseline and model",
              "correlation (r)",
              scores,
              layer,
              Optional.empty(),
              regionCeiling()),
          "The scores behind the gain, on the same "
              + prose.plural()
              + ": baseline alone, and baseline with the model.");
    }
    html.append("</div>\n</section>\n");
  }

  /** A single height makes sense only where all targets are averaged. */
  private Optional<Double> regionCeiling() {
    return ceiling
        .filter(scores -> findings.geometry() instanceof Geometry.Regions)
        .map(scores -> Arrays.stream(scores.mean("mean")).average().orElse(0));
  }
}
