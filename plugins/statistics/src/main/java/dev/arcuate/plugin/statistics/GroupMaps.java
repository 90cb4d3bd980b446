package dev.arcuate.plugin.statistics;

import dev.arcuate.api.Quirk;
import dev.arcuate.api.Task;
import dev.arcuate.api.array.FloatMatrix;
import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.statistics.FalseDiscovery;
import dev.arcuate.api.value.Scores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The maps of a group: computed from every subject's mean over folds, then written. */
final class GroupMaps {
  /** Maps of the subjects that tell of chance and not of prediction. */
  private static final Set<String> NOT_AVERAGED =
      Set.of("p", "q", "p-max", "alpha", "ci-low", "ci-high");

  /** Maps whose values of every subject are kept beside those of the map tested. */
  private static final List<String> KEPT = List.of("r", "baseline-r");

  private static final int MOST_CLUSTERS = 20;
  private static final int CANCEL_EVERY = 1 << 12;

  private final GroupSettings settings;
  private final String map;
  private final List<Scores> subjects;
  private final Task task;
  private final int targets;
  private final boolean foldsAsSamples;

  /** Every subject's score: [subjects][targets]. */
  private final double[][] values;

  /** Results by name, each of one row. */
  private final Map<String, double[]> results = new LinkedHashMap<>();

  /** Results by name, with a row per subject. */
  private final Map<String, double[][]> ofSubjects = new LinkedHashMap<>();

  private final Map<String, Object> facts = new LinkedHashMap<>();

  GroupMaps(GroupSettings settings, String map, List<Scores> subjects, Task task) {
    this.settings = settings;
    this.map = map;
    this.subjects = subjects;
    this.task = task;
    this.targets = subjects.get(0).geometry().targets();
    this.foldsAsSamples = Quirk.FOLDS_AS_SAMPLES.in(settings.quirks());
    this.values = read(map);
    ofSubjects.put("values", values);
  }

  /** Subjects, or folds where these are taken for them. */
  int samples() {
    return values.length;
  }

  int targets() {
    return targets;
  }

  private double[][] read(String name) {
    if (foldsAsSamples) {
      return folds(subjects.get(0).map(name));
    }
    double[][] all = new double[subjects.size()][];
    for (int subject = 0; subject < all.length; subject++) {
      task.checkCancelled();
      all[subject] = subjects.get(subject).mean(name);
    }
    return all;
  }

  private static double[][] folds(FloatMatrix map) {
    double[][] folds = new double[map.rows()][];
    for (int fold = 0; fold < folds.length; fold++) {
      float[] row = map.row(fold);
      folds[fold] = new double[row.length];
      for (int target = 0; target < row.length; target++) {
        folds[fold][target] = row[target];
      }
    }
    return folds;
  }

  void test() {
    average("mean", "sem", values);
    double[] t = new double[targets];
    double[] p = new double[targets];
    double[] n = new double[targets];
    for (int target = 0; target < targets; target++) {
      if (target % CANCEL_EVERY == 0) {
        task.checkCancelled();
        task.progress().report(target, targets, "targets");
      }
      double[] sample = sample(values, target);
      OneSample statistics = OneSample.of(sample);
      t[target] = statistics.t();
      n[target] = statistics.n();
      p[target] =
          switch (settings.test()) {
            case T -> statistics.p(settings.alternative());
            case WILCOXON ->
                sample.length < 2 ? Double.NaN : SignedRank.p(sample, settings.alternative());
          };
    }
    results.put("t", t);
    results.put("p", p);
    results.put("q", FalseDiscovery.adjust(p));
    results.put("n", n);
    if (settings.signFlips() > 0) {
      flipSigns();
    }
    if (settings.bootstraps() > 0) {
      bootstrap();
    }
    for (String other : subjects.get(0).maps()) {
      if (!other.equals(map)
          && !NOT_AVERAGED.contains(other)
          && subjects.stream().allMatch(s -> s.maps().contains(other))) {
        double[][] ofOther = read(other);
        average("mean-" + other, "sem-" + other, ofOther);
        if (KEPT.contains(other)) {
          ofSubjects.put("values-" + other, ofOther);
        }
      }
    }
    describe();
  }

  private void flipSigns() {
    Optional<ClusterMass> clusters = Optional.empty();
    Enhancement enhancement = Enhancement.none(settings.alternative());
    if (settings.correction() == GroupSettings.Correction.CLUSTER_MASS) {
      clusters = Optional.of(new ClusterMass(neighbours(), settings.alternative(), threshold()));
      enhancement = clusters.get();
    } else if (settings.correction() == GroupSettings.Correction.TFCE) {
      enhancement = new Tfce(neighbours(), settings.alternative(), settings.tfceStep());
    }
    SignFlips flips =
        SignFlips.of(
            values,
            settings.alternative(),
            enhancement,
            settings.signFlips(),
            settings.seed(),
            task::checkCancelled);
    results.put("p-flip", flips.p());
    results.put(
        settings.correction() == GroupSettings.Correction.FDR ? "p-max" : significance(),
        flips.corrected());
    if (settings.correction() == GroupSettings.Correction.TFCE) {
      results.put("tfce", flips.enhanced());
    }
    clusters.ifPresent(found -> describe(found.clusters(flips.t()), flips));
    facts.put("sign-flips", flips.count());
    facts.put("sign-flips-exhaustive", flips.exhaustive());
    facts.put("seed", settings.seed());
  }

