package dev.arcuate.plugin.ridge;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * What the first nodes of an {@link Interpolation} tell.
 *
 * @param nodes how many
 * @param coefficients [penalties][these nodes]
 * @param worse the same without the last node chosen
 * @param error per penalty, the greatest error in any direction of the spectrum
 * @param worseError the same without the last node chosen
 */
record Rough(
    int nodes, double[][] coefficients, double[][] worse, double[] error, double[] worseError) {

  /** All numbers in a row, for a file. */
  double[] flat() {
    double[] sizes = {nodes, error.length};
    return Stream.of(sizes, Block.flat(coefficients), Block.flat(worse), error, worseError)
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }

  /** Reads what {@link #flat} gave. */
  static Rough of(double[] flat) {
    int nodes = (int) flat[0];
    int penalties = (int) flat[1];
    int first = 2;
    int second = first + penalties * nodes;
    int errors = second + penalties * nodes;
    return new Rough(
        nodes,
        Block.deep(Arrays.copyOfRange(flat, first, second), penalties),
        Block.deep(Arrays.copyOfRange(flat, second, errors), penalties),
        Arrays.copyOfRange(flat, errors, errors + penalties),
        Arrays.copyOfRange(flat, errors + penalties, flat.length));
  }
}
