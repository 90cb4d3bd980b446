package dev.arcuate.plugin.report;

import dev.arcuate.api.value.Geometry;
import java.util.Locale;
import java.util.Optional;

/** Slices of a volume with values as colours, seen as on a map: left is left. */
final class SliceFigure {
  private static final int NOTHING = 0;
  private static final int NOT_ABOVE_ZERO = 0x59808080;
  private static final String[] PLANES = {"sagittal", "coronal", "axial"};
  private static final String[] LETTERS = {"x", "y", "z"};
  private static final String[][] ENDS = {{"L", "R"}, {"P", "A"}, {"I", "S"}};

  private final Grid3 grid;
  private final int[] place;
  private final double[] millimetres;
  private final float[] value;
  private final boolean[] inside;
  private final boolean[] significant;
  private final double greatest;
  private final Optional<Truth.Sphere> sphere;

  /**
   * @param values per target
   * @param significant targets to be outlined
   * @param peak target that the slices go through
   * @param greatest value of the brightest colour
   */
  SliceFigure(
      Geometry.Volume volume,
      double[] values,
      int[] significant,
      int peak,
      double greatest,
      Optional<Truth.Sphere> sphere) {
    this.grid = new Grid3(volume);
    this.place = grid.place(peak);
    this.millimetres = grid.millimetres(peak);
    this.greatest = greatest;
    this.sphere = sphere;
    int all = grid.size(0) * grid.size(1) * grid.size(2);
    this.value = new float[all];
    this.inside = new boolean[all];
    this.significant = new boolean[all];
    for (int target = 0; target < values.length; target++) {
      int index = index(grid.place(target));
      value[index] = (float) values[target];
      inside[index] = true;
    }
    for (int target : significant) {
      this.significant[index(grid.place(target))] = true;
    }
  }

  private int index(int[] at) {
    return at[0] + grid.size(0) * (at[1] + grid.size(1) * at[2]);
  }

  /** Three slices through the peak. */
  String three(String description) {
    double gap = 26;
    double pixel = 900.0 / (width(2) + width(1) + width(0));
    double tallest = Math.max(height(2), Math.max(height(1), height(0)));
    pixel = Math.min(pixel, 300 / tallest);
    double used = pixel * (width(2) + width(1) + width(0)) + 2 * gap;
    Svg svg = new Svg(used, tallest * pixel + 44, description);
    double x = 0;
    for (int normal : new int[] {2, 1, 0}) {
      slice(svg, normal, x, 22, pixel, true);
      svg.text(
          "middle tick",
          x + width(normal) * pixel / 2,
          22 + height(normal) * pixel + 17,
          PLANES[normal]
              + ", "
              + LETTERS[normal]
              + " = "
              + Numbers.rounded(millimetres[normal] + 0.0, 0)
              + " mm");
      x += width(normal) * pixel + gap;
    }
    return svg.toString();
  }

  /** One slice of the same place, small, under a heading. */
  String one(String description, String heading) {
    double pixel = 120 / Math.max(width(2), height(2));
    Svg svg = new Svg(width(2) * pixel + 4, height(2) * pixel + 24, description);
    svg.text("middle tick", width(2) * pixel / 2 + 2, 14, heading);
    slice(svg, 2, 2, 20, pixel, false);
    return svg.toString();
  }

  /** Millimetres across a slice: along y for sagittal slices, along x for the others. */
  private double width(int normal) {
    return grid.size(across(normal)) * grid.step(across(normal));
  }

  private double height(int normal) {
    return grid.size(upwards(normal)) * grid.step(upwards(normal));
  }

  private static int across(int normal) {
    return normal == 0 ? 1 : 0;
  }

  private static int upwards(int normal) {
    return normal == 2 ? 1 : 2;
  }

