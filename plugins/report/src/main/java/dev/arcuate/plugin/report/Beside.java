package dev.arcuate.plugin.report;

import dev.arcuate.api.value.Scores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What stands beside a model's score: simple predictors, a model without features, an untrained
 * twin, the ceiling.
 *
 * @param name in words
 * @param mean over all targets
 * @param atPeak at the target where the map tested is highest
 * @param highest over all targets
 */
record Beside(String name, double mean, double atPeak, double highest) {
  static final String NEIGHBOURS = "no features, only neighbours";

  private static final String AUTOCORRELATION = "autocorrelation-r";

  /** A model without features that scores as much as this hints at a leak. */
  private static final double SUSPICIOUS = 0.05;

  /** The scores in order; empty if the encoding had no baselines. */
  static List<Beside> of(Point point, int peak, Optional<Scores> ceiling) {
    Scores scores = point.entry().scores();
    List<Beside> rows = new ArrayList<>();
    add(rows, "everything together", scores, "r", point.entry().map(), peak);
    add(rows, "the model alone", scores, "model-r", point.entry().map(), peak);
    add(rows, "all simple predictors", scores, "baseline-r", point.entry().map(), peak);
    for (String map : scores.maps()) {
      String name = map.replaceFirst("^mean-", "").replaceFirst("-r$", "");
      boolean own =
          map.startsWith("mean-")
              && map.endsWith("-r")
              && !List.of("model", "baseline", "autocorrelation", "untrained").contains(name)
              && !name.startsWith("without-")
              && !name.startsWith("split-");
      if (own) {
        add(rows, name + " alone", scores, name + "-r", point.entry().map(), peak);
      }
    }
    add(rows, "an untrained model and these", scores, "untrained-r", point.entry().map(), peak);
    add(rows, NEIGHBOURS, scores, AUTOCORRELATION, point.entry().map(), peak);
    if (rows.size() < 2) {
      return List.of();
    }
    ceiling.ifPresent(top -> rows.add(row("ceiling", top.mean("mean"), peak)));
    return rows;
  }

  private static void add(
      List<Beside> rows, String name, Scores scores, String map, String tested, int peak) {
    String mean = map.equals(tested) ? "mean" : "mean-" + map;
    if (scores.maps().contains(mean)) {
      rows.add(row(name, scores.mean(mean), peak));
    }
  }

  private static Beside row(String name, double[] values, int peak) {
    double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
    return new Beside(
        name,
        Arrays.stream(finite).average().orElse(Double.NaN),
        values[peak],
        Arrays.stream(finite).max().orElse(Double.NaN));
  }

  /** What to say if the model without features predicts. */
  static Optional<String> leak(Point point) {
    Scores scores = point.entry().scores();
    if (!scores.maps().contains("mean-" + AUTOCORRELATION)) {
      return Optional.empty();
    }
    double mean =
        Arrays.stream(scores.mean("mean-" + AUTOCORRELATION))
            .filter(Double::isFinite)
            .average()
            .orElse(0);
    return mean < SUSPICIOUS
        ? Optional.empty()
        : Optional.of(
            "A model that knows no stimulus, only which samples are neighbours, predicts with r = "
                + Numbers.correlation(mean)
                + " on average. Training samples tell of test samples: a longer 'gap' is needed, or"
                + " slow drifts are left in the recordings.");
  }
}
