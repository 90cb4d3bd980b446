package dev.arcuate.plugin.decompose;

import dev.arcuate.api.value.Scores;
import dev.arcuate.api.value.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The score table of every region, as a page without anything from outside. */
final class SummaryPage {
  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <title>Syntax and semantics by region</title>
      <style>
      body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem; max-width: 70rem; color: #222; }
      table { border-collapse: collapse; margin: 1rem 0 1.5rem; }
      th, td { padding: .3rem .7rem; text-align: right; border-bottom: 1px solid #ddd;
        font-variant-numeric: tabular-nums; }
      th { font-weight: 500; }
      thead th { border-bottom: 1px solid #888; }
      thead tr:first-child th { text-align: center; border-bottom: none; }
      tbody th, thead th:first-child { text-align: left; }
      td small { display: block; color: #666; font-size: 11px; line-height: 1.2; }
      .start { border-left: 1px solid #bbb; }
      td.yes { background: #d8ecd3; font-weight: 600; }
      td.uncounted { outline: 1px dashed #888; outline-offset: -3px; }
      .warning { background: #fff1d6; padding: .5rem .8rem; }
      .verdict { font-size: 17px; }
      </style>
      </head>
      <body>
      <h1>Syntax and semantics by region</h1>
      """;
  private static final List<String> ROWS = List.of("syntax", "semantics", "both");
  private static final List<String> COLUMNS = List.of("lexical", "compositional", "both");

  /** A cell of a region. */
  private record Entry(
      String region, String cell, double mean, double p, double corrected, boolean survives) {}

  private final Table kinds;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Map<String, Object> facts;
  private final SummarySettings settings;

  private SummaryPage(Table kinds, Table cells, Scores group, SummarySettings settings) {
    this.kinds = kinds;
    this.facts = group.facts();
    this.settings = settings;
    for (int row = 0; row < cells.rows(); row++) {
      Entry entry =
          new Entry(
              cells.text(row, "region"),
              cells.text(row, "cell"),
              cells.number(row, "mean"),
              cells.number(row, "p"),
              cells.number(row, "p-corrected"),
              Boolean.parseBoolean(cells.text(row, "survives")));
      entries.put(entry.region() + " " + entry.cell(), entry);
    }
  }

  static void write(Path folder, Table kinds, Table cells, Scores group, SummarySettings settings)
      throws IOException {
    String page = new SummaryPage(kinds, cells, group, settings).page();
    Files.writeString(folder.resolve("score-table.html"), page);
  }

  private String page() {
    StringBuilder page = new StringBuilder(HEAD);
    warnings().forEach(text -> page.append("<p class=\"warning\">").append(text).append("</p>\n"));
    page.append("<p class=\"verdict\">").append(verdict()).append("</p>\n");
    page.append("<p>").append(method()).append("</p>\n");
    table(page);
    page.append("<p>").append(legend()).append("</p>\n");
    kinds(page);
    return page.append("</body>\n</html>\n").toString();
  }

  private List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (Boolean.TRUE.equals(facts.get("leaky"))) {
      String leaks = listed("leaks");
      warnings.add(
          "The split leaks, as the workflow allowed"
              + (leaks.isEmpty() ? "" : ": " + leaks)
              + ". These scores are too high.");
    }
    if (!listed("quirks").isEmpty()) {
      warnings.add(
          "Quirks of published code were followed, as the workflow asked: "
              + listed("quirks")
              + ".");
    }
    return warnings;
  }

  private String listed(String fact) {
    return facts.get(fact) instanceof List<?> list
        ? escaped(list.stream().map(String::valueOf).collect(Collectors.joining("; ")))
        : "";
  }

  /** States plainly what survives and what does not. */
  private String verdict() {
    List<Entry> surviving = entries.values().stream().filter(Entry::survives).toList();
    List<Entry> uncounted = entries.values().stream().filter(this::isUncounted).toList();
    int all = entries.size();
    int others = all - surviving.size() - uncounted.size();
    if (surviving.isEmpty() && uncounted.isEmpty()) {
      return "Nothing survives: none of the "
          + all
          + " scores and differences can be told from chance."
          + nearest();
    }
    String found =
        surviving.isEmpty()
            ? "Nothing survives of " + all + " scores and differences."
            : surviving.size()
                + " of "
                + all
                + " scores and differences survive: "
                + named(surviving)
                + ".";
    String above =
        uncounted.isEmpty()
            ? ""
            : " Not counted, though above 0 by "
                + (uncounted.size() == 1 ? "its test: " : "their tests: ")
                + named(uncounted)
                + "; a difference counts only where the larger model is shown to predict the region"
                + " at all.";
    return found + above + " The other " + others + " cannot be told from chance.";
  }

  /** Whether a test finds it above 0 and it means nothing, since the region is not predicted. */
  private boolean isUncounted(Entry entry) {
    return !entry.survives() && entry.mean() > 0 && entry.corrected() <= settings.level();
  }

  private static String named(List<Entry> entries) {
    return entries.stream()
        .collect(
            Collectors.groupingBy(
                Entry::region,
                LinkedHashMap::new,
                Collectors.mapping(Entry::cell, Collectors.joining(", "))))
        .entrySet()
        .stream()
        .map(region -> escaped(region.getKey()) + " (" + region.getValue() + ")")
        .collect(Collectors.joining("; "));
  }

  private String nearest() {
    return entries.values().stream()
        .filter(entry -> entry.mean() > 0 && !Double.isNaN(entry.corrected()))
        .min(java.util.Comparator.comparingDouble(Entry::corrected))
        .map(
            entry ->
                String.format(
                    Locale.ROOT,
                    " The nearest to it is %s in %s: %.3f, p %s, %s corrected.",
                    entry.cell(),
                    escaped(entry.region()),
                    entry.mean(),
                    p(entry.p()),
                    p(entry.corrected())))
        .orElse("");
  }

  private String method() {
    StringBuilder text = new StringBuilder();
    if (facts.get("subjects") instanceof List<?> people) {
      text.append(people.size()).append(people.size() == 1 ? " person, " : " people, ");
    }
    if (facts.get("test") != null) {
      text.append("wilcoxon".equals(facts.get("test")) ? "signed-rank" : "t").append(" tests, ");
    }
    text.append(
            settings.correction() == SummarySettings.Correction.FDR
                ? "false discovery rate of "
                : "family-wise error (Holm) of ")
        .append(settings.level())
        .append(" over all ")
        .append(entries.size())
        .append(" cells.");
    if ("subtracted".equals(facts.get("baseline"))) {
      text.append(" The score of low-level features alone is subtracted from every score.");
    } else if (ScoreTableStep.TAKEN_OUT.equals(facts.get("baseline"))) {
      text.append(" What low-level features predict was taken out of the responses before.");
    }
    return text.toString();
  }

  private void table(StringBuilder page) {
    page.append("<table>\n<thead><tr><th></th>");
    ROWS.forEach(
        row -> page.append("<th class=\"start\" colspan=\"3\">").append(row).append("</th>"));
    page.append("</tr>\n<tr><th>region</th>");
    for (int row = 0; row < ROWS.size(); row++) {
      for (String column : COLUMNS) {
        page.append(column.equals(COLUMNS.get(0)) ? "<th class=\"start\">" : "<th>");
        page.append(column).append("</th>");
      }
    }
    page.append("</tr></thead>\n<tbody>\n");
    for (int k = 0; k < kinds.rows(); k++) {
      String region = kinds.text(k, "region");
      page.append("<tr><th>").append(escaped(region)).append("</th>");
      for (String row : ROWS) {
        for (String column : COLUMNS) {
          cell(page, entries.get(region + " " + row + "-" + column), column);
        }
      }
      page.append("</tr>\n");
    }
    page.append("</tbody>\n</table>\n");
  }

  private void cell(StringBuilder page, Entry entry, String column) {
    page.append("<td class=\"")
        .append(column.equals(COLUMNS.get(0)) ? "start" : "")
        .append(entry.survives() ? " yes" : isUncounted(entry) ? " uncounted" : "")
        .append("\">")
        .append(String.format(Locale.ROOT, "%.3f", entry.mean()).replace("-", "\u2212"))
        .append("<small>p ")
        .append(p(entry.corrected()))
        .append("</small></td>");
  }

  private static String legend() {
    return "Mean over people of the correlation or, in the cells that compare two models, of its"
        + " difference; below it the corrected p. Green survives: above 0, and, for a difference,"
        + " where the region is predicted at all; dashed is a difference above 0 where it is not"
        + " shown to be. The row of semantics does not add up: compositional"
        + " semantics is what the layer explains beyond syntax and words together.";
  }

  private void kinds(StringBuilder page) {
    page.append("<p>What each region follows:");
    for (int row = 0; row < kinds.rows(); row++) {
      page.append(row == 0 ? " " : "; ")
          .append(escaped(kinds.text(row, "region")))
          .append(" \u2013 ")
          .append(kinds.text(row, "kind"));
    }
    page.append(".</p>\n");
  }

  private static String p(double value) {
    if (Double.isNaN(value)) {
      return "n/a";
    }
    return value < 0.001 ? "&lt; .001" : String.format(Locale.ROOT, "%.3f", value);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
