package dev.arcuate.plugin.ridge;

import dev.arcuate.api.array.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How rows held out of a fit are predicted, for every penalty: operators that turn a source into
 * the predictions less the training mean. Kept as files that are mapped.
 *
 * @param onTargets whether the source is the training targets; else their products with the design
 *     and, last, their mean
 * @param outputs rows of an operator
 * @param width columns of an operator
 * @param operators one per node
 * @param coefficients [penalties][nodes], by which the nodes' predictions make those of a penalty
 * @param own [nodes][rows], what of a row's own target adds to its prediction; empty if nothing
 * @param compressed what turns the source of the test rows into as many numbers as operators have
 *     rows, with the same scalar products; absent if operators predict the rows themselves
 * @param lossScale per penalty
 * @param targetScale what the targets less the training mean are multiplied by
 */
record Block(
    boolean onTargets,
    int outputs,
    int width,
    Cells[] operators,
    double[][] coefficients,
    double[][] own,
    Optional<Cells> compressed,
    double[] lossScale,
    double targetScale) {

  /** What is written of a block beside its operators. */
  record Facts(
      boolean onTargets,
      int outputs,
      int width,
      double[][] coefficients,
      double[][] own,
      double[] lossScale,
      double targetScale) {

    void write(Path folder) throws IOException {
      int penalties = coefficients.length;
      int nodes = penalties == 0 ? 0 : coefficients[0].length;
      Npy.write(
          folder.resolve("facts.npy"),
          new double[] {onTargets ? 1 : 0, outputs, width, nodes, penalties, targetScale},
          6);
      Npy.write(folder.resolve("coefficients.npy"), flat(coefficients), penalties, nodes);
      Npy.write(folder.resolve("loss-scale.npy"), lossScale, lossScale.length);
      if (own.length > 0) {
        Npy.write(folder.resolve("own.npy"), flat(own), own.length, own[0].length);
      }
    }
  }

  static Path operator(Path folder, int node) {
    return folder.resolve("operator-" + node + ".npy");
  }

  static Path compressed(Path folder) {
    return folder.resolve("compressed.npy");
  }

  static Block open(Path folder, Precision precision) {
    double[] facts = Npy.readDoubles(folder.resolve("facts.npy"));
    int nodes = (int) facts[3];
    int penalties = (int) facts[4];
    Cells[] operators = new Cells[nodes];
    for (int node = 0; node < nodes; node++) {
      operators[node] = Cells.map(precision, operator(folder, node));
    }
    Path own = folder.resolve("own.npy");
    return new Block(
        facts[0] == 1,
        (int) facts[1],
        (int) facts[2],
        operators,
        deep(Npy.readDoubles(folder.resolve("coefficients.npy")), penalties),
        Files.exists(own) ? deep(Npy.readDoubles(own), nodes) : new double[0][],
        Files.exists(compressed(folder))
            ? Optional.of(Cells.map(precision, compressed(folder)))
            : Optional.empty(),
        Npy.readDoubles(folder.resolve("loss-scale.npy")),
        facts[5]);
  }

  private static double[] flat(double[][] rows) {
    return java.util.Arrays.stream(rows).flatMapToDouble(java.util.Arrays::stream).toArray();
  }

  private static double[][] deep(double[] values, int rows) {
    int columns = rows == 0 ? 0 : values.length / rows;
    double[][] deep = new double[rows][];
    for (int row = 0; row < rows; row++) {
      deep[row] = java.util.Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
    }
    return deep;
  }
}
