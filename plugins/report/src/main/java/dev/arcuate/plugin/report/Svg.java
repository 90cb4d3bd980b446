package dev.arcuate.plugin.report;

import java.util.Locale;

/** Writes an SVG drawing. Colours come from classes, so that they follow the page's theme. */
final class Svg {
  private final StringBuilder text = new StringBuilder();

  Svg(double width, double height, String description) {
    this(width, height, description, false);
  }

  /**
   * @param bounded whether it is drawn no larger than its size, instead of as wide as its place
   */
  Svg(double width, double height, String description, boolean bounded) {
    text.append(
        String.format(
            Locale.ROOT,
            "<svg%s viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"%s\">\n",
            bounded ? String.format(Locale.ROOT, " style=\"max-width:%.0fpx\"", width) : "",
            width,
            height,
            Html.escape(description)));
  }

  Svg line(String style, double x1, double y1, double x2, double y2) {
    return add(
        "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
        style, x1, y1, x2, y2);
  }

  Svg circle(String style, double x, double y, double radius) {
    return add("<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"/>", style, x, y, radius);
  }

  /** A circle that tells its value when pointed at. */
  Svg circle(String style, double x, double y, double radius, String title) {
    return add(
        "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"><title>%s</title></circle>",
        style, x, y, radius, Html.escape(title));
  }

  Svg ellipse(String style, double x, double y, double radiusX, double radiusY) {
    return add(
        "<ellipse class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" rx=\"%.1f\" ry=\"%.1f\"/>",
        style, x, y, radiusX, radiusY);
  }

  Svg rect(String style, double x, double y, double width, double height) {
    return add(
        "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
        style, x, y, width, height);
  }

  /** A rectangle of a colour of its own. */
  Svg cell(String colour, double x, double y, double width, double height, String title) {
    return add(
        "<rect fill=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>%s</title></rect>",
        colour, x, y, width, height, Html.escape(title));
  }

  Svg path(String style, CharSequence data) {
    return add("<path class=\"%s\" d=\"%s\"/>", style, data);
  }

  Svg text(String style, double x, double y, String words) {
    return add(
        "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>", style, x, y, Html.escape(words));
  }

  /** Text that runs upwards, around its middle. */
  Svg upright(String style, double x, double y, String words) {
    return add(
        "<text class=\"%s\" transform=\"translate(%.1f %.1f) rotate(-90)\">%s</text>",
        style, x, y, Html.escape(words));
  }

  /** Pixels stretched without smoothing. */
  Svg image(byte[] png, double x, double y, double width, double height) {
    return add(
        "<image class=\"pixels\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\""
            + " preserveAspectRatio=\"none\" href=\"data:image/png;base64,%s\"/>",
        x, y, width, height, java.util.Base64.getEncoder().encodeToString(png));
  }

  /** Pixels with smoothing. */
  Svg picture(byte[] png, double x, double y, double width, double height) {
    return add(
        "<image x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\""
            + " href=\"data:image/png;base64,%s\"/>",
        x, y, width, height, java.util.Base64.getEncoder().encodeToString(png));
  }

  private Svg add(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
    return this;
  }

  @Override
  public String toString() {
    return text + "</svg>\n";
  }
}
