package dev.arcuate.plugin.statistics;

import dev.arcuate.api.Task;
import dev.arcuate.api.statistics.Percentiles;
import dev.arcuate.api.value.Recording;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * How well the mean of ever more people predicts another, and where that would end with endlessly
 * many: v₀ of v₀ · (1 − exp(−x/τ)), x being the number of people, the predicted one among them.
 * Source: methods reference, section 10; the extrapolated ceiling of Brain-Score. That curve ends
 * too early: correlations of people with equal signal and noise follow ρ√k/√(1 + (k − 1)ρ) with k
 * others (Spearman and Brown), and near √ρ.
 */
final class Extrapolation {
  private static final double LOW = 2.5;
  private static final double HIGH = 97.5;

  private final List<Recording> recordings;
  private final InterSubject series;
  private final int[][] draws;
  private final List<List<int[]>> orders = new ArrayList<>();
  private final SaturatingCurve curve;
  private final int people;

  /**
   * What was found, per target.
   *
   * @param pools mean correlation by people in the mean, from one: [people − 1][columns]
   * @param limits v₀; NaN where the curve does not bend
   * @param taus τ; NaN where there is no limit or it is 0
   * @param equals √ρ
   * @param low of limits when the predicted people are drawn with replacement
   * @param high the upper end of these limits
   */
  record Found(
      double[][] pools,
      double[] limits,
      double[] taus,
      double[] equals,
      double[] low,
      double[] high) {}

  /**
   * @param splits orders in which others join the mean, per predicted person; all there are, if
   *     these are fewer
   */
  Extrapolation(List<Recording> recordings, int splits, int bootstraps, long seed, Task task) {
    this.recordings = recordings;
    this.series = new InterSubject(recordings, task);
    people = recordings.size();
    curve = new SaturatingCurve(IntStream.rangeClosed(2, people).asDoubleStream().toArray());
    Random random = new Random(seed);
    for (int person = 0; person < people; person++) {
      int own = person;
      List<Integer> others =
          new ArrayList<>(IntStream.range(0, people).filter(i -> i != own).boxed().toList());
      orders.add(orders(others, splits, random));
    }
    draws = new int[bootstraps][people];
    for (int[] draw : draws) {
      for (int i = 0; i < people; i++) {
        draw[i] = random.nextInt(people);
      }
    }
  }

  private static List<int[]> orders(List<Integer> others, int splits, Random random) {
    long all = 1;
    for (int i = 2; i <= others.size() && all <= splits; i++) {
      all *= i;
    }
    List<int[]> orders = new ArrayList<>();
    if (all <= splits) {
      permute(others, 0, orders);
      return orders;
    }
    for (int split = 0; split < splits; split++) {
      Collections.shuffle(others, random);
      orders.add(others.stream().mapToInt(Integer::intValue).toArray());
    }
    return orders;
  }

  private static void permute(List<Integer> others, int from, List<int[]> orders) {
    if (from == others.size()) {
      orders.add(others.stream().mapToInt(Integer::intValue).toArray());
    }
    for (int i = from; i < others.size(); i++) {
      Collections.swap(others, from, i);
      permute(others, from + 1, orders);
      Collections.swap(others, from, i);
    }
  }

  int tileWidth(long memoryBytes) {
    return Math.max(1, series.tileWidth(memoryBytes) / people);
  }

  Found find(int from, int columns, Runnable checkCancelled) {
    double[][] z = new double[people][];
    for (int person = 0; person < people; person++) {
      z[person] = series.standardised(recordings.get(person), from, columns);
    }
    Found found =
        new Found(
            new double[people - 1][columns],
            new double[columns],
            new double[columns],
            new double[columns],
            new double[columns],
            new double[columns]);
    for (int column = 0; column < columns; column++) {
      checkCancelled.run();
      double[][] scores = scores(products(z, columns, column));
      double[] mean = mean(scores, IntStream.range(0, people).toArray());
      for (int pool = 0; pool < mean.length; pool++) {
        found.pools()[pool][column] = mean[pool];
      }
      extrapolate(scores, mean, found, column);
    }
    return found;
  }

  private void extrapolate(double[][] scores, double[] mean, Found found, int column) {
    boolean missing = Arrays.stream(mean).anyMatch(Double::isNaN);
    SaturatingCurve.Fit fit = missing ? null : curve.fit(mean);
    boolean none = missing || !fit.bends();
    found.limits()[column] = none ? Double.NaN : fit.limit();
    found.taus()[column] = none || fit.limit() == 0 ? Double.NaN : fit.tau();
    found.equals()[column] = missing ? Double.NaN : Math.sqrt(reliability(mean));
    double[] limits = new double[missing ? 0 : draws.length];
    for (int draw = 0; draw < limits.length; draw++) {
      limits[draw] = curve.roughly(mean(scores, draws[draw])).limit();
    }
    double[] ends = Percentiles.of(limits, LOW, HIGH);
    found.low()[column] = ends[0];
    found.high()[column] = ends[1];
  }

  /** Least squares of ρ√k/√(1 + (k − 1)ρ), which grows with ρ everywhere. */
  private static double reliability(double[] mean) {
    double low = 0;
    double high = 1;
    while (high - low > 1e-9) {
      double left = low + (high - low) / 3;
      double right = high - (high - low) / 3;
      if (miss(mean, left) <= miss(mean, right)) {
        high = right;
      } else {
        low = left;
      }
    }
    return (low + high) / 2;
  }

  private static double miss(double[] mean, double reliability) {
    double sum = 0;
    for (int pool = 0; pool < mean.length; pool++) {
      double expected = reliability * Math.sqrt(pool + 1) / Math.sqrt(1 + pool * reliability);
      sum += (mean[pool] - expected) * (mean[pool] - expected);
    }
    return sum;
  }

  private static double[] mean(double[][] scores, int[] persons) {
    double[] mean = new double[scores[0].length];
    for (int person : persons) {
      for (int pool = 0; pool < mean.length; pool++) {
        mean[pool] += scores[person][pool] / persons.length;
      }
    }
    return mean;
  }

  /** Scalar products of all pairs, of which every correlation with a mean is made. */
  private double[][] products(double[][] z, int columns, int column) {
    double[][] products = new double[people][people];
    for (int one = 0; one < people; one++) {
      for (int other = 0; other <= one; other++) {
        double sum = 0;
        for (int at = column; at < z[one].length; at += columns) {
          sum += z[one][at] * z[other][at];
        }
        products[one][other] = sum;
        products[other][one] = sum;
      }
    }
    return products;
  }

  /** Per person and number of others, the mean correlation over orders. */
  private double[][] scores(double[][] products) {
    double[][] scores = new double[people][people - 1];
    for (int person = 0; person < people; person++) {
      for (int[] order : orders.get(person)) {
        double product = 0;
        double square = 0;
        for (int pool = 0; pool < order.length; pool++) {
          int next = order[pool];
          product += products[person][next];
          square += products[next][next];
          for (int before = 0; before < pool; before++) {
            square += 2 * products[next][order[before]];
          }
          scores[person][pool] +=
              product / Math.sqrt(products[person][person] * square) / orders.get(person).size();
        }
      }
    }
    return scores;
  }
}
