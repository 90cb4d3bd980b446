package dev.arcuate.plugin.decompose;

import dev.arcuate.api.value.Scores;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Benjamini and Hochberg's false discovery rate over all cells and targets together. */
final class FalseDiscovery {
  private FalseDiscovery() {}

  /** q by cell and target; NaN where p is. */
  static double[][] of(Map<Cell, Scores> groups, int targets) {
    double[] p = new double[Cell.values().length * targets];
    for (Cell cell : Cell.values()) {
      System.arraycopy(groups.get(cell).mean("p"), 0, p, cell.ordinal() * targets, targets);
    }
    double[] q = of(p);
    double[][] byCell = new double[Cell.values().length][targets];
    for (int c = 0; c < byCell.length; c++) {
      System.arraycopy(q, c * targets, byCell[c], 0, targets);
    }
    return byCell;
  }

  static double[] of(double[] p) {
    List<Integer> order =
        IntStream.range(0, p.length)
            .boxed()
            .filter(i -> !Double.isNaN(p[i]))
            .sorted(Comparator.comparingDouble(i -> -p[i]))
            .toList();
    double[] q = new double[p.length];
    java.util.Arrays.fill(q, Double.NaN);
    double least = 1;
    for (int i = 0; i < order.size(); i++) {
      int rank = order.size() - i;
      least = Math.min(least, p[order.get(i)] * order.size() / rank);
      q[order.get(i)] = least;
    }
    return q;
  }
}