  private Neighbours neighbours() {
    return Neighbours.of(
        subjects.get(0).geometry(),
        settings.meshLeft().map(Mesh::read),
        settings.meshRight().map(Mesh::read));
  }

  /** The t value that belongs to the p-value of the settings. */
  private double threshold() {
    double tail =
        settings.alternative() == Alternative.TWO_SIDED
            ? settings.clusterFormingP() / 2
            : settings.clusterFormingP();
    return OneSample.criticalT(samples(), tail);
  }

  /** Clusters by size of their mass: a map of their numbers, and a line of facts for each. */
  private void describe(List<ClusterMass.Cluster> clusters, SignFlips flips) {
    double[] numbers = new double[targets];
    List<Object> lines = new ArrayList<>();
    List<ClusterMass.Cluster> sorted = new ArrayList<>(clusters);
    sorted.sort(Comparator.comparingDouble(cluster -> -Math.abs(cluster.mass())));
    for (ClusterMass.Cluster cluster : sorted) {
      int peak = cluster.targets()[0];
      for (int target : cluster.targets()) {
        numbers[target] = lines.size() + 1;
        peak = Math.abs(flips.t()[target]) > Math.abs(flips.t()[peak]) ? target : peak;
      }
      if (lines.size() < MOST_CLUSTERS) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("targets", cluster.targets().length);
        line.put("mass", cluster.mass());
        line.put("p", flips.corrected()[peak]);
        line.put("peak", subjects.get(0).geometry().targetName(peak));
        lines.add(line);
      }
    }
    results.put("cluster", numbers);
    facts.put("clusters", clusters.size());
    facts.put("cluster-forming-t", threshold());
    facts.put("largest-clusters", lines);
  }

  private void bootstrap() {
    Bootstrap bootstrap =
        Bootstrap.of(values, settings.bootstraps(), 0.95, settings.seed(), task::checkCancelled);
    results.put("ci-low", bootstrap.low());
    results.put("ci-high", bootstrap.high());
    facts.put("bootstraps", settings.bootstraps());
  }

  private void average(String meanName, String semName, double[][] all) {
    double[] mean = new double[targets];
    double[] sem = new double[targets];
    for (int target = 0; target < targets; target++) {
      OneSample statistics = OneSample.of(sample(all, target));
      mean[target] = statistics.mean();
      sem[target] = statistics.sem();
    }
    results.put(meanName, mean);
    results.put(semName, sem);
  }

  /** The finite values of a target. */
  private static double[] sample(double[][] all, int target) {
    double[] sample = new double[all.length];
    int count = 0;
    for (double[] ofSubject : all) {
      if (!Double.isNaN(ofSubject[target])) {
        sample[count++] = ofSubject[target];
      }
    }
    return Arrays.copyOf(sample, count);
  }

  /** Name of the map that is compared with the level. */
  private String significance() {
    return switch (settings.correction()) {
      case FDR -> "q";
      case MAX_STATISTIC -> "p-max";
      case CLUSTER_MASS -> "p-cluster";
      case TFCE -> "p-tfce";
    };
  }

  private void describe() {
    int above = 0;
    int below = 0;
    for (int target = 0; target < targets; target++) {
      if (results.get(significance())[target] <= settings.level()) {
        above += results.get("mean")[target] > 0 ? 1 : 0;
        below += results.get("mean")[target] < 0 ? 1 : 0;
      }
    }
    facts.put("map", map);
    facts.put("subjects", subjects.stream().map(Scores::subject).toList());
    facts.put("test", word(settings.test()));
    facts.put("alternative", word(settings.alternative()));
    facts.put("correction", word(settings.correction()));
    facts.put("level", settings.level());
    facts.put("significance-map", significance());
    facts.put("significant-above", above);
    facts.put("significant-below", below);
    facts.put("critical-t", OneSample.criticalT(samples()));
    task.note(
        Map.of(
            "subjects", subjects.size(), "significant-above", above, "significant-below", below));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  void write(Path folder) throws IOException {
    List<String> names = new ArrayList<>(results.keySet());
    names.addAll(ofSubjects.keySet());
    Map<String, Object> all =
        new LinkedHashMap<>(Facts.common(subjects.stream().map(Scores::facts).toList()));
    all.putAll(facts);
    if (foldsAsSamples) {
      List<Object> quirks = new ArrayList<>();
      if (all.get("quirks") instanceof List<?> before) {
        quirks.addAll(before);
      }
      quirks.add(Quirk.FOLDS_AS_SAMPLES.named());
      all.put("quirks", quirks);
      all.put("samples", samples());
    }
    Scores group = new Scores(folder, "group", names, all, subjects.get(0).geometry());
    group.write();
    for (Map.Entry<String, double[]> result : results.entrySet()) {
      task.checkCancelled();
      group.writeMap(result.getKey(), result.getValue());
    }
    for (Map.Entry<String, double[][]> result : ofSubjects.entrySet()) {
      task.checkCancelled();
      write(group, result.getKey(), result.getValue());
    }
  }

  private static void write(Scores group, String name, double[][] rows) throws IOException {
    try (NpyWriter writer = group.mapWriter(name, rows.length)) {
      for (double[] ofSubject : rows) {
        float[] row = new float[ofSubject.length];
        for (int target = 0; target < row.length; target++) {
          row[target] = (float) ofSubject[target];
        }
        writer.append(row, 0, row.length);
      }
    }
  }
}
