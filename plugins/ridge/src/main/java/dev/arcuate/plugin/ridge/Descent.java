package dev.arcuate.plugin.ridge;

import java.util.Arrays;

/**
 * Minimises a function of a few variables by quasi-Newton steps (Broyden, Fletcher, Goldfarb,
 * Shanno), many such problems at a time: the functions are evaluated together, and every problem
 * goes its own way. A step that does not lead down is taken back and halved twice.
 */
final class Descent {
  /** No step changes a variable by more. */
  private static final double LONGEST = 2;

  private static final double SUFFICIENT = 1e-4;
  private static final double FLAT = 1e-5;
  private static final double SHORTEST = 1e-3;

  /** Values and slopes of all problems at their points. */
  interface Function {
    /**
     * @param points [variables][problems]
     * @param values to fill, per problem
     * @param slopes to fill, [variables][problems]
     */
    void at(double[][] points, double[] values, double[][] slopes);
  }

  private final int variables;
  private final int problems;
  private final double[][] best;
  private final double[] value;
  private final double[][] slope;
  private final double[][] tried;
  private final double[][][] inverse;
  private final double[] length;
  private final boolean[] over;

  private Descent(double[][] start) {
    variables = start.length;
    problems = start[0].length;
    best = start;
    value = new double[problems];
    slope = new double[variables][problems];
    tried = new double[variables][problems];
    inverse = new double[problems][variables][variables];
    length = new double[problems];
    over = new boolean[problems];
  }

  /**
   * Changes the points to better ones.
   *
   * @param evaluations of the function at most
   */
  static void run(Function function, double[][] points, int evaluations) {
    new Descent(points).run(function, evaluations);
  }

  private void run(Function function, int evaluations) {
    function.at(best, value, slope);
    for (int problem = 0; problem < problems; problem++) {
      restart(problem);
    }
    double[] values = new double[problems];
    double[][] slopes = new double[variables][problems];
    for (int evaluation = 1; evaluation < evaluations && !allOver(); evaluation++) {
      for (int problem = 0; problem < problems; problem++) {
        for (int i = 0; i < variables; i++) {
          tried[i][problem] = best[i][problem] + length[problem] * direction(problem, i);
        }
      }
      Arrays.fill(values, 0);
      function.at(tried, values, slopes);
      for (int problem = 0; problem < problems; problem++) {
        judge(problem, values[problem], slopes);
      }
    }
  }

  private boolean allOver() {
    for (boolean each : over) {
      if (!each) {
        return false;
      }
    }
    return true;
  }

  /** Steepest descent, by a step of length 1. */
  private void restart(int problem) {
    double steepest = 0;
    for (int i = 0; i < variables; i++) {
      Arrays.fill(inverse[problem][i], 0);
      steepest = Math.max(steepest, Math.abs(slope[i][problem]));
    }
    for (int i = 0; i < variables; i++) {
      inverse[problem][i][i] = steepest > 0 ? 1 / steepest : 1;
    }
    aim(problem, steepest);
  }

  private void aim(int problem, double steepest) {
    double farthest = 0;
    for (int i = 0; i < variables; i++) {
      farthest = Math.max(farthest, Math.abs(direction(problem, i)));
    }
    length[problem] = farthest > LONGEST ? LONGEST / farthest : 1;
    over[problem] = !(steepest > FLAT);
    if (over[problem]) {
      length[problem] = 0;
    }
  }

  private double direction(int problem, int variable) {
    double sum = 0;
    for (int j = 0; j < variables; j++) {
      sum -= inverse[problem][variable][j] * slope[j][problem];
    }
    return sum;
  }

  private void judge(int problem, double reached, double[][] slopes) {
    if (over[problem]) {
      return;
    }
    double[] step = new double[variables];
    double[] change = new double[variables];
    double promised = 0;
    double curvature = 0;
    double steepest = 0;
    for (int i = 0; i < variables; i++) {
      step[i] = tried[i][problem] - best[i][problem];
      change[i] = slopes[i][problem] - slope[i][problem];
      promised += step[i] * slope[i][problem];
      curvature += step[i] * change[i];
      steepest = Math.max(steepest, Math.abs(slopes[i][problem]));
    }
    if (!(reached <= value[problem] + SUFFICIENT * promised)) {
      length[problem] /= 4;
      over[problem] = length[problem] < SHORTEST;
      return;
    }
    value[problem] = reached;
    for (int i = 0; i < variables; i++) {
      best[i][problem] = tried[i][problem];
      slope[i][problem] = slopes[i][problem];
    }
    if (curvature > 0) {
      learn(inverse[problem], step, change, curvature);
      aim(problem, steepest);
    } else {
      restart(problem);
    }
  }

  /** H ← (1 − ρsyᵀ) H (1 − ρysᵀ) + ρssᵀ with ρ = 1/s·y. */
  private static void learn(double[][] h, double[] step, double[] change, double curvature) {
    int n = step.length;
    double[] turned = new double[n];
    double inner = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        turned[i] += h[i][j] * change[j];
      }
      inner += turned[i] * change[i];
    }
    double factor = (1 + inner / curvature) / curvature;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        h[i][j] +=
            factor * step[i] * step[j] - (turned[i] * step[j] + step[i] * turned[j]) / curvature;
      }
    }
  }
}