  private void slice(Svg svg, int normal, double left, double top, double pixel, boolean full) {
    int across = across(normal);
    int upwards = upwards(normal);
    int columns = grid.size(across);
    int rows = grid.size(upwards);
    double stepX = grid.step(across) * pixel;
    double stepY = grid.step(upwards) * pixel;
    int[] pixels = new int[columns * rows];
    StringBuilder outline = new StringBuilder();
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int at = index(at(normal, column, row));
        pixels[(rows - 1 - row) * columns + column] = colour(at);
        if (significant[at]) {
          outline(outline, normal, column, row, left, top, stepX, stepY);
        }
      }
    }
    svg.image(Png.encode(columns, rows, pixels), left, top, columns * stepX, rows * stepY);
    if (outline.length() > 0) {
      svg.path("outline-under", outline).path("outline", outline);
    }
    sphere.ifPresent(planted -> circle(svg, planted, normal, left, top, stepX, stepY));
    if (full) {
      double x = left + (place[across] + 0.5) * stepX;
      double y = top + (rows - place[upwards] - 0.5) * stepY;
      svg.line("cross", x, top, x, y - stepY);
      svg.line("cross", x, y + stepY, x, top + rows * stepY);
      svg.line("cross", left, y, x - stepX, y);
      svg.line("cross", x + stepX, y, left + columns * stepX, y);
      svg.text("start note", left, top - 8, ENDS[across][0]);
      svg.text("end note", left + columns * stepX, top - 8, ENDS[across][1]);
    }
  }

  private int[] at(int normal, int column, int row) {
    int[] at = new int[3];
    at[normal] = place[normal];
    at[across(normal)] = column;
    at[upwards(normal)] = row;
    return at;
  }

  private int colour(int at) {
    if (!inside[at] || Float.isNaN(value[at])) {
      return NOTHING;
    }
    if (value[at] <= 0) {
      return NOT_ABOVE_ZERO;
    }
    // What is not significant is pale, more so the smaller it is: shown, but not in the foreground.
    double share = value[at] / greatest;
    int opacity = significant[at] ? 0xff : (int) (0x30 + 0x80 * Math.min(1, share));
    return opacity << 24 | Colours.viridis(share);
  }

  /** The edges of a significant voxel towards those that are not. */
  private void outline(
      StringBuilder path,
      int normal,
      int column,
      int row,
      double left,
      double top,
      double stepX,
      double stepY) {
    int rows = grid.size(upwards(normal));
    double x = left + column * stepX;
    double y = top + (rows - 1 - row) * stepY;
    if (!isSignificant(normal, column - 1, row)) {
      edge(path, x, y, x, y + stepY);
    }
    if (!isSignificant(normal, column + 1, row)) {
      edge(path, x + stepX, y, x + stepX, y + stepY);
    }
    if (!isSignificant(normal, column, row + 1)) {
      edge(path, x, y, x + stepX, y);
    }
    if (!isSignificant(normal, column, row - 1)) {
      edge(path, x, y + stepY, x + stepX, y + stepY);
    }
  }

  private boolean isSignificant(int normal, int column, int row) {
    return column >= 0
        && row >= 0
        && column < grid.size(across(normal))
        && row < grid.size(upwards(normal))
        && significant[index(at(normal, column, row))];
  }

  private static void edge(StringBuilder path, double x1, double y1, double x2, double y2) {
    path.append(String.format(Locale.ROOT, "M%.1f %.1fL%.1f %.1f", x1, y1, x2, y2));
  }

  /** Where the slice cuts the planted sphere. */
  private void circle(
      Svg svg,
      Truth.Sphere planted,
      int normal,
      double left,
      double top,
      double stepX,
      double stepY) {
    double away = planted.centre()[normal] - millimetres[normal];
    double squared = planted.radius() * planted.radius() - away * away;
    if (squared <= 0) {
      return;
    }
    int across = across(normal);
    int upwards = upwards(normal);
    double x =
        place[across] + 0.5 + (planted.centre()[across] - millimetres[across]) / grid.step(across);
    double y =
        place[upwards]
            + 0.5
            + (planted.centre()[upwards] - millimetres[upwards]) / grid.step(upwards);
    double radius = Math.sqrt(squared);
    svg.ellipse(
        "truth",
        left + x * stepX,
        top + (grid.size(upwards) - y) * stepY,
        radius / grid.step(across) * stepX,
        radius / grid.step(upwards) * stepY);
  }
}
