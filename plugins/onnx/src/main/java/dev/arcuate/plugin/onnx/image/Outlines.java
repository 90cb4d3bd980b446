package dev.arcuate.plugin.onnx.image;

import java.awt.geom.Path2D;

/** A font: outlines of signs, and how they stand beside each other. */
interface Outlines {
  boolean has(int codePoint);

  /** Height of a capital letter in a font whose em is so many pixels. */
  double capHeight(double size);

  /** The width of a text in pixels. */
  double width(String text, double size);

  /**
   * The outline of a text in pixels, y downwards, its base line at 0 and its left end at 0. Signs
   * that are written from the right stand as they are written.
   */
  Path2D outline(String text, double size);
}
