package dev.arcuate.plugin.decompose;

import dev.arcuate.api.value.Scores;
import dev.arcuate.api.value.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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
      body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem; max-width: 60rem; color: #222; }
      table { border-collapse: collapse; margin: .5rem 0 1.5rem; }
      th, td { border: 1px solid #ccc; padding: .25rem .7rem; text-align: right; }
      th { text-align: left; font-weight: 500; background: #f5f5f5; }
      td.yes { background: #d8ecd3; font-weight: 600; }
      .leaky { background: #fff1d6; padding: .5rem; }
      </style>
      </head>
      <body>
      <h1>Syntax and semantics by region</h1>
      """;
  private static final List<String> ROWS = List.of("syntax", "semantics", "both");
  private static final List<String> COLUMNS = List.of("lexical", "compositional", "both");

  private SummaryPage() {}

  static void write(Path folder, Table kinds, Table cells, Scores group, SummarySettings settings)
      throws IOException {
    StringBuilder page = new StringBuilder(HEAD);
    if (Boolean.TRUE.equals(group.facts().get("leaky"))) {
      page.append("<p class=\"leaky\">Training and test rows are closer than the response of the")
          .append(" brain reaches: these scores are too high.</p>\n");
    }
    page.append("<p>").append(verdict(kinds, cells)).append("</p>\n");
    page.append(
            "<p>Mean over people of the correlation, or of its difference. Green: above 0 with a")
        .append(
            settings.correction() == SummarySettings.Correction.FDR
                ? " false discovery rate of "
                : " family-wise error of ")
        .append(settings.level())
        .append(" over all cells and regions, and, for differences, only where the")
        .append(
            " region is predicted at all. The middle row does not add up: compositional semantics"
                + " is")
        .append(" what the layer explains beyond syntax and words together.</p>\n");
    page.append(
        """
        <p>Syntactic: the layer's syntax predicts, and better than that of words (syntax, right and
        middle). Semantic: the whole layer predicts better than words, than syntax, and than both
        side by side (middle below, semantics right and middle). Mixed: all five survive. Lexical:
        words predict, and nothing beyond them does.</p>
        """);
    Map<String, String> mean = new HashMap<>();
    Map<String, Boolean> survives = new HashMap<>();
    for (int row = 0; row < cells.rows(); row++) {
      String key = cells.text(row, "region") + " " + cells.text(row, "cell");
      mean.put(key, String.format(Locale.ROOT, "%.3f", cells.number(row, "mean")));
      survives.put(key, Boolean.valueOf(cells.text(row, "survives")));
    }
    for (int row = 0; row < kinds.rows(); row++) {
      String region = kinds.text(row, "region");
      page.append("<h2>").append(escaped(region)).append(": ");
      page.append(escaped(kinds.text(row, "kind"))).append("</h2>\n<table><tr><th></th>");
      COLUMNS.forEach(column -> page.append("<th>").append(column).append("</th>"));
      page.append("</tr>\n");
      for (String line : ROWS) {
        page.append("<tr><th>").append(line).append("</th>");
        for (String column : COLUMNS) {
          String key = region + " " + line + "-" + column;
          page.append(survives.get(key) ? "<td class=\"yes\">" : "<td>")
              .append(mean.get(key))
              .append("</td>");
        }
        page.append("</tr>\n");
      }
      page.append("</table>\n");
    }
    page.append("</body>\n</html>\n");
    Files.writeString(folder.resolve("score-table.html"), page);
  }

  /** States plainly what survives and what does not. */
  private static String verdict(Table kinds, Table cells) {
    int surviving = 0;
    for (int row = 0; row < cells.rows(); row++) {
      surviving += Boolean.parseBoolean(cells.text(row, "survives")) ? 1 : 0;
    }
    int all = cells.rows();
    if (surviving == 0) {
      return "Nothing survives: none of the "
          + all
          + " scores and differences can be told from"
          + " chance.";
    }
    StringBuilder text = new StringBuilder();
    text.append(surviving).append(" of ").append(all);
    text.append(" scores and differences survive, the other ").append(all - surviving);
    text.append(" do not.");
    for (int row = 0; row < kinds.rows(); row++) {
      text.append(row == 0 ? " " : "; ").append(escaped(kinds.text(row, "region"))).append(": ");
      text.append(kinds.text(row, "kind"));
    }
    return text.append(".").toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
