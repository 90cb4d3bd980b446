package dev.arcuate.plugin.report;

import dev.arcuate.api.value.Files;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Scores;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The page for people: one file, nothing from elsewhere. */
final class Page {
  /** Where whoever publishes the page may put the workflow it came from. */
  static final String WORKFLOW_PLACE = "<!-- arcuate:workflow -->";

  private static final int MOST_MAPS = 16;

  private final ReportSettings settings;
  private final Findings findings;
  private final Prose prose;
  private final Optional<Truth> truth;
  private final Optional<Verdict> verdict;
  private final Optional<Scores> ceiling;
  private final Optional<Files> mesh;
  private final List<String> warnings;
  private final StringBuilder html = new StringBuilder();

  Page(
      ReportSettings settings,
      Findings findings,
      Prose prose,
      Optional<Truth> truth,
      Optional<Verdict> verdict,
      Optional<Scores> ceiling,
      Optional<Files> mesh,
      List<String> warnings) {
    this.settings = settings;
    this.findings = findings;
    this.prose = prose;
    this.truth = truth;
    this.verdict = verdict;
    this.ceiling = ceiling;
    this.mesh = mesh;
    this.warnings = warnings;
  }

  String write() {
    html.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<title>")
        .append(Html.escape(settings.title()))
        .append("</title>\n<style>\n")
        .append(style())
        .append("</style>\n</head>\n<body>\n<main>\n");
    heading();
    answer();
    warnings();
    verdict.ifPresent(this::planted);
    curves();
    if (findings.geometry() instanceof Geometry.Volume volume) {
      slices(volume);
    } else if (findings.geometry() instanceof Geometry.Regions regions) {
      regions(regions);
    } else if (findings.geometry() instanceof Geometry.OverTime over) {
      overTime(over);
    } else if (SurfaceFigure.draws(findings.geometry())) {
      surface();
    }
    beside();
    numbers();
    method();
    cite();
    html.append("</main>\n</body>\n</html>\n");
    return html.toString();
  }

