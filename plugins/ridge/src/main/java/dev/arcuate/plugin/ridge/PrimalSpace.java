package dev.arcuate.plugin.ridge;

import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.host.LinearAlgebra.Form;
import java.util.Arrays;
import java.util.Optional;

/**
 * Linear designs with fewer columns than rows. XᵀX is summed once over all rows; of a fold it is
 * what is left when the rows held out are subtracted, in float64 because subtraction cancels.
 */
final class PrimalSpace implements Space {
  private final DesignRows design;
  private final Search search;
  private final double[][] weightings;
  private final LinearAlgebra algebra;
  private final int p;
  private int[] baseRows;
  private double[] base;

  /**
   * @param weightings [candidates][groups], what the squares of the groups' columns are weighed by
   */
  PrimalSpace(DesignRows design, Search search, double[][] weightings, LinearAlgebra algebra) {
    this.design = design;
    this.search = search;
    this.weightings = weightings;
    this.algebra = algebra;
    p = design.columns();
    baseRows = Rows.all(design.rows());
    base = gram(baseRows);
  }

  @Override
  public int candidates() {
    return weightings.length;
  }

  @Override
  public boolean primal() {
    return true;
  }

  @Override
  public boolean fixed() {
    return false;
  }

  @Override
  public Fold fold(int[] train, int[] test, Optional<int[]> within, boolean whole) {
    within.ifPresent(this::rebase);
    double[] gram = subtracted(train);
    DesignRows.Scale scale = design.scale(train, search.standardise());
    return candidate -> equations(weigh(scale, candidate), gram, train, test, whole);
  }

  private Equations equations(
      DesignRows.Scale scale, double[] gram, int[] train, int[] test, boolean whole) {
    double[] matrix = new double[gram.length];
    for (int i = 0; i < p; i++) {
      for (int j = 0; j < p; j++) {
        double centred = gram[i * p + j] - train.length * scale.mean()[i] * scale.mean()[j];
        matrix[i * p + j] = centred * scale.factor()[i] * scale.factor()[j];
      }
    }
    double[] rows = LinearRows.of(design, search, test, scale, whole);
    return new Equations(
        true,
        p,
        train.length,
        matrix,
        rows,
        Optional.of(scale),
        Optional.of(() -> new Equations.Plain(design.take(train, scale), rows, p)));
  }

  private DesignRows.Scale weigh(DesignRows.Scale scale, int candidate) {
    double[] factor = scale.factor().clone();
    for (int group = 0; group < design.groups().size(); group++) {
      double root = Math.sqrt(weightings[candidate][group]);
      int[] range = design.groups().get(group);
      for (int column = range[0]; column < range[1]; column++) {
        factor[column] *= root;
      }
    }
    return new DesignRows.Scale(scale.mean(), factor);
  }

  private void rebase(int[] rows) {
    if (!Arrays.equals(rows, baseRows)) {
      base = subtracted(rows);
      baseRows = rows;
    }
  }

  private double[] subtracted(int[] rows) {
    int[] gone = Rows.without(baseRows, rows);
    boolean inside = rows.length + gone.length == baseRows.length;
    if (!inside || gone.length >= rows.length) {
      return gram(rows);
    }
    double[] gram = gram(gone);
    for (int i = 0; i < gram.length; i++) {
      gram[i] = base[i] - gram[i];
    }
    return gram;
  }

  private double[] gram(int[] rows) {
    double[] values = design.take(rows);
    double[] gram = new double[Math.multiplyExact(p, p)];
    algebra.multiply(Form.TRANSPOSED, Form.PLAIN, p, p, rows.length, 1, values, values, 0, gram);
    return gram;
  }
}
