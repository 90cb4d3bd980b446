package dev.arcuate.plugin.syntax;

import dev.arcuate.api.value.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Originals and equivalents side by side, as a page without anything from outside. */
final class EquivalentsPage {
  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <title>Equivalents</title>
      <style>
      body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem; max-width: 70rem; color: #222; }
      table { border-collapse: collapse; width: 100%; margin-bottom: 1.5rem; }
      td { border-bottom: 1px solid #ddd; padding: .2rem .5rem; vertical-align: top; }
      td.s { width: 7rem; color: #666; font-variant-numeric: tabular-nums; white-space: nowrap; }
      tr.original td { font-weight: 600; border-bottom: 2px solid #888; }
      tr.accepted td { background: #fff1d6; }
      </style>
      </head>
      <body>
      <h1>Sentences and their equivalents</h1>
      <p>Each original, and below it sentences of the same structure and random content, with the
      agreement of their dependency distances. Marked ones are not valid and were taken for want of
      better ones. To change them, edit the column <code>words</code> of the table and give it back
      with <code>equivalents-given</code>.</p>
      """;

  private EquivalentsPage() {}

  static void write(Path folder, Table table) throws IOException {
    StringBuilder page = new StringBuilder(HEAD);
    String sentence = "";
    for (int row = 0; row < table.rows(); row++) {
      if (!table.text(row, "sentence").equals(sentence)) {
        page.append(sentence.isEmpty() ? "" : "</table>\n").append("<table>\n");
        sentence = table.text(row, "sentence");
      }
      String story = table.text(row, "story");
      boolean original = story.equals(Equivalents.ORIGINAL);
      page.append("<tr class=\"")
          .append(original ? "original" : escaped(table.text(row, "validity")))
          .append("\"><td class=\"s\">")
          .append(escaped(original ? "sentence " + sentence : story))
          .append("</td><td class=\"s\">")
          .append(escaped(original ? "" : table.text(row, "score")))
          .append("</td><td>")
          .append(escaped(table.text(row, "text")))
          .append("</td></tr>\n");
    }
    page.append("</table>\n</body>\n</html>\n");
    Files.writeString(folder.resolve("equivalents.html"), page);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
