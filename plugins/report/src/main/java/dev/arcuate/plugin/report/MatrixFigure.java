package dev.arcuate.plugin.report;

import dev.arcuate.api.array.FloatMatrix;
import java.util.Collection;
import java.util.List;

/** A matrix as an image: columns as rows of pixels, time from left to right. */
final class MatrixFigure {
  private static final double LEFT = 190;
  private static final double WIDTH = 700;
  private static final double MOST_HEIGHT = 520;
  private static final double MOST_NAMED = 40;
  private static final int TRANSPARENT = 0;
  private static final int OPAQUE = 0xff000000;

  /** Standard deviations from dark to bright. */
  private static final double REACH = 2.5;

  private MatrixFigure() {}

  /**
   * @param names of the columns; blocks of neighbours of equal name are named once
   * @param marked times marked above the image
   */
  static String draw(
      FloatMatrix matrix, List<String> names, Collection<Integer> marked, String description) {
    int samples = (int) matrix.rows();
    int columns = names.size();
    double row = Math.max(2, Math.min(14, MOST_HEIGHT / columns));
    double height = row * columns;
    Svg svg = new Svg(LEFT + WIDTH + 10, height + 46, description, true);
    double pixel = WIDTH / samples;
    for (int place : marked) {
      svg.rect("bar s1", LEFT + pixel * place, 0, Math.max(pixel, 1), 10);
    }
    svg.image(pixels(matrix, samples, columns), LEFT, 12, WIDTH, height);
    int start = 0;
    for (int c = 1; c <= columns; c++) {
      if (c == columns || !names.get(c).equals(names.get(start))) {
        boolean room = row * (c - start) >= 10 || columns <= MOST_NAMED;
        if (room) {
          svg.text("end note", LEFT - 6, 12 + row * (start + c) / 2 + 4, names.get(start));
        }
        start = c;
      }
    }
    svg.text("note", LEFT, height + 30, "0");
    svg.text("end note", LEFT + WIDTH, height + 30, samples + " volumes");
    return svg.toString();
  }

  private static byte[] pixels(FloatMatrix matrix, int samples, int columns) {
    int[] argb = new int[samples * columns];
    for (int c = 0; c < columns; c++) {
      float[] values = matrix.column(c);
      double sum = 0;
      double square = 0;
      int count = 0;
      for (float value : values) {
        if (Float.isFinite(value)) {
          sum += value;
          square += (double) value * value;
          count++;
        }
      }
      double mean = sum / Math.max(count, 1);
      double spread = Math.sqrt(Math.max(square / Math.max(count, 1) - mean * mean, 0));
      for (int t = 0; t < samples; t++) {
        double z = spread > 0 ? (values[t] - mean) / spread : 0;
        double share = Math.min(Math.max((z + REACH) / (2 * REACH), 0), 1);
        argb[c * samples + t] =
            Float.isFinite(values[t]) ? OPAQUE | Colours.viridis(share) : TRANSPARENT;
      }
    }
    return Png.encode(samples, columns, argb);
  }
}
