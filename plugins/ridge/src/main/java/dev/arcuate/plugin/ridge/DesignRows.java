package dev.arcuate.plugin.ridge;

import dev.arcuate.api.Problem;
import dev.arcuate.api.value.Design;

/** A design in memory, of which training and test rows are taken on a common scale. */
final class DesignRows {
  private static final double EPSILON = Math.ulp(1.0);

  private final float[] values;
  private final int columns;

  private DesignRows(float[] values, int columns) {
    this.values = values;
    this.columns = columns;
  }

  /**
   * Training rows, centred and perhaps scaled by themselves, and test rows moved and scaled in the
   * same way.
   *
   * @param train [training rows × columns]
   * @param test [test rows × columns]
   */
  record Split(double[] train, double[] test) {}

  /** Reads the design, refusing missing values. */
  static DesignRows read(Design design) {
    float[] values = design.matrix().toArray();
    int columns = design.features();
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw notFinite(design, i / columns, i % columns, values[i]);
      }
    }
    return new DesignRows(values, columns);
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
            "the design has the value "
                + value
                + " at sample "
                + (row + 1)
                + ", column "
                + (column - before + 1)
                + " of '"
                + name
                + "'; every value must be a finite number")
        .hint("look at the step that makes '" + name + "'")
        .exception();
  }

  int columns() {
    return columns;
  }

  /** Takes rows; means and standard deviations (ddof 0) come from the training rows alone. */
  Split split(int[] trainRows, int[] testRows, boolean standardise) {
    double[] mean = mean(trainRows);
    double[] factor = factor(trainRows, mean, standardise);
    return new Split(take(trainRows, mean, factor), take(testRows, mean, factor));
  }

  private double[] mean(int[] rows) {
    double[] mean = new double[columns];
    for (int row : rows) {
      for (int column = 0; column < columns; column++) {
        mean[column] += values[row * columns + column];
      }
    }
    for (int column = 0; column < columns; column++) {
      mean[column] /= rows.length;
    }
    return mean;
  }

  /**
   * What to multiply by. 0 for columns that are constant up to rounding on the training rows: they
   * can explain nothing, and dividing by their standard deviation would blow rounding up.
   */
  private double[] factor(int[] rows, double[] mean, boolean standardise) {
    double[] variance = new double[columns];
    for (int row : rows) {
      for (int column = 0; column < columns; column++) {
        double difference = values[row * columns + column] - mean[column];
        variance[column] += difference * difference;
      }
    }
    double[] factor = new double[columns];
    for (int column = 0; column < columns; column++) {
      variance[column] /= rows.length;
      double rounding = rows.length * Math.abs(mean[column]) * EPSILON;
      boolean constant =
          variance[column] <= rows.length * EPSILON * variance[column] + rounding * rounding;
      if (constant) {
        factor[column] = 0;
      } else {
        factor[column] = standardise ? 1 / Math.sqrt(variance[column]) : 1;
      }
    }
    return factor;
  }

  private double[] take(int[] rows, double[] mean, double[] factor) {
    double[] taken = new double[Math.multiplyExact(rows.length, columns)];
    int at = 0;
    for (int row : rows) {
      for (int column = 0; column < columns; column++) {
        taken[at++] = (values[row * columns + column] - mean[column]) * factor[column];
      }
    }
    return taken;
  }
}
