package dev.arcuate.plugin.decompose;

import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.value.Activations;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Scores;
import dev.arcuate.api.value.Table;
import dev.arcuate.api.value.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Activations, words and scores for tests. */
final class Values {
  private Values() {}

  static Words words(int count) {
    StringBuilder text = new StringBuilder();
    List<Words.Word> list = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int start = text.length();
      text.append('w').append(i);
      String run = i < count / 2 ? "1" : "2";
      list.add(
          new Words.Word(
              run, i * 0.5, 0.3, i / 7, start, text.length(), true, text.substring(start)));
      text.append(i % 7 == 6 ? ". " : " ");
    }
    return new Words(text.toString(), list);
  }

  /** Random numbers of a layer each. */
  static Activations random(Path folder, long seed, int words, int width, String... layers)
      throws IOException {
    Random random = new Random(seed * 0x9E3779B97F4A7C15L);
    List<Rows> rows = new ArrayList<>();
    for (int layer = 0; layer < layers.length; layer++) {
      float[] values = new float[words * width];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      rows.add(new Rows(values, words, width));
    }
    return activations(folder, List.of(layers), rows);
  }

  static Activations activations(Path folder, List<String> layers, List<Rows> rows)
      throws IOException {
    Files.createDirectories(folder);
    Parts parts = new Parts(folder, "random", List.of());
    for (int layer = 0; layer < layers.size(); layer++) {
      parts.add(layers.get(layer), rows.get(layer));
    }
    parts.finish();
    return new Activations(folder, "random", layers);
  }

  /** Scores of regions: one map of folds × targets. */
  static Scores scores(Path folder, Map<String, float[][]> maps, Map<String, Object> facts)
      throws IOException {
    Files.createDirectories(folder);
    int targets = maps.values().iterator().next()[0].length;
    List<String> names = new ArrayList<>();
    for (int target = 0; target < targets; target++) {
      names.add("R" + (target + 1));
    }
    Scores scores =
        new Scores(folder, "01", List.copyOf(maps.keySet()), facts, new Geometry.Regions(names));
    scores.write();
    for (Map.Entry<String, float[][]> map : maps.entrySet()) {
      try (NpyWriter writer = scores.mapWriter(map.getKey(), map.getValue().length)) {
        for (float[] row : map.getValue()) {
          writer.append(row, 0, row.length);
        }
      }
    }
    return scores;
  }

  /** Sentences of seven words: determiner, noun, verb, determiner, adjective, noun, adverb. */
  static Table parse(int words) {
    List<String> coarse = List.of("DET", "NOUN", "VERB", "DET", "ADJ", "NOUN", "ADV");
    List<Integer> heads = List.of(2, 3, 0, 6, 6, 3, 3);
    List<List<String>> rows = new ArrayList<>();
    for (int word = 0; word < words; word++) {
      int place = word % 7;
      String form = coarse.get(place).equals("NOUN") ? "noun" + word % 13 : "w" + word;
      rows.add(
          List.of(
              Integer.toString(word / 7),
              Integer.toString(place + 1),
              form,
              form,
              coarse.get(place),
              Integer.toString(heads.get(place)),
              Integer.toString(word)));
    }
    return new Table(List.of("sentence", "id", "form", "lemma", "upos", "head", "words"), rows);
  }
}
