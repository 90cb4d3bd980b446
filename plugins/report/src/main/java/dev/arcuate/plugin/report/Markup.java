package dev.arcuate.plugin.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A page in the making. What {@link #append} takes is markup; all other words are escaped. */
final class Markup {
  private final StringBuilder html = new StringBuilder();

  /** From the top of the page to where its content begins. */
  void begin(String title) {
    append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<title>")
        .text(title)
        .append("</title>\n<style>\n")
        .append(style())
        .append("</style>\n</head>\n<body>\n<main>\n");
  }

  /** Closes what {@link #begin} opened. */
  String end() {
    return append("</main>\n</body>\n</html>\n").html.toString();
  }

  private static String style() {
    try (InputStream css = Markup.class.getResourceAsStream("report.css")) {
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Markup append(String markup) {
    html.append(markup);
    return this;
  }

  Markup text(String words) {
    return append(Html.escape(words));
  }

  void figure(String svg, String caption) {
    append("<figure>\n")
        .append(svg)
        .append("<figcaption>")
        .text(caption)
        .append("</figcaption>\n</figure>\n");
  }

  /**
   * @param style a class of the style sheet, or nothing
   */
  void paragraph(String style, String words) {
    append(style.isEmpty() ? "<p>" : "<p class=\"" + style + "\">").text(words).append("</p>\n");
  }

  /** The first row of a table; what is null is left out. */
  void header(String... names) {
    append("<tr>");
    for (String name : names) {
      if (name != null) {
        append("<th scope=\"col\">").text(name).append("</th>");
      }
    }
    append("</tr>\n");
  }

  /** Further cells of a row; what is null is left out. */
  void cells(String... values) {
    for (String value : values) {
      if (value != null) {
        append("<td>").text(value).append("</td>");
      }
    }
  }
}
