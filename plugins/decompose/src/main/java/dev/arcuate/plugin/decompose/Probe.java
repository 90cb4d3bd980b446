package dev.arcuate.plugin.decompose;

import dev.arcuate.api.host.LinearAlgebra;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Decodes by ridge regression, every block of sentences from the others; the penalty is chosen on
 * the last fifth of the training sentences. Classes are decoded as one number each, the greatest
 * wins.
 */
final class Probe {
  private static final int HELD_OUT = 5;

  /**
   * How well it went.
   *
   * @param score for numbers: explained variance, 1 − SSE/SST over all columns; for classes: how
   *     far accuracy lies between always guessing the most frequent class, 0, and 1
   * @param accuracy share of classes decoded rightly; NaN for numbers
   * @param guessing accuracy of always guessing the most frequent class; NaN for numbers
   */
  record Result(double score, double accuracy, double guessing) {}

  private final LinearAlgebra algebra;
  private final List<Double> penalties;
  private final int folds;

  Probe(LinearAlgebra algebra, List<Double> penalties, int folds) {
    this.algebra = algebra;
    this.penalties = penalties;
    this.folds = folds;
  }

  Result decode(Rows part, ProbeTargets.Task task, Runnable checkCancelled) {
    List<String> classes = new ArrayList<>(new TreeSet<>(task.labels()));
    Rows wanted = task.numbers().orElseGet(() -> oneHot(task.labels(), classes));
    Rows given = pick(part, task.words());
    List<Integer> sentences = Arrays.stream(task.sentences()).distinct().sorted().boxed().toList();
    double error = 0;
    double total = 0;
    int right = 0;
    int guessed = 0;
    for (int fold = 0; fold < folds; fold++) {
      checkCancelled.run();
      TreeSet<Integer> tested = new TreeSet<>(block(sentences, fold, folds));
      int[] test = rows(task, tested::contains);
      int[] train = rows(task, sentence -> !tested.contains(sentence));
      if (test.length == 0 || train.length == 0) {
        continue;
      }
      Rows predicted = predict(given, wanted, task, train, test);
      Rows truth = pick(wanted, test);
      double[] mean = Columns.means(truth);
      for (int i = 0; i < truth.values().length; i++) {
        double miss = truth.values()[i] - predicted.values()[i];
        double away = truth.values()[i] - mean[i % truth.width()];
        error += miss * miss;
        total += away * away;
      }
      if (!classes.isEmpty()) {
        String guess = mostFrequent(task, train);
        for (int i = 0; i < test.length; i++) {
          String label = task.labels().get(test[i]);
          right += classes.get(greatest(predicted, i)).equals(label) ? 1 : 0;
          guessed += guess.equals(label) ? 1 : 0;
        }
      }
    }
    if (classes.isEmpty()) {
      return new Result(total == 0 ? Double.NaN : 1 - error / total, Double.NaN, Double.NaN);
    }
    double accuracy = (double) right / task.words().length;
    double guessing = (double) guessed / task.words().length;
    return new Result((accuracy - guessing) / (1 - guessing), accuracy, guessing);
  }

  private Rows predict(Rows given, Rows wanted, ProbeTargets.Task task, int[] train, int[] test) {
    List<Integer> sentences =
        Arrays.stream(train).map(row -> task.sentences()[row]).distinct().sorted().boxed().toList();
    TreeSet<Integer> held = new TreeSet<>(block(sentences, HELD_OUT - 1, HELD_OUT));
    int[] fit = Arrays.stream(train).filter(r -> !held.contains(task.sentences()[r])).toArray();
    int[] judge = Arrays.stream(train).filter(r -> held.contains(task.sentences()[r])).toArray();
    double best = penalties.get(0);
    double least = Double.POSITIVE_INFINITY;
    if (penalties.size() > 1 && fit.length > 0 && judge.length > 0) {
      Scaling scaling = Scaling.of(pick(given, fit));
      Rows fitted = scaling.apply(pick(given, fit));
      Rows judged = scaling.apply(pick(given, judge));
      Rows truth = pick(wanted, judge);
      Ridge ridge = new Ridge(algebra, fitted, pick(wanted, fit));
      for (double penalty : penalties) {
        Rows predicted = ridge.at(penalty).predict(judged);
        double error = 0;
        for (int i = 0; i < truth.values().length; i++) {
          double miss = truth.values()[i] - predicted.values()[i];
          error += miss * miss;
        }
        if (error < least) {
          least = error;
          best = penalty;
        }
      }
    }
    Scaling scaling = Scaling.of(pick(given, train));
    return new Ridge(algebra, scaling.apply(pick(given, train)), pick(wanted, train))
        .at(best)
        .predict(scaling.apply(pick(given, test)));
  }

  /** Mean and deviation of columns, of the rows it is made of. */
  private record Scaling(double[] means, double[] deviations) {
    static Scaling of(Rows rows) {
      double[] means = Columns.means(rows);
      double[] squares = new double[means.length];
      double[] centred = Columns.minus(rows, means);
      for (int i = 0; i < centred.length; i++) {
        squares[i % squares.length] += centred[i] * centred[i] / rows.count();
      }
      double[] deviations = new double[means.length];
      for (int c = 0; c < deviations.length; c++) {
        deviations[c] = squares[c] > 0 ? Math.sqrt(squares[c]) : 1;
      }
      return new Scaling(means, deviations);
    }

    Rows apply(Rows rows) {
      double[] values = Columns.minus(rows, means);
      for (int i = 0; i < values.length; i++) {
        values[i] /= deviations[i % deviations.length];
      }
      return Columns.rows(values, rows.count(), rows.width());
    }
  }

  private static List<Integer> block(List<Integer> sentences, int block, int count) {
    int from = sentences.size() * block / count;
    int to = sentences.size() * (block + 1) / count;
    return sentences.subList(from, to);
  }

  private static int[] rows(ProbeTargets.Task task, IntPredicate sentence) {
    return IntStream.range(0, task.words().length)
        .filter(row -> sentence.test(task.sentences()[row]))
        .toArray();
  }

  private static String mostFrequent(ProbeTargets.Task task, int[] train) {
    Map<String, Integer> counts = new HashMap<>();
    String most = "";
    for (int row : train) {
      String label = task.labels().get(row);
      int count = counts.merge(label, 1, Integer::sum);
      if (most.isEmpty() || count > counts.getOrDefault(most, 0)) {
        most = label;
      }
    }
    return most;
  }

  private static int greatest(Rows rows, int row) {
    int best = 0;
    for (int c = 1; c < rows.width(); c++) {
      if (rows.values()[row * rows.width() + c] > rows.values()[row * rows.width() + best]) {
        best = c;
      }
    }
    return best;
  }

  private static Rows oneHot(List<String> labels, List<String> classes) {
    float[] values = new float[labels.size() * classes.size()];
    for (int row = 0; row < labels.size(); row++) {
      values[row * classes.size() + classes.indexOf(labels.get(row))] = 1;
    }
    return new Rows(values, labels.size(), classes.size());
  }

  private static Rows pick(Rows rows, int[] picked) {
    float[] values = new float[picked.length * rows.width()];
    for (int i = 0; i < picked.length; i++) {
      System.arraycopy(
          rows.values(), picked[i] * rows.width(), values, i * rows.width(), rows.width());
    }
    return new Rows(values, picked.length, rows.width());
  }
}
