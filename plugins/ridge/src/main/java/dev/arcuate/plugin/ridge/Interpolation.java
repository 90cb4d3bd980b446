package dev.arcuate.plugin.ridge;

import java.util.Arrays;
import java.util.Optional;

/**
 * Which penalties of a grid have to be solved for, and how the others follow from them.
 *
 * <p>A penalty λ scales the direction of eigenvalue Λ by 1/(Λ + λ). Over the spectrum of a design
 * these functions of Λ lie close to a space of few dimensions: the solutions for some penalties
 * span those for all others to the precision of the arithmetic, and penalties far above or below
 * the spectrum add nothing at all. Nodes are chosen by pivoting, so coefficients stay of order one.
 *
 * @param nodes indices into the grid, those first that tell most
 * @param coefficients [grid][nodes]: solution(λ) = Σ coefficient · solution(node)
 * @param rough the first of the nodes, if far fewer tell most
 */
record Interpolation(int[] nodes, double[][] coefficients, Optional<Rough> rough) {
  private static final int POINTS = 300;
  private static final double WIDEST = 1e-14;

  /**
   * Penalties beyond the greatest eigenvalue by more than this are no nodes. What they predict is
   * the difference of numbers that are larger by that factor: rounding, which the others would
   * inherit.
   */
  private static final double FARTHEST = 1e4;

  /** A node that takes off less than this share of the tolerance is not worth solving for. */
  private static final double WORTH = 1e-2;

  /**
   * Error, as a share of the size of a prediction, at which most targets' choice among penalties a
   * decade apart is plain.
   */
  private static final double PLAIN = 1.2e-2;

  /** Sparing fewer nodes than this is not worth looking twice at some targets. */
  private static final int SPARED = 2;

  /**
   * @param grid penalties, ascending
   * @param least no eigenvalue that matters is below
   * @param greatest eigenvalue
   * @param tolerance greatest error allowed of a prediction, as a share of its size
   */
  static Interpolation of(double[] grid, double least, double greatest, double tolerance) {
    int count = grid.length;
    double high = greatest > 0 ? greatest : 1;
    double low = Math.min(high, Math.max(least, high * WIDEST));
    double[][] functions = new double[count][POINTS];
    double[] scale = new double[count];
    for (int a = 0; a < count; a++) {
      for (int s = 0; s < POINTS; s++) {
        double value = low * Math.pow(high / low, s / (POINTS - 1.0));
        // Weighed by the singular value: what a prediction consists of.
        functions[a][s] = Math.sqrt(value) / (value + grid[a]);
        scale[a] = Math.max(scale[a], functions[a][s]);
      }
      for (int s = 0; s < POINTS; s++) {
        functions[a][s] /= scale[a];
      }
    }
    int candidates = 1;
    while (candidates < count && grid[candidates] <= FARTHEST * high) {
      candidates++;
    }
    return pivot(functions, scale, tolerance, candidates, PLAIN * fineness(grid));
  }

  /** Decades between the closest penalties, at most 1: losses of closer ones differ less. */
  private static double fineness(double[] grid) {
    double closest = 1;
    for (int a = 1; a < grid.length; a++) {
      closest = Math.min(closest, Math.log10(grid[a] / grid[a - 1]));
    }
    return closest;
  }

  private static Interpolation pivot(
      double[][] functions, double[] scale, double tolerance, int candidates, double plainAt) {
    int count = functions.length;
    double[][] errors = new double[count + 1][count];
    double[][] rest = new double[count][];
    for (int a = 0; a < count; a++) {
      rest[a] = functions[a].clone();
    }
    double[][] basis = new double[count][];
    double[][] along = new double[count][count];
    int[] chosen = new int[count];
    int rank = 0;
    int plain = 0;
    while (rank < count) {
      int worst = worst(rest, count);
      for (int a = 0; a < count; a++) {
        errors[rank][a] = greatest(rest[a]) * scale[a];
      }
      plain = plain == 0 && greatest(rest[worst]) <= plainAt ? rank : plain;
      int pivot = worst(rest, candidates);
      if (greatest(rest[worst]) <= tolerance || greatest(rest[pivot]) <= WORTH * tolerance) {
        break;
      }
      basis[rank] = unit(rest[pivot]);
      chosen[rank] = pivot;
      for (int a = 0; a < count; a++) {
        along[a][rank] = reduce(rest[a], basis[rank]);
      }
      Arrays.fill(rest[pivot], 0);
      rank++;
    }
    Optional<Rough> rough = Optional.empty();
    if (plain > 1 && plain <= rank - SPARED) {
      rough =
          Optional.of(
              new Rough(
                  plain,
                  coefficients(chosen, along, scale, plain, plain),
                  coefficients(chosen, along, scale, plain - 1, plain),
                  errors[plain],
                  errors[plain - 1]));
    }
    return new Interpolation(
        Arrays.copyOf(chosen, rank), coefficients(chosen, along, scale, rank, rank), rough);
  }

  /** Takes the part along a direction away and returns its length; twice, for orthogonality. */
  private static double reduce(double[] values, double[] direction) {
    double length = 0;
    for (int pass = 0; pass < 2; pass++) {
      double dot = 0;
      for (int s = 0; s < values.length; s++) {
        dot += values[s] * direction[s];
      }
      for (int s = 0; s < values.length; s++) {
        values[s] -= dot * direction[s];
      }
      length += dot;
    }
    return length;
  }

  /** Coefficients of the first so many nodes; 0 for the others of a row. */
  private static double[][] coefficients(
      int[] chosen, double[][] along, double[] scale, int some, int width) {
    double[][] coefficients = new double[along.length][width];
    for (int a = 0; a < along.length; a++) {
      double[] solved = triangular(chosen, along, along[a], some);
      for (int k = 0; k < some; k++) {
        coefficients[a][k] = solved[k] * scale[a] / scale[chosen[k]];
      }
    }
    for (int k = 0; k < some; k++) {
      Arrays.fill(coefficients[chosen[k]], 0);
      coefficients[chosen[k]][k] = 1;
    }
    return coefficients;
  }

  /** Coefficients of nodes that sum to the given directions: Rᵀ c = g, R upper triangular. */
  private static double[] triangular(int[] chosen, double[][] along, double[] wanted, int rank) {
    double[] c = new double[rank];
    for (int k = rank - 1; k >= 0; k--) {
      double sum = wanted[k];
      for (int later = k + 1; later < rank; later++) {
        sum -= along[chosen[later]][k] * c[later];
      }
      c[k] = sum / along[chosen[k]][k];
    }
    return c;
  }

  /** Which of the first functions has most left that is not yet explained. */
  private static int worst(double[][] rest, int count) {
    int worst = 0;
    for (int a = 1; a < count; a++) {
      worst = greatest(rest[a]) > greatest(rest[worst]) ? a : worst;
    }
    return worst;
  }

  private static double greatest(double[] values) {
    double greatest = 0;
    for (double value : values) {
      greatest = Math.max(greatest, Math.abs(value));
    }
    return greatest;
  }

  private static double[] unit(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    double[] unit = new double[values.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = values[i] / Math.sqrt(sum);
    }
    return unit;
  }
}
