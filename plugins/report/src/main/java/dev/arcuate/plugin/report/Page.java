package dev.arcuate.plugin.report;

/** The page for people: one file, nothing from elsewhere. */
final class Page {
  /** Where whoever publishes the page may put the workflow it came from. */
  static final String WORKFLOW_PLACE = "<!-- arcuate:workflow -->";

  private final Contents contents;
  private final Findings findings;
  private final Prose prose;
  private final Markup html = new Markup();

  Page(Contents contents) {
    this.contents = contents;
    this.findings = contents.findings();
    this.prose = contents.prose();
  }

  String write() {
    html.begin(contents.settings().title());
    heading();
    answer();
    warnings();
    contents.verdict().ifPresent(this::planted);
    new CurveSection(html, contents).write();
    new PlaceSection(html, contents).write();
    NumberSection numbers = new NumberSection(html, contents);
    numbers.beside();
    numbers.numbers();
    MethodSection method = new MethodSection(html, contents);
    method.method();
    method.cite();
    return html.end();
  }

  private void heading() {
    html.append("<header>\n<h1>").text(contents.settings().title()).append("</h1>\n");
    html.paragraph(
        "facts",
        findings.people()
            + " people · "
            + prose.count(findings.geometry().targets())
            + (findings.points().size() > 1 ? " · " + prose.points() : ""));
    contents.settings().notes().forEach(note -> html.paragraph("note-text", note));
    html.append("</header>\n");
  }

  private void answer() {
    html.append("<section class=\"answer ")
        .append(findings.found() || findings.onlyTheCurve() ? "found" : "nothing")
        .append("\">\n<h2>")
        .text(prose.headline())
        .append("</h2>\n");
    prose.answer().forEach(sentence -> html.paragraph("", sentence));
    html.append("</section>\n");
  }

  private void warnings() {
    if (contents.warnings().isEmpty()) {
      return;
    }
    html.append("<section class=\"warning\">\n<h2>Before you believe it</h2>\n<ul>\n");
    contents.warnings().forEach(warning -> html.append("<li>").text(warning).append("</li>\n"));
    html.append("</ul>\n</section>\n");
  }

  private void planted(Verdict comparison) {
    html.append("<section>\n<h2>The planted truth beside what was found</h2>\n");
    html.paragraph("", "These recordings were simulated, so the right answer is known.");
    html.append("<table class=\"truth-table\">\n")
        .append("<tr><th></th><th>planted</th><th>found</th><th></th></tr>\n");
    for (Verdict.Row row : comparison.rows()) {
      html.append("<tr><th scope=\"row\">")
          .text(row.what())
          .append("</th><td>")
          .text(row.planted())
          .append("</td><td>")
          .text(row.found())
          .append(
              row.agrees() ? "</td><td class=\"yes\">✓ agrees" : "</td><td class=\"no\">✗ differs")
          .append("</td></tr>\n");
    }
    html.append("</table>\n</section>\n");
  }
}
