package dev.arcuate.plugin.report;

import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Scores;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The numbers behind the figures, in tables. */
final class NumberSection {
  private final Markup html;
  private final ReportSettings settings;
  private final Findings findings;
  private final Prose prose;
  private final Optional<Scores> ceiling;

  NumberSection(Markup html, Contents contents) {
    this.html = html;
    this.settings = contents.settings();
    this.findings = contents.findings();
    this.prose = contents.prose();
    this.ceiling = contents.ceiling();
  }

  /** Simple predictors beside the model, if the encoding had any. */
  void beside() {
    List<Beside> rows = Beside.of(findings.best(), findings.peak(), ceiling);
    if (rows.isEmpty()) {
      return;
    }
    html.append("<section>\n<h2>What else predicts</h2>\n<div class=\"scroll\">\n")
        .append("<table class=\"numbers\">\n");
    html.header("", "mean r of all " + prose.plural(), "r at the peak", "highest r");
    for (Beside row : rows) {
      html.append("<tr><th scope=\"row\">").text(row.name()).append("</th>");
      html.cells(
          Numbers.correlation(row.mean()),
          Numbers.correlation(row.atPeak()),
          Numbers.correlation(row.highest()));
      html.append("</tr>\n");
    }
    html.append("</table>\n</div>\n");
    html.paragraph(
        "small",
        "All fitted with the same folds, at "
            + findings.best().entry().name()
            + ". Scores above a ceiling are possible and not cut off."
            + (rows.stream().anyMatch(row -> row.name().equals(Beside.NEIGHBOURS))
                ? " What neighbours in time predict without features must be about 0."
                : ""));
    html.append("</section>\n");
  }

  void numbers() {
    html.append("<section>\n<h2>Numbers</h2>\n<div class=\"scroll\">\n<table class=\"numbers\">\n");
    boolean both = findings.haveBoth();
    html.header(
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
      html.append("<th scope=\"row\">").text(point.entry().label()).append("</th>");
      html.cells(
          Numbers.correlation(point.value().mean()),
          Numbers.interval(point.value()),
          both ? Numbers.correlation(point.model().get().mean()) : null,
          both ? Numbers.correlation(point.baseline().get().mean()) : null,
          Prose.grouped(point.significant().length),
          Prose.grouped(point.significantBelow().length),
          Numbers.correlation(point.entry().mean()[peak]),
          findings.place(peak));
      html.append("</tr>\n");
    }
    html.append("</table>\n</div>\n");
    html.paragraph(
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
    html.paragraph(
        "small", "summary.json and summary.tsv beside this page hold the same numbers in full.");
    html.append("</section>\n");
  }

  /** What an atlas says of the best point, where one was given when the recordings were read. */
  private void areas() {
    List<AreaRow> rows = AreaRow.of(findings.best());
    if (rows.isEmpty()) {
      return;
    }
    html.append("<h3>")
        .text(Prose.capital(findings.best().entry().name()))
        .append(" by area</h3>\n<div class=\"scroll\">\n<table class=\"numbers\">\n");
    html.header("area", prose.plural(), "significant", "mean", "highest");
    for (AreaRow row : rows) {
      html.append("<tr><th scope=\"row\">").text(row.name()).append("</th>");
      html.cells(
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
        .text(Prose.capital(best.name()))
        .append(" by region</h3>\n<div class=\"scroll\">\n<table class=\"numbers\">\n");
    html.header(
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
          .text(regions.names().get(region))
          .append("</th>");
      html.cells(
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
    html.paragraph(
        "small",
        "p corrected holds for all regions at one point. Bold: significant for all points together,"
            + " that is at most "
            + Numbers.p(level)
            + ".");
  }
}
