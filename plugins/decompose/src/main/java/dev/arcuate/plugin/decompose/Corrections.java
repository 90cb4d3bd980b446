package dev.arcuate.plugin.decompose;

import dev.arcuate.api.statistics.FalseDiscovery;
import dev.arcuate.api.value.Scores;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Corrected p-values over all cells and targets together: the false discovery rate of Benjamini and
 * Hochberg, and the family-wise error of Holm, which holds for any dependence.
 */
final class Corrections {
  private Corrections() {}

  /** By cell and target; NaN where p is. */
  static double[][] of(Map<Cell, Scores> groups, int targets, boolean familyWise) {
    double[] p = new double[Cell.values().length * targets];
    for (Cell cell : Cell.values()) {
      System.arraycopy(groups.get(cell).mean("p"), 0, p, cell.ordinal() * targets, targets);
    }
    double[] q = familyWise ? holm(p) : FalseDiscovery.adjust(p);
    double[][] byCell = new double[Cell.values().length][targets];
    for (int c = 0; c < byCell.length; c++) {
      System.arraycopy(q, c * targets, byCell[c], 0, targets);
    }
    return byCell;
  }

  static double[] holm(double[] p) {
    List<Integer> order =
        IntStream.range(0, p.length)
            .boxed()
            .filter(i -> !Double.isNaN(p[i]))
            .sorted(Comparator.comparingDouble(i -> p[i]))
            .toList();
    double[] corrected = new double[p.length];
    java.util.Arrays.fill(corrected, Double.NaN);
    double greatest = 0;
    for (int i = 0; i < order.size(); i++) {
      greatest = Math.max(greatest, Math.min(1, p[order.get(i)] * (order.size() - i)));
      corrected[order.get(i)] = greatest;
    }
    return corrected;
  }
}
