package dev.arcuate.plugin.statistics;

import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Recording;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.api.value.Scores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Scores and recordings for tests, on regions named A, B, C … */
final class Values {
  private Values() {}

  static Geometry regions(int count) {
    return new Geometry.Regions(
        IntStream.range(0, count).mapToObj(i -> Character.toString('A' + i)).toList());
  }

  /**
   * @param maps by name, [folds][targets]
   */
  static Scores scores(
      Path folder, String subject, Map<String, double[][]> maps, Map<String, Object> facts)
      throws IOException {
    int targets = maps.values().iterator().next()[0].length;
    Scores scores =
        new Scores(
            Files.createDirectories(folder),
            subject,
            List.copyOf(new LinkedHashMap<>(maps).keySet()),
            facts,
            regions(targets));
    scores.write();
    for (Map.Entry<String, double[][]> map : maps.entrySet()) {
      try (NpyWriter writer = scores.mapWriter(map.getKey(), map.getValue().length)) {
        for (double[] row : map.getValue()) {
          float[] narrow = new float[targets];
          for (int i = 0; i < targets; i++) {
            narrow[i] = (float) row[i];
          }
          writer.append(narrow, 0, targets);
        }
      }
    }
    return scores;
  }

  static Scores r(Path folder, String subject, double... values) throws IOException {
    return scores(folder, subject, Map.of("r", new double[][] {values}), Map.of("leaky", false));
  }

  /**
   * @param values [samples][targets]
   */
  static Recording recording(Path folder, String subject, Sampling sampling, double[][] values)
      throws IOException {
    int targets = values[0].length;
    Recording recording =
        new Recording(
            Files.createDirectories(folder), subject, sampling, "arbitrary", regions(targets));
    try (NpyWriter writer = recording.write()) {
      for (double[] row : values) {
        float[] narrow = new float[targets];
        for (int i = 0; i < targets; i++) {
          narrow[i] = (float) row[i];
        }
        writer.append(narrow, 0, targets);
      }
    }
    return recording;
  }

  static Sampling sampling(int samples) {
    return new Sampling(2, List.of(new Sampling.Run("story", samples)));
  }
}
