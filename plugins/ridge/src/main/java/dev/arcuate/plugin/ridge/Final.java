package dev.arcuate.plugin.ridge;

import dev.arcuate.api.array.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
    int nodes = interpolation.nodes().length;
    int outputs = 0;
    for (int node = 0; node < nodes; node++) {
      Path operator = Block.operator(folder(), node);
      outputs = Npy.shape(operator)[0];
      Files.copy(operator, alpha(folder(), interpolation.nodes()[node]));
    }
    Cells[] operators = new Cells[nodes];
    for (int node = 0; node < nodes; node++) {
      operators[node] = Cells.map(precision(), Block.operator(folder(), node));
    }
    for (int a = 0; a < coefficients.length; a++) {
      if (!Files.exists(alpha(folder(), a))) {
        combine(operators, coefficients[a], a, outputs, width);
      }
    }
    for (int node = 0; node < nodes; node++) {
      Files.delete(Block.operator(folder(), node));
    }
    Npy.write(
        folder().resolve("facts.npy"),
        new double[] {onTargets ? 1 : 0, outputs, width, resolvents.greatest()},
        4);
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
