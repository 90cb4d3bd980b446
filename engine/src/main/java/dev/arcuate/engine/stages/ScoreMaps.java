package dev.arcuate.engine.stages;

import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Scores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The maps of a Scores value, filled tile by tile; targets never written are NaN. */
final class ScoreMaps implements AutoCloseable {
  /** Names that only the engine writes. */
  static final Set<String> RESERVED = Set.of("r", "r2", "p", "p-max");

  private static final int BLOCK = 1 << 16;

  private final Path folder;
  private final int folds;
  private final Geometry geometry;
  private final Map<String, NpyWriter> writers = new LinkedHashMap<>();

  ScoreMaps(Path folder, int folds, Geometry geometry) throws IOException {
    this.folder = folder;
    this.folds = folds;
    this.geometry = geometry;
    open("r", folds);
    open("r2", folds);
  }

  /** Writes values [folds × places] into the columns that the places name, ascending. */
  void write(String name, float[] values, int[] places) {
    try {
      NpyWriter writer = writers.containsKey(name) ? writers.get(name) : open(name, folds);
      int from = 0;
      while (from < places.length) {
        int to = from + 1;
        while (to < places.length && places[to] == places[to - 1] + 1) {
          to++;
        }
        for (int fold = 0; fold < folds; fold++) {
          int at = fold * places.length;
          float[] part = Arrays.copyOfRange(values, at + from, at + to);
          writer.writeBlock(fold, 1, places[from], part.length, part);
        }
        from = to;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a map of one row. */
  void writeRow(String name, double[] values) {
    try {
      float[] row = new float[values.length];
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) values[i];
      }
      writers.put(name, scores(List.of(), Map.of()).mapWriter(name, 1));
      writers.get(name).append(row, 0, row.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private NpyWriter open(String name, int rows) throws IOException {
    NpyWriter writer = scores(List.of(), Map.of()).mapWriter(name, rows);
    writers.put(name, writer);
    float[] empty = new float[Math.min(BLOCK, Math.max(1, geometry.targets()))];
    Arrays.fill(empty, Float.NaN);
    long left = (long) rows * geometry.targets();
    while (left > 0) {
      int count = (int) Math.min(left, empty.length);
      writer.append(empty, 0, count);
      left -= count;
    }
    return writer;
  }

  private Scores scores(List<String> maps, Map<String, Object> facts) {
    return new Scores(folder, "", maps, facts, geometry);
  }

  /** Writes the descriptions of all maps. */
  void finish(String subject, Map<String, Object> facts) throws IOException {
    new Scores(folder, subject, List.copyOf(writers.keySet()), facts, geometry).write();
  }

  @Override
  public void close() throws IOException {
    for (NpyWriter writer : writers.values()) {
      writer.close();
    }
  }
}
