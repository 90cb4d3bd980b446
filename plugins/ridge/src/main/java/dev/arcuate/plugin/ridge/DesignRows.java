package dev.arcuate.plugin.ridge;

import dev.arcuate.api.Problem;
import dev.arcuate.api.value.Design;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A design in memory, of which rows are taken on a common scale. The mean over all rows is taken
 * out at the start, which loses nothing, because every fold takes its own mean out again, and keeps
 * what is squared and subtracted later small.
 */
final class DesignRows {
  private static final double EPSILON = Math.ulp(1.0);

  private final float[] values;
  private final double[] centre;
  private final int columns;
  private final List<int[]> groups = new ArrayList<>();

  private DesignRows(float[] values, int columns, List<Design.Group> named) {
    this.values = values;
    this.columns = columns;
    int rows = values.length / columns;
    centre = new double[columns];
    for (int at = 0; at < values.length; ) {
      for (int column = 0; column < columns; column++, at++) {
        centre[column] += values[at];
      }
    }
    for (int column = 0; column < columns; column++) {
      centre[column] /= rows;
    }
    int first = 0;
    for (Design.Group group : named) {
      groups.add(new int[] {first, first + group.columns()});
      first += group.columns();
    }
  }

  /**
   * The scale of some training rows.
   *
   * @param mean of the rows less the mean of all rows
   * @param factor what to multiply by; 0 for columns that do not vary
   */
  record Scale(double[] mean, double[] factor) {
    int constant() {
      int count = 0;
      for (double value : factor) {
        count += value == 0 ? 1 : 0;
      }
      return count;
    }
  }

  /** Reads the design, refusing missing values and a design without columns. */
  static DesignRows read(Design design) {
    int columns = design.features();
    if (columns == 0) {
      throw Problem.data("RIDGE_NO_FEATURES", "the design has no columns: nothing can be predicted")
          .hint("name at least one feature at the step that makes the design")
          .exception();
    }
    float[] values = design.matrix().toArray();
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw notFinite(design, i / columns, i % columns, values[i]);
      }
    }
    return new DesignRows(values, columns, design.groups());
  }

  private static RuntimeException notFinite(Design design, int row, int column, float value) {
    int before = 0;
    String name = "?";
    for (Design.Group group : design.groups()) {
      if (column < before + group.columns()) {
        name = group.name();
        break;
      }
      before += group.columns();
    }
    return Problem.data(
            "RIDGE_DESIGN_NOT_FINITE",
            String.format(
                Locale.ROOT,
                "the design has the value %s at sample %d, column %d of '%s'; every value must be a"
                    + " finite number",
                value,
                row + 1,
                column - before + 1,
                name))
        .hint("look at the step that makes '" + name + "'")
        .exception();
  }

  int rows() {
    return values.length / columns;
  }

  int columns() {
    return columns;
  }

  /** First column, and the one after the last, of each feature group. */
  List<int[]> groups() {
    return groups;
  }

  /** Mean of a column over all rows. */
  double centre(int column) {
    return centre[column];
  }

  /** The mean of rows, and what scales them to a standard deviation (ddof 0) of 1 if asked to. */
  Scale scale(int[] rows, boolean standardise) {
    double[] mean = new double[columns];
    for (int row : rows) {
      for (int column = 0, at = row * columns; column < columns; column++, at++) {
        mean[column] += values[at] - centre[column];
      }
    }
    for (int column = 0; column < columns; column++) {
      mean[column] /= rows.length;
    }
    return new Scale(mean, factor(rows, mean, standardise));
  }

  /**
   * 0 for columns that are constant up to rounding: they can explain nothing, and dividing by their
   * standard deviation would blow rounding up.
   */
  private double[] factor(int[] rows, double[] mean, boolean standardise) {
    double[] variance = new double[columns];
    for (int row : rows) {
      for (int column = 0, at = row * columns; column < columns; column++, at++) {
        double difference = values[at] - centre[column] - mean[column];
        variance[column] += difference * difference;
      }
    }
    double[] factor = new double[columns];
    for (int column = 0; column < columns; column++) {
      variance[column] /= rows.length;
      double size = Math.abs(mean[column]) + Math.abs(centre[column]);
      double rounding = rows.length * size * EPSILON;
      boolean constant = variance[column] <= rounding * rounding;
      factor[column] = constant ? 0 : standardise ? 1 / Math.sqrt(variance[column]) : 1;
    }
    return factor;
  }

  /** Some rows less the mean of all rows: [rows × columns]. */
  double[] take(int[] rows) {
    return take(rows, 0, columns);
  }

  /** As above, of columns from one to the one before another. */
  double[] take(int[] rows, int from, int to) {
    double[] taken = new double[Math.multiplyExact(rows.length, to - from)];
    int at = 0;
    for (int row : rows) {
      for (int column = from; column < to; column++) {
        taken[at++] = values[row * columns + column] - centre[column];
      }
    }
    return taken;
  }

  /** As above, as they are. */
  double[] raw(int[] rows, int from, int to) {
    double[] taken = take(rows, from, to);
    for (int at = 0; at < taken.length; ) {
      for (int column = from; column < to; column++, at++) {
        taken[at] += centre[column];
      }
    }
    return taken;
  }

  /** Some rows on the scale of others: [rows × columns]. */
  double[] take(int[] rows, Scale scale) {
    return take(rows, scale, 0, columns);
  }

  /** As above, of columns from one to the one before another. */
  double[] take(int[] rows, Scale scale, int from, int to) {
    double[] taken = take(rows, from, to);
    for (int at = 0; at < taken.length; ) {
      for (int column = from; column < to; column++, at++) {
        taken[at] = (taken[at] - scale.mean()[column]) * scale.factor()[column];
      }
    }
    return taken;
  }
}
