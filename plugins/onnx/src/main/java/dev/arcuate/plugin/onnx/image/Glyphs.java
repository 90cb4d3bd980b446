package dev.arcuate.plugin.onnx.image;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * The outlines of a font without serifs, out of this jar: which fonts a machine has differs, and so
 * would the pictures. Made by {@code bench/oracles/glyphs.py}, which tells the format.
 */
final class Glyphs {
  private static final String TABLE = "plain-sans.glyphs";

  private final Map<Integer, Glyph> glyphs = new HashMap<>();
  private final double unitsPerEm;
  private final double capHeight;

  /** An outline in font units, y upwards. */
  private record Glyph(Path2D outline, int advance) {}

  Glyphs() throws IOException {
    try (InputStream resource = Glyphs.class.getResourceAsStream(TABLE);
        DataInputStream in = new DataInputStream(new GZIPInputStream(resource))) {
      unitsPerEm = in.readShort();
      in.readShort();
      in.readShort();
      capHeight = in.readShort();
      int count = in.readInt();
      for (int glyph = 0; glyph < count; glyph++) {
        int codePoint = in.readInt();
        int advance = in.readShort();
        glyphs.put(codePoint, new Glyph(outline(in, in.readShort()), advance));
      }
    }
  }

  private static Path2D outline(DataInputStream in, int commands) throws IOException {
    Path2D path = new Path2D.Double(Path2D.WIND_NON_ZERO);
    for (int command = 0; command < commands; command++) {
      switch (in.readByte()) {
        case 0 -> path.moveTo(in.readShort(), in.readShort());
        case 1 -> path.lineTo(in.readShort(), in.readShort());
        case 2 -> path.quadTo(in.readShort(), in.readShort(), in.readShort(), in.readShort());
        default -> path.closePath();
      }
    }
    return path;
  }

  boolean has(int codePoint) {
    return glyphs.containsKey(codePoint);
  }

  /** Height of a capital letter in a font whose em is so many pixels. */
  double capHeight(double size) {
    return capHeight * size / unitsPerEm;
  }

  /** The width of a text in pixels. */
  double width(String text, double size) {
    return text.codePoints().mapToDouble(point -> advance(point)).sum() * size / unitsPerEm;
  }

  private int advance(int codePoint) {
    return has(codePoint) ? glyphs.get(codePoint).advance() : 0;
  }

  /** The outline of a text in pixels, y downwards, its base line at 0 and its start at 0. */
  Path2D outline(String text, double size) {
    double scale = size / unitsPerEm;
    Path2D path = new Path2D.Double(Path2D.WIND_NON_ZERO);
    double x = 0;
    for (int codePoint : text.codePoints().toArray()) {
      if (has(codePoint)) {
        AffineTransform place = new AffineTransform(scale, 0, 0, -scale, x * scale, 0);
        path.append(glyphs.get(codePoint).outline().getPathIterator(place), false);
        x += advance(codePoint);
      }
    }
    return path;
  }
}
