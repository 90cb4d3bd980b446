package dev.arcuate.plugin.report;

import dev.arcuate.api.value.Design;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The page on what was done before any model was fitted: one file, nothing from elsewhere. */
final class DesignPage {
  private final DesignPageSettings settings;
  private final List<PreparedRun> runs;
  private final Optional<Design> design;
  private final Markup html = new Markup();

  DesignPage(DesignPageSettings settings, List<PreparedRun> runs, Optional<Design> design) {
    this.settings = settings;
    this.runs = runs;
    this.design = design;
  }

  String write() {
    html.begin(settings.title());
    html.append("<header>\n<h1>").text(settings.title()).append("</h1>\n</header>\n");
    overview();
    design.ifPresent(this::design);
    runs.forEach(this::run);
    return html.end();
  }

  private void overview() {
    html.append(
        "<section>\n<h2>Run by run</h2>\n<div class=\"scroll\">\n<table class=\"numbers\">\n");
    row("th", List.of("subject", "run", "volumes", "censored", "left", "regressors", "taken out"));
    for (PreparedRun run : runs) {
      row(
          "td",
          List.of(
              run.subject(),
              run.label(),
              Integer.toString(run.recorded()),
              Integer.toString(run.removed().size()),
              Integer.toString(run.rows()),
              Integer.toString(run.regressors().size()),
              Numbers.percent(run.taken())));
    }
    html.append("</table>\n</div>\n");
    html.paragraph(
        "small",
        "Taken out: the share of a target's variance about its mean that cleaning took out, averaged"
            + " over targets. Shares of single operations below; an operation may take out what"
            + " another left of the same signal, so their order matters.");
    html.append("</section>\n");
  }

  private void run(PreparedRun run) {
    html.append("<section>\n<h2>Subject ")
        .text(run.subject())
        .append(", run ")
        .text(run.label())
        .append("</h2>\n");
    if (run.operations().isEmpty()) {
      html.paragraph("", "Nothing was done to these series.");
    } else {
      html.append("<ol>\n");
      for (String operation : run.operations()) {
        html.append("<li>").text(operation);
        if (run.shares().containsKey(operation)) {
          html.append(" — ")
              .text(Numbers.percent(run.shares().get(operation)))
              .append(" of the variance");
        }
        html.append("</li>\n");
      }
      html.append("</ol>\n");
    }
    if (!run.removed().isEmpty()) {
      html.paragraph("", "Censored: " + censored(run) + ".");
    }
    run.nuisance()
        .ifPresent(
            matrix ->
                html.figure(
                    MatrixFigure.draw(
                        matrix,
                        run.regressors(),
                        run.removed().keySet(),
                        "What was projected out of run " + run.label()),
                    "What was projected out, as it was projected: volumes from left to right, each"
                        + " regressor on its own scale."
                        + (run.removed().isEmpty() ? "" : " Marks above: censored volumes.")));
    for (PreparedRun.Response response : run.responses()) {
      html.figure(
          ResponseFigure.draw(response),
          "Share of an oscillation that is left, by its frequency: " + response.name() + ".");
    }
    html.append("</section>\n");
  }

  private static String censored(PreparedRun run) {
    Map<String, List<Integer>> byReason = new TreeMap<>();
    run.removed()
        .forEach((place, why) -> byReason.computeIfAbsent(why, w -> new ArrayList<>()).add(place));
    Map<String, String> words = new LinkedHashMap<>();
    words.put("FD", "by framewise displacement");
    words.put("DVARS", "by standardised DVARS");
    words.put("short", "in too short a stretch between others");
    words.put("non-steady", "before the steady state");
    words.put("named", "named in the settings");
    return byReason.entrySet().stream()
        .map(
            entry ->
                entry.getValue().size()
                    + " "
                    + words.getOrDefault(entry.getKey(), entry.getKey())
                    + " (volume "
                    + entry.getValue().stream()
                        .limit(20)
                        .map(String::valueOf)
                        .collect(Collectors.joining(", "))
                    + (entry.getValue().size() > 20 ? ", …" : "")
                    + ")")
        .collect(Collectors.joining("; "));
  }

  private void design(Design one) {
    html.append("<section>\n<h2>Design</h2>\n");
    html.paragraph(
        "",
        one.features()
            + " columns, "
            + one.sampling().samples()
            + " rows every "
            + one.sampling().periodSeconds()
            + " s. A row looks back up to "
            + one.maxDelaySeconds()
            + " s.");
    html.append("<table class=\"pairs\">\n");
    List<String> names = new ArrayList<>();
    for (Design.Group group : one.groups()) {
      row(
          "td",
          List.of(
              group.name(),
              group.columns() + (group.columns() == 1 ? " column" : " columns"),
              group.delaysSeconds().isEmpty()
                  ? "no delays"
                  : "delays "
                      + group.delaysSeconds().stream()
                          .map(String::valueOf)
                          .collect(Collectors.joining(", "))
                      + " s"));
      for (int c = 0; c < group.columns(); c++) {
        names.add(group.name());
      }
    }
    html.append("</table>\n");
    int most = 400;
    if (names.size() <= most) {
      List<Integer> starts = new ArrayList<>();
      for (int run = 1; run < one.sampling().runs().size(); run++) {
        starts.add(one.sampling().firstRow(run));
      }
      html.figure(
          MatrixFigure.draw(one.matrix(), names, starts, "The design"),
          "The design: volumes from left to right, each column on its own scale."
              + (starts.isEmpty() ? "" : " Marks above: where a run begins."));
    }
    html.append("</section>\n");
  }

  private void row(String kind, List<String> values) {
    html.append("<tr>");
    for (String value : values) {
      html.append("<" + kind + ">").text(value).append("</" + kind + ">");
    }
    html.append("</tr>\n");
  }
}
