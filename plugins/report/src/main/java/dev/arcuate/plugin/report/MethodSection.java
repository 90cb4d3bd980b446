package dev.arcuate.plugin.report;

import dev.arcuate.api.value.Scores;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** How the numbers came about, and whom to cite. */
final class MethodSection {
  private final Markup html;
  private final ReportSettings settings;
  private final Findings findings;
  private final Prose prose;
  private final Optional<Truth> truth;
  private final Optional<Scores> ceiling;

  MethodSection(Markup html, Contents contents) {
    this.html = html;
    this.settings = contents.settings();
    this.findings = contents.findings();
    this.prose = contents.prose();
    this.truth = contents.truth();
    this.ceiling = contents.ceiling();
  }

  void method() {
    html.append("<section>\n<h2>How it was done</h2>\n");
    FactTable.method(findings, prose, settings).forEach(sentence -> html.paragraph("", sentence));
    if (ceiling.isPresent()) {
      html.paragraph(
          "",
          "Ceiling: the correlation of each person's response with the mean of the other people's, averaged over people.");
    }
    html.append(Page.WORKFLOW_PLACE + "\n");
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
    boolean ordered = entries instanceof LinkedHashMap;
    for (String name : ordered ? entries.keySet() : new TreeSet<>(entries.keySet())) {
      html.append("<tr><th scope=\"row\">")
          .text(name)
          .append("</th><td>")
          .text(entries.get(name))
          .append("</td></tr>\n");
    }
    html.append("</table>\n");
  }

  private void varying(FactTable facts) {
    if (facts.varying().isEmpty()) {
      return;
    }
    html.append("<div class=\"scroll\">\n<table class=\"numbers\">\n<tr><th></th>");
    findings.points().forEach(p -> html.append("<th>").text(p.entry().label()).append("</th>"));
    html.append("</tr>\n");
    facts
        .varying()
        .forEach(
            (name, values) -> {
              html.append("<tr><th scope=\"row\">").text(name).append("</th>");
              html.cells(values.toArray(String[]::new));
              html.append("</tr>\n");
            });
    html.append("</table>\n</div>\n");
  }

  void cite() {
    html.append("<section>\n<h2>How to cite</h2>\n<ul>\n");
    Citations.of(findings, ceiling.isPresent(), settings.cite())
        .forEach(line -> html.append("<li>").text(line).append("</li>\n"));
    html.append("</ul>\n</section>\n");
  }
}
