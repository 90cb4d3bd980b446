package dev.arcuate.plugin.onnx.image;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.text.Bidi;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/**
 * The outlines of a font without serifs, out of this jar: which fonts a machine has differs, and so
 * would the pictures. Made by {@code bench/oracles/glyphs.py}, which tells the format.
 */
final class Glyphs implements Outlines {
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

  @Override
  public boolean has(int codePoint) {
    return glyphs.containsKey(codePoint);
  }

  @Override
  public double capHeight(double size) {
    return capHeight * size / unitsPerEm;
  }

  @Override
  public double width(String text, double size) {
    return text.codePoints().mapToDouble(point -> advance(point)).sum() * size / unitsPerEm;
  }

  private int advance(int codePoint) {
    return has(codePoint) ? glyphs.get(codePoint).advance() : 0;
  }

  @Override
  public Path2D outline(String text, double size) {
    double scale = size / unitsPerEm;
    Path2D path = new Path2D.Double(Path2D.WIND_NON_ZERO);
    double x = 0;
    for (int codePoint : fromTheLeft(text).codePoints().toArray()) {
      if (has(codePoint)) {
        AffineTransform place = new AffineTransform(scale, 0, 0, -scale, x * scale, 0);
        path.append(glyphs.get(codePoint).outline().getPathIterator(place), false);
        x += advance(codePoint);
      }
    }
    return path;
  }

  /** Its signs in the order in which they stand on paper. */
  static String fromTheLeft(String text) {
    Bidi order = new Bidi(text, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT);
    int runs = order.getRunCount();
    byte[] levels = new byte[runs];
    Object[] parts = new Object[runs];
    for (int run = 0; run < runs; run++) {
      levels[run] = (byte) order.getRunLevel(run);
      String part = text.substring(order.getRunStart(run), order.getRunLimit(run));
      parts[run] = levels[run] % 2 == 0 ? part : new StringBuilder(part).reverse().toString();
    }
    Bidi.reorderVisually(levels, 0, parts, 0, runs);
    return Arrays.stream(parts).map(String.class::cast).collect(Collectors.joining());
  }
}
