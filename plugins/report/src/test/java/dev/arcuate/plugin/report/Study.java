package dev.arcuate.plugin.report;

import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Scores;
import dev.arcuate.api.value.Table;
import dev.arcuate.plugin.statistics.Alternative;
import dev.arcuate.plugin.statistics.GroupSettings;
import dev.arcuate.plugin.statistics.GroupStep;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Studies made up for tests: people, layers, a baseline, and a place where one layer adds to it.
 */
final class Study {
  static final double[] CENTRE = {-22, 6, 10};
  static final double RADIUS = 12;

  private final Path folder;
  private final Geometry geometry;
  private final int people;
  private final Map<String, Object> facts = new LinkedHashMap<>();
  private double effect = 0.2;
  private int plantedLayer = 4;
  private int layers = 7;
  private GroupSettings.Test test = GroupSettings.Test.T;
  private double[] shares;

  Study(Path folder, Geometry geometry, int people) {
    this.folder = folder;
    this.geometry = geometry;
    this.people = people;
    this.shares = shares(geometry);
    facts.put("backend", "ridge-cpu");
    facts.put("rows", 300);
    facts.put("period-seconds", 2.0);
    facts.put("folds", 5);
    facts.put("fold-scheme", "contiguous");
    facts.put("gap-rows", 5);
    facts.put("leaky", false);
  }

  Study effect(double gain) {
    effect = gain;
    return this;
  }

  Study layers(int count, int planted) {
    layers = count;
    plantedLayer = planted;
    return this;
  }

  Study test(GroupSettings.Test of) {
    test = of;
    return this;
  }

  Study fact(String name, Object value) {
    facts.put(name, value);
    return this;
  }

  /** How much of the effect every target has. */
  Study shares(double... perTarget) {
    shares = perTarget;
    return this;
  }

  /** An egg-shaped brain of 4 mm voxels whose first axis runs to the left. */
  static Geometry.Volume volume() {
    int[] shape = {20, 24, 18};
    double[] affine = {-4, 0, 0, 38, 0, 4, 0, -46, 0, 0, 4, -30, 0, 0, 0, 1};
    List<Integer> voxels = new ArrayList<>();
    for (int k = 0; k < shape[2]; k++) {
      for (int j = 0; j < shape[1]; j++) {
        for (int i = 0; i < shape[0]; i++) {
          double x = (i - 9.5) / 9.6;
          double y = (j - 11.5) / 11.6;
          double z = (k - 8.5) / 8.6;
          if (x * x + y * y + z * z < 1) {
            voxels.add(i + shape[0] * (j + shape[1] * k));
          }
        }
      }
    }
    return new Geometry.Volume(
        shape,
        affine,
        "MNI152NLin2009cAsym",
        voxels.stream().mapToInt(Integer::intValue).toArray());
  }

  static Geometry.Regions regions() {
    return new Geometry.Regions(List.of("LATL", "RATL", "LPTL", "LIPL", "LPreM", "LIFG"));
  }

  private static double[] shares(Geometry geometry) {
    double[] shares = new double[geometry.targets()];
    if (geometry instanceof Geometry.Volume volume) {
      Grid3 grid = new Grid3(volume);
      for (int target = 0; target < shares.length; target++) {
        double away = Grid3.distance(grid.millimetres(target), CENTRE);
        shares[target] = away <= RADIUS ? 1 : 0;
      }
    }
    return shares;
  }

  /** A report task with the group of every layer. */
  TestTask task() throws IOException {
    TestTask task = new TestTask(folder);
    for (int layer = 0; layer < layers; layer++) {
      Map<String, String> labels = Map.of("layer", Integer.toString(layer));
      task.with("scores", "group", labels, group(layer));
    }
    return task;
  }

  Scores group(int layer) throws IOException {
    Path place = Files.createDirectories(folder.resolve("layer-" + layer));
    TestTask task = new TestTask(place);
    Random random = new Random(layer);
    for (int person = 0; person < people; person++) {
      task.with("scores", scores(place.resolve("person-" + person), person, layer, random));
    }
    new GroupStep()
        .run(
            new GroupSettings(
                Optional.empty(),
                test,
                Alternative.TWO_SIDED,
                .05,
                GroupSettings.Correction.FDR,
                0,
                1),
            task);
    return task.result("scores", Scores.class);
  }

  private Scores scores(Path place, int person, int layer, Random random) throws IOException {
    Map<String, Object> all = new LinkedHashMap<>(facts);
    all.put("feature-groups", List.of("word-rate", "word-length", "layer-" + layer));
    all.put("features", 1536 + 8);
    all.put("baseline", Map.of("feature-groups", List.of("word-rate", "word-length")));
    Scores scores =
        new Scores(
            Files.createDirectories(place),
            String.format("%02d", person + 1),
            List.of("r", "baseline-r", "gain"),
            all,
            geometry);
    scores.write();
    double distance = layer - plantedLayer;
    double strength = effect * Math.exp(-distance * distance / 4);
    Random own = new Random(1000 + person);
    double able = 1 + 0.15 * own.nextGaussian();
    int targets = geometry.targets();
    double[] gain = new double[targets];
    double[] baseline = new double[targets];
    double[] model = new double[targets];
    for (int target = 0; target < targets; target++) {
      gain[target] = strength * able * shares[target] - 0.01 + 0.03 * random.nextGaussian();
      baseline[target] = 0.08 + 0.12 * shares[target] + 0.03 * own.nextGaussian();
      model[target] = baseline[target] + gain[target];
    }
    scores.writeMap("r", model);
    scores.writeMap("baseline-r", baseline);
    scores.writeMap("gain", gain);
    return scores;
  }

  static Table truth(String... pairs) {
    List<List<String>> rows =
        IntStream.range(0, pairs.length / 2)
            .mapToObj(i -> List.of(pairs[2 * i], pairs[2 * i + 1]))
            .toList();
    return new Table(List.of("key", "value"), rows);
  }

  static Table planted() {
    return truth(
        "planted-layer", "4",
        "region-centre-mm", "-22 6 10",
        "region-radius-mm", "12",
        "signal-to-noise", "0.5",
        "null", "false");
  }

  Scores ceiling(double... values) throws IOException {
    Path place = Files.createDirectories(folder.resolve("ceiling"));
    Scores scores = new Scores(place, "group", List.of("isc", "mean"), Map.of(), geometry);
    scores.write();
    scores.writeMap("mean", values);
    try (NpyWriter writer = scores.mapWriter("isc", people)) {
      for (int person = 0; person < people; person++) {
        float[] row = new float[values.length];
        for (int i = 0; i < row.length; i++) {
          row[i] = (float) values[i];
        }
        writer.append(row, 0, row.length);
      }
    }
    return scores;
  }
}
