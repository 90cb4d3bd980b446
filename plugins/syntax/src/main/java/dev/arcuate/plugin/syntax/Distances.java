package dev.arcuate.plugin.syntax;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How many steps lie between the words of a sentence in its dependency tree, and how well two
 * sentences agree in them. Source: methods reference, 4.1, step 4.
 */
final class Distances {
  private Distances() {}

  /** All-pairs steps along the undirected edges of the tree, [nodes][nodes]. */
  static int[][] of(ParsedSentence sentence) {
    int n = sentence.nodes().size();
    int[][] ancestors = new int[n][];
    for (int node = 0; node < n; node++) {
      ancestors[node] = ancestors(sentence, node);
    }
    int[][] distances = new int[n][n];
    for (int a = 0; a < n; a++) {
      for (int b = 0; b < a; b++) {
        distances[a][b] = steps(ancestors[a], ancestors[b]);
        distances[b][a] = distances[a][b];
      }
    }
    return distances;
  }

  /** From the node to the root, the node first. */
  private static int[] ancestors(ParsedSentence sentence, int node) {
    IntStream.Builder path = IntStream.builder();
    for (int at = node; at >= 0; at = sentence.nodes().get(at).head() - 1) {
      path.add(at);
    }
    return path.build().toArray();
  }

  private static int steps(int[] a, int[] b) {
    int i = a.length;
    int j = b.length;
    while (i > 0 && j > 0 && a[i - 1] == b[j - 1]) {
      i--;
      j--;
    }
    return i + j;
  }

  /**
   * Mean over words of the Spearman correlation of their distances to all words; −1 if the numbers
   * of words differ. Distances of a word that do not vary agree if they are equal.
   */
  static double agreement(int[][] one, int[][] other) {
    if (one.length != other.length) {
      return -1;
    }
    double sum = 0;
    for (int word = 0; word < one.length; word++) {
      sum += Arrays.equals(one[word], other[word]) ? 1 : correlation(one[word], other[word]);
    }
    return one.length == 0 ? 1 : sum / one.length;
  }

  private static double correlation(int[] a, int[] b) {
    double[] x = ranks(a);
    double[] y = ranks(b);
    double mean = (a.length + 1) / 2.0;
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int i = 0; i < x.length; i++) {
      xx += (x[i] - mean) * (x[i] - mean);
      yy += (y[i] - mean) * (y[i] - mean);
      xy += (x[i] - mean) * (y[i] - mean);
    }
    return xx == 0 || yy == 0 ? 0 : xy / Math.sqrt(xx * yy);
  }

  /** Ranks from 1; equal values share the mean of theirs. */
  static double[] ranks(int[] values) {
    Integer[] order = IntStream.range(0, values.length).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingInt(i -> values[i]));
    double[] ranks = new double[values.length];
    int from = 0;
    while (from < order.length) {
      int to = from;
      while (to < order.length && values[order[to]] == values[order[from]]) {
        to++;
      }
      for (int i = from; i < to; i++) {
        ranks[order[i]] = (from + 1 + to) / 2.0;
      }
      from = to;
    }
    return ranks;
  }
}
