package dev.arcuate.plugin.ridge;

import dev.arcuate.api.array.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How rows held out of a fit are predicted, for every penalty: operators that turn a source into
 * the predictions less the training mean. Kept as files that are mapped.
 *
 * @param onTargets whether the source is the training targets; else their products with the design
 *     and, last, their mean
 * @param outputs rows of an operator
 * @param width columns of an operator
 * @param operators one per node, or all of them below each other
 * @param nodes how many
 * @param coefficients [penalties][nodes], by which the nodes' predictions make those of a penalty
 * @param own [nodes][rows], what of a row's own target adds to its prediction; empty if nothing
 * @param compressed what turns the source of the test rows into as many numbers as operators have
 *     rows, with the same scalar products; absent if operators predict the rows themselves
 * @param lossScale per penalty
 * @param targetScale what the targets less the training mean are multiplied by
 * @param rough what some of the nodes tell
 */
record Block(
    boolean onTargets,
    int outputs,
    int width,
    List<Cells> operators,
    int nodes,
    double[][] coefficients,
    double[][] own,
    Optional<Cells> compressed,
    double[] lossScale,
    double targetScale,
    Optional<Rough> rough) {
  /** Numbers of the facts before the arrays. */
  private static final int SIZES = 7;

  /** What is written of a block beside its operators. */
  record Facts(
      boolean onTargets,
      int outputs,
      int width,
      Interpolation interpolation,
      double[][] own,
      double[] lossScale,
      double targetScale) {

    /** One file: sizes, coefficients, scales of the loss, and what is own to rows. */
    void write(Path folder) throws IOException {
      double[][] coefficients = interpolation.coefficients();
      int penalties = coefficients.length;
      int nodes = penalties == 0 ? 0 : coefficients[0].length;
      double[] sizes = {
        onTargets ? 1 : 0, outputs, width, nodes, penalties, targetScale, own.length
      };
      double[] all =
          Stream.of(sizes, flat(coefficients), lossScale, flat(own))
              .flatMapToDouble(Arrays::stream)
              .toArray();
      Npy.write(folder.resolve("facts.npy"), all, all.length);
      if (interpolation.rough().isPresent()) {
        double[] flat = interpolation.rough().get().flat();
        Npy.write(rough(folder), flat, flat.length);
      }
    }
  }

  /** All operators below each other, unless that is too much for one array. */
  static Path operators(Path folder) {
    return folder.resolve("operators.npy");
  }

  static Path operator(Path folder, int node) {
    return folder.resolve("operator-" + node + ".npy");
  }

  static Path compressed(Path folder) {
    return folder.resolve("compressed.npy");
  }

  private static Path rough(Path folder) {
    return folder.resolve("rough.npy");
  }

  static Block open(Path folder, Precision precision) {
    double[] facts = Npy.readDoubles(folder.resolve("facts.npy"));
    int outputs = (int) facts[1];
    int width = (int) facts[2];
    int nodes = (int) facts[3];
    int penalties = (int) facts[4];
    int coefficients = SIZES;
    int scales = coefficients + penalties * nodes;
    int own = scales + penalties;
    return new Block(
        facts[0] == 1,
        outputs,
        width,
        open(folder, precision, nodes),
        nodes,
        deep(Arrays.copyOfRange(facts, coefficients, scales), penalties),
        deep(Arrays.copyOfRange(facts, own, facts.length), (int) facts[6]),
        Files.exists(compressed(folder))
            ? Optional.of(Cells.map(precision, compressed(folder)))
            : Optional.empty(),
        Arrays.copyOfRange(facts, scales, own),
        facts[5],
        Files.exists(rough(folder))
            ? Optional.of(Rough.of(Npy.readDoubles(rough(folder))))
            : Optional.empty());
  }

  private static List<Cells> open(Path folder, Precision precision, int nodes) {
    return Files.exists(operators(folder))
        ? List.of(Cells.map(precision, operators(folder)))
        : IntStream.range(0, nodes)
            .mapToObj(node -> Cells.map(precision, operator(folder, node)))
            .toList();
  }

  /** Those of the first nodes, below each other if they are so in memory. */
  List<Cells> operators(int first) {
    return operators.size() == nodes
        ? operators.subList(0, first)
        : List.of(operators.get(0).slice(0, first * outputs * width));
  }

  static double[] flat(double[][] rows) {
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
  }

  static double[][] deep(double[] values, int rows) {
    int columns = rows == 0 ? 0 : values.length / rows;
    double[][] deep = new double[rows][];
    for (int row = 0; row < rows; row++) {
      deep[row] = Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
    }
    return deep;
  }
}
