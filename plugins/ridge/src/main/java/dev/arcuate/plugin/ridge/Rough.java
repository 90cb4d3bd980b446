package dev.arcuate.plugin.ridge;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * What some of the nodes of an {@link Interpolation} tell, those that were chosen first.
 *
 * @param nodes places of these among all nodes, ascending
 * @param coefficients [penalties][these nodes]
 * @param worse the same without the last node chosen
 * @param error per penalty, the greatest error in any direction of the spectrum
 * @param worseError the same without the last node chosen
 */
record Rough(
    int[] nodes, double[][] coefficients, double[][] worse, double[] error, double[] worseError) {

  /** All numbers in a row, for a file. */
  double[] flat() {
    double[] sizes = {nodes.length, error.length};
    double[] places = Arrays.stream(nodes).asDoubleStream().toArray();
    return Stream.of(sizes, places, Block.flat(coefficients), Block.flat(worse), error, worseError)
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }

  /** Reads what {@link #flat} gave. */
  static Rough of(double[] flat) {
    int count = (int) flat[0];
    int penalties = (int) flat[1];
    int first = 2 + count;
    int second = first + penalties * count;
    int errors = second + penalties * count;
    return new Rough(
        Arrays.stream(flat, 2, first).mapToInt(value -> (int) value).toArray(),
        Block.deep(Arrays.copyOfRange(flat, first, second), penalties),
        Block.deep(Arrays.copyOfRange(flat, second, errors), penalties),
        Arrays.copyOfRange(flat, errors, errors + penalties),
        Arrays.copyOfRange(flat, errors + penalties, flat.length));
  }
}
