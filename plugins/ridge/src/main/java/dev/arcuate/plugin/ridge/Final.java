package dev.arcuate.plugin.ridge;

import dev.arcuate.api.array.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes what predicts the test rows of an outer fold: one operator per penalty of the grid. */
final class Final extends Maker {
  private static final int CHUNK = 1 << 15;

  private final Equations equations;
  private final boolean onTargets;

  Final(Path folder, Precision precision, Equations equations, boolean onTargets)
      throws IOException {
    super(folder, precision);
    this.equations = equations;
    this.onTargets = onTargets;
  }

  /** All operators, if they are small. */
  static Path alphas(Path folder) {
    return folder.resolve("alphas.npy");
  }

  static Path alpha(Path folder, int index) {
    return folder.resolve("alpha-" + index + ".npy");
  }

  @Override
  void node(Resolvents.Resolvent resolvent, int node) throws IOException {
    write(node, resolvent.outputs(), equations, onTargets);
  }

  @Override
  void finish(Resolvents resolvents) throws IOException {
    int width = width(equations, onTargets);
    Interpolation interpolation = resolvents.interpolation();
    double[][] coefficients = interpolation.coefficients();
    int outputs;
    if (kept().isEmpty()) {
      outputs = files(interpolation, width);
    } else {
      outputs = kept().get(kept().firstKey()).length / width;
      SortedMap<Integer, double[]> alphas = new TreeMap<>();
      for (int a = 0; a < coefficients.length; a++) {
        alphas.put(a, combined(coefficients[a]));
      }
      stack(alphas(folder()), alphas, width);
    }
    Npy.write(
        folder().resolve("facts.npy"),
        new double[] {onTargets ? 1 : 0, outputs, width, resolvents.greatest()},
        4);
  }

  private double[] combined(double[] by) {
    double[] sum = new double[kept().get(kept().firstKey()).length];
    kept()
        .forEach(
            (node, operator) -> {
              for (int i = 0; i < sum.length; i++) {
                sum[i] += by[node] * operator[i];
              }
            });
    return sum;
  }

  private int files(Interpolation interpolation, int width) throws IOException {
    double[][] coefficients = interpolation.coefficients();
    int nodes = interpolation.nodes().length;
    int outputs = 0;
    Cells[] operators = new Cells[nodes];
    for (int node = 0; node < nodes; node++) {
      Path operator = Block.operator(folder(), node);
      outputs = Npy.shape(operator)[0];
      Path alpha = alpha(folder(), interpolation.nodes()[node]);
      Files.move(operator, alpha);
      operators[node] = Cells.map(precision(), alpha);
    }
    for (int a = 0; a < coefficients.length; a++) {
      if (!Files.exists(alpha(folder(), a))) {
        combine(operators, coefficients[a], a, outputs, width);
      }
    }
    return outputs;
  }

  private void combine(Cells[] operators, double[] by, int a, int outputs, int width)
      throws IOException {
    double[] sum = new double[outputs * width];
    double[] part = new double[Math.min(CHUNK, sum.length)];
    for (int node = 0; node < operators.length; node++) {
      for (int at = 0; at < sum.length; at += CHUNK) {
        int count = Math.min(CHUNK, sum.length - at);
        operators[node].get(at, part, 0, count);
        for (int i = 0; i < count; i++) {
          sum[at + i] += by[node] * part[i];
        }
      }
    }
    Cells.write(precision(), alpha(folder(), a), sum, outputs, width);
  }
}