  static String style() {
    try (InputStream css = Page.class.getResourceAsStream("report.css")) {
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void heading() {
    html.append("<header>\n<h1>").append(Html.escape(settings.title())).append("</h1>\n");
    paragraph(
        "facts",
        findings.people()
            + " people · "
            + prose.count(findings.geometry().targets())
            + (findings.points().size() > 1 ? " · " + prose.points() : ""));
    settings.notes().forEach(note -> paragraph("note-text", note));
    html.append("</header>\n");
  }

  private void answer() {
    html.append("<section class=\"answer ")
        .append(findings.found() || findings.onlyTheCurve() ? "found" : "nothing")
        .append("\">\n<h2>")
        .append(Html.escape(prose.headline()))
        .append("</h2>\n");
    prose.answer().forEach(sentence -> paragraph("", sentence));
    html.append("</section>\n");
  }

  private void warnings() {
    if (warnings.isEmpty()) {
      return;
    }
    html.append("<section class=\"warning\">\n<h2>Before you believe it</h2>\n<ul>\n");
    warnings.forEach(warning -> html.append("<li>").append(Html.escape(warning)).append("</li>\n"));
    html.append("</ul>\n</section>\n");
  }

  private void planted(Verdict comparison) {
    html.append("<section>\n<h2>The planted truth beside what was found</h2>\n");
    paragraph("", "These recordings were simulated, so the right answer is known.");
    html.append("<table class=\"truth-table\">\n")
        .append("<tr><th></th><th>planted</th><th>found</th><th></th></tr>\n");
    for (Verdict.Row row : comparison.rows()) {
      html.append("<tr><th scope=\"row\">")
          .append(Html.escape(row.what()))
          .append("</th><td>")
          .append(Html.escape(row.planted()))
          .append("</td><td>")
          .append(Html.escape(row.found()))
          .append(
              row.agrees() ? "</td><td class=\"yes\">✓ agrees" : "</td><td class=\"no\">✗ differs")
          .append("</td></tr>\n");
    }
    html.append("</table>\n</section>\n");
  }

  private void curves() {
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
    figure(
        figure.draw(
            "Curve of " + Prose.unit(map), Prose.unit(map), gain, layer, best, Optional.empty()),
        "Each dot is a person, the line their mean, the band its 95 % confidence interval."
            + (best.isPresent() && sweep ? " The ring marks the best point." : "")
            + (layer.isPresent() ? " The dashed line marks where the simulation planted it." : ""));
    boolean both =
        findings.points().stream().allMatch(p -> p.model().isPresent() && p.baseline().isPresent());
    if (both) {
      List<CurveFigure.Line> scores = new ArrayList<>();
      scores.add(new CurveFigure.Line("baseline", "base", Point::baseline, series.get(0), false));
      for (int i = 0; i < series.size(); i++) {
        String name = series.get(i).isEmpty() ? "baseline + model" : series.get(i);
        scores.add(new CurveFigure.Line(name, "s" + i % 6, Point::model, series.get(i), false));
      }
      figure(
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

  private void slices(Geometry.Volume volume) {
    Point best = findings.best();
    double greatest = greatest();
    Optional<Truth.Sphere> sphere = truth.filter(t -> !t.nothing()).flatMap(Truth::sphere);
    Grid3 grid = new Grid3(volume);
    html.append("<section>\n<h2>Where in the brain</h2>\n<figure class=\"slices\">\n")
        .append(
            slice(volume, best, greatest, sphere)
                .three("Slices through the peak of " + best.entry().name()))
        .append(ColourBar.draw(greatest, Prose.unit(best.entry().map())))
        .append("<figcaption>");
    html.append(
        Html.escape(
            Prose.capital(best.entry().name())
                + ", mean over people, cut through "
                + (findings.found()
                    ? "the peak at "
                    : "the highest value, which is not significant, at ")
                + Numbers.millimetres(grid.millimetres(findings.peak()))
                + (" in " + volume.space() + " space")
                + (findings.found()
                    ? ". White outlines: significant voxels; all others are pale"
                    : ". Nothing is significant, so all is pale")
                + (sphere.isPresent() ? ". Dashed circle: the planted region" : "")
                + ". Left is left."));
    html.append("</figcaption>\n</figure>\n");
    if (findings.points().size() > 1 && findings.points().size() <= MOST_MAPS) {
      html.append("<figure>\n<div class=\"strip\">\n");
      for (Point point : findings.points()) {
        html.append(
            slice(volume, point, greatest, sphere)
                .one("Axial slice of " + point.entry().name(), point.entry().name()));
      }
      html.append("</div>\n<figcaption>The axial slice at every point, in the same colours.")
          .append("</figcaption>\n</figure>\n");
    }
    html.append("</section>\n");
  }

  /** The greatest mean of any target at any point: the brightest colour of all maps. */
  private double greatest() {
    double greatest = 0;
    for (Point point : findings.points()) {
      for (double value : point.entry().mean()) {
        greatest = Math.max(greatest, Double.isFinite(value) ? value : 0);
      }
    }
    return greatest;
  }

  private SliceFigure slice(
      Geometry.Volume volume, Point point, double greatest, Optional<Truth.Sphere> sphere) {
    return new SliceFigure(
        volume, point.entry().mean(), point.significant(), findings.peak(), greatest, sphere);
  }

  private void surface() {
    if (mesh.isEmpty()) {
      paragraph(
          "small",
          "To see where on the cortex, connect a step 'uses: mesh' to the input 'mesh' of this report.");
      return;
    }
    SurfaceFigure figure = SurfaceFigure.of(findings.geometry(), mesh.get());
    Point best = findings.best();
    String peak = place(findings.peak());
    html.append("<section>\n<h2>Where on the cortex</h2>\n<figure class=\"slices\">\n")
        .append(
            figure.draw(
                "The surface with the values of " + best.entry().name(),
                best.entry().mean(),
                best.significant(),
                greatest()))
        .append(ColourBar.draw(greatest(), Prose.unit(best.entry().map())))
        .append("<figcaption>")
        .append(
            Html.escape(
                Prose.capital(best.entry().name())
                    + ", mean over people; grey is not above 0 or was not read. "
                    + (findings.found()
                        ? "What is not significant is pale. The peak is at " + peak + "."
                        : "Nothing is significant, so all is pale; the highest value is at "
                            + peak
                            + ".")
                    + " A and P: front and back."))
        .append("</figcaption>\n</figure>\n</section>\n");
  }

  private void regions(Geometry.Regions regions) {
    Entry best = findings.best().entry();
    html.append("<section>\n<h2>Region by region</h2>\n");
    html.append("<div class=\"figures wide\">\n");
    figure(
        new RegionFigure(regions, best, ceiling)
            .draw("Bars per region for " + best.name(), best.name()),
        Prose.capital(best.name())
            + " in every region; whiskers are 95 % confidence intervals of the mean."
            + (ceiling.isPresent()
                ? " The ceiling is how well one person's response is predicted by the other"
                    + " people's: what they do not share, no model of the story can predict in all of"
                    + " them."
                : ""));
    html.append("</div>\n");
    if (findings.points().size() > 1) {
      html.append("<div class=\"figures wide\">\n");
      figure(
          HeatFigure.draw(regions.names(), findings.points(), settings.axis(), greatest())
              + ColourBar.draw(greatest(), Prose.unit(best.map())),
          Prose.capital(Prose.unit(best.map()))
              + "; darker is less, grey is not above 0; stars are significant ("
              + prose.test()
              + ").");
      html.append("</div>\n");
    }
    html.append("</section>\n");
  }

  private void overTime(Geometry.OverTime over) {
    TimeFigures figures = new TimeFigures(over, findings.points());
    Point best = findings.best();
    String unit = Prose.unit(best.entry().map());
    html.append("<section>\n<h2>When and where</h2>\n<div class=\"figures wide\">\n");
    figure(
        figures.courses(unit),
        "Mean over all places and people with its 95 % confidence band; "
            + best.entry().name()
            + " is highest at "
            + figures.peak(best)
            + ".");
    String times = figures.significantTimes(best);
    figure(
        figures.image(best, greatest()) + ColourBar.draw(greatest(), unit),
        Prose.capital(best.entry().name())
            + ", every place and time; what is not significant is pale"
            + (times.isEmpty() ? "." : ", what is lies between " + times + "."));
    String heads = figures.heads(greatest());
    if (!heads.isEmpty()) {
      figure(
          heads,
          "The head from above, nose up, averaged over stretches of time. Dots are sensors; between"
              + " them the map is interpolated, never beyond their values.");
    }
    html.append("</div>\n</section>\n");
  }

  private void beside() {
    List<Beside> rows = Beside.of(findings.best(), findings.peak(), ceiling);
    if (rows.isEmpty()) {
      return;
    }
    html.append("<section>\n<h2>What else predicts</h2>\n<div class=\"scroll\">\n")
        .append("<table class=\"numbers\">\n");
    header("", "mean r of all " + prose.plural(), "r at the peak", "highest r");
    for (Beside row : rows) {
      html.append("<tr><th scope=\"row\">").append(Html.escape(row.name())).append("</th>");
      cells(
          Numbers.correlation(row.mean()),
          Numbers.correlation(row.atPeak()),
          Numbers.correlation(row.highest()));
      html.append("</tr>\n");
    }
    html.append("</table>\n</div>\n");
    paragraph(
        "small",
        "All fitted with the same folds, at "
            + findings.best().entry().name()
            + ". Scores above a ceiling are possible and not cut off."
            + (rows.stream().anyMatch(row -> row.name().equals(Beside.NEIGHBOURS))
                ? " What neighbours in time predict without features must be about 0."
                : ""));
    html.append("</section>\n");
  }

  private void numbers() {
    html.append("<section>\n<h2>Numbers</h2>\n<div class=\"scroll\">\n<table class=\"numbers\">\n");
    boolean both =
        findings.points().stream().allMatch(p -> p.model().isPresent() && p.baseline().isPresent());
    header(
        settings.axis(),
        "mean",
        "95 % CI",
        both ? "model" : null,
        both ? "baseline" : null,
        "significant",
        "worse",
        "highest",
        "at");
    for (Point point : findings.points()) {
      int peak = Findings.peak(point);
      html.append(
          point.equals(findings.best()) && findings.found() ? "<tr class=\"best\">" : "<tr>");
      html.append("<th scope=\"row\">").append(Html.escape(label(point.entry()))).append("</th>");
      cells(
          Numbers.correlation(point.value().mean()),
          Numbers.interval(point.value()),
          both ? Numbers.correlation(point.model().get().mean()) : null,
          both ? Numbers.correlation(point.baseline().get().mean()) : null,
          Prose.grouped(point.significant().length),
          Prose.grouped(point.significantBelow().length),
          Numbers.correlation(point.entry().mean()[peak]),
          place(peak));
      html.append("</tr>\n");
    }
    html.append("</table>\n</div>\n");
    paragraph(
        "small",
        "mean: "
            + Prose.unit(findings.best().entry().map())
            + ", averaged as in the curves. significant, worse: "
            + prose.plural()
            + " above and below 0 ("
            + prose.test()
            + "). highest: the greatest group mean of a single "
            + prose.singular()
            + ", chosen for being highest and so too high.");
    if (findings.geometry() instanceof Geometry.Regions regions) {
      regionNumbers(regions);
    }
    areas();
    paragraph(
        "small", "summary.json and summary.tsv beside this page hold the same numbers in full.");
    html.append("</section>\n");
  }

  private static String label(Entry entry) {
    return entry.series().isEmpty() ? entry.x() : entry.x() + " · " + entry.series();
  }

  private String place(int target) {
    String place =
        findings.geometry() instanceof Geometry.Volume volume
            ? Numbers.millimetres(new Grid3(volume).millimetres(target))
            : findings.geometry().targetName(target);
    return findings.geometry().area(target).map(area -> place + ", " + area).orElse(place);
  }

  /** What an atlas says of the best point, where one was given when the recordings were read. */
  private void areas() {
    List<AreaRow> rows = AreaRow.of(findings.best());
    if (rows.isEmpty()) {
      return;
    }
    html.append("<h3>")
        .append(Html.escape(Prose.capital(findings.best().entry().name())))
        .append(" by area</h3>\n<div class=\"scroll\">\n<table class=\"numbers\">\n");
    header("area", prose.plural(), "significant", "mean", "highest");
    for (AreaRow row : rows) {
      html.append("<tr><th scope=\"row\">").append(Html.escape(row.name())).append("</th>");
      cells(
          Prose.grouped(row.targets()),
          Prose.grouped(row.significant()),
          Numbers.correlation(row.mean()),
          Numbers.correlation(row.highest()));
      html.append("</tr>\n");
    }
    html.append("</table>\n</div>\n");
  }

  private void regionNumbers(Geometry.Regions regions) {
    Entry best = findings.best().entry();
    Scores scores = best.scores();
    boolean both = scores.maps().contains("mean-baseline-r");
    Optional<double[]> top = ceiling.map(c -> c.mean("mean"));
    html.append("<h3>")
        .append(Html.escape(Prose.capital(best.name())))
        .append(" by region</h3>\n<div class=\"scroll\">\n<table class=\"numbers\">\n");
    header(
        "region",
        "mean",
        "standard error",
        both ? "model" : null,
        both ? "baseline" : null,
        top.isPresent() ? "ceiling" : null,
        "p",
        "p corrected");
    for (int region = 0; region < regions.targets(); region++) {
      int target = region;
      boolean significant = Arrays.stream(findings.best().significant()).anyMatch(t -> t == target);
      html.append(significant ? "<tr class=\"best\">" : "<tr>")
          .append("<th scope=\"row\">")
          .append(Html.escape(regions.names().get(region)))
          .append("</th>");
      cells(
          Numbers.correlation(best.mean()[region]),
          Numbers.correlation(scores.mean("sem")[region]),
          both ? Numbers.correlation(Summary.of(scores, "mean-r", region)) : null,
          both ? Numbers.correlation(Summary.of(scores, "mean-baseline-r", region)) : null,
          top.isPresent() ? Numbers.correlation(top.get()[region]) : null,
          Numbers.p(scores.mean("p")[region]),
          Numbers.p(best.significance()[region]));
      html.append("</tr>\n");
    }
    html.append("</table>\n</div>\n");
    double level = best.level() / findings.points().size();
    paragraph(
        "small",
        "p corrected holds for all regions at one point. Bold: significant for all points together,"
            + " that is at most "
            + Numbers.p(level)
            + ".");
  }

  private void method() {
    html.append("<section>\n<h2>How it was done</h2>\n");
    FactTable.method(findings, prose, settings).forEach(sentence -> paragraph("", sentence));
    if (ceiling.isPresent()) {
      paragraph(
          "",
          "Ceiling: the correlation of each person's response with the mean of the other people's, averaged over people.");
    }
    html.append(WORKFLOW_PLACE).append('\n');
    FactTable facts = FactTable.of(findings.points());
    html.append(
        "<details>\n<summary>Everything the scores say about how they were made</summary>\n");
    table(facts.common());
    varying(facts);
    html.append("</details>\n<details>\n<summary>Settings of this report</summary>\n");
    table(Map.of("axis", settings.axis(), "strongest", Double.toString(settings.strongest())));
    html.append("</details>\n");
    truth.ifPresent(
        t -> {
          html.append("<details>\n<summary>Everything the simulation planted</summary>\n");
          table(t.all());
          html.append("</details>\n");
        });
    html.append("</section>\n");
  }

  private void table(Map<String, String> entries) {
    html.append("<table class=\"pairs\">\n");
    boolean ordered = entries instanceof java.util.LinkedHashMap;
    for (String name : ordered ? entries.keySet() : new TreeSet<>(entries.keySet())) {
      html.append("<tr><th scope=\"row\">")
          .append(Html.escape(name))
          .append("</th><td>")
          .append(Html.escape(entries.get(name)))
          .append("</td></tr>\n");
    }
    html.append("</table>\n");
  }

  private void varying(FactTable facts) {
    if (facts.varying().isEmpty()) {
      return;
    }
    html.append("<div class=\"scroll\">\n<table class=\"numbers\">\n<tr><th></th>");
    findings
        .points()
        .forEach(p -> html.append("<th>").append(Html.escape(label(p.entry()))).append("</th>"));
    html.append("</tr>\n");
    facts
        .varying()
        .forEach(
            (name, values) -> {
              html.append("<tr><th scope=\"row\">").append(Html.escape(name)).append("</th>");
              cells(values.toArray(String[]::new));
              html.append("</tr>\n");
            });
    html.append("</table>\n</div>\n");
  }

  private void cite() {
    html.append("<section>\n<h2>How to cite</h2>\n<ul>\n");
    Citations.of(findings, ceiling.isPresent(), settings.cite())
        .forEach(line -> html.append("<li>").append(Html.escape(line)).append("</li>\n"));
    html.append("</ul>\n</section>\n");
  }

  private void figure(String svg, String caption) {
    html.append("<figure>\n")
        .append(svg)
        .append("<figcaption>")
        .append(Html.escape(caption))
        .append("</figcaption>\n</figure>\n");
  }

  private void paragraph(String style, String words) {
    html.append(style.isEmpty() ? "<p>" : "<p class=\"" + style + "\">")
        .append(Html.escape(words))
        .append("</p>\n");
  }

  private void header(String... names) {
    html.append("<tr>");
    for (String name : names) {
      if (name != null) {
        html.append("<th scope=\"col\">").append(Html.escape(name)).append("</th>");
      }
    }
    html.append("</tr>\n");
  }

  private void cells(String... values) {
    for (String value : values) {
      if (value != null) {
        html.append("<td>").append(Html.escape(value)).append("</td>");
      }
    }
  }
}
