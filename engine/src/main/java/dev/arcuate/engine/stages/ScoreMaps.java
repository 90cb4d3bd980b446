package dev.arcuate.engine.stages;

import dev.arcuate.api.array.FloatMatrix;
import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Scores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The maps of a Scores value, filled tile by tile; targets never written are NaN. */
final class ScoreMaps implements AutoCloseable {
  /** Names that only the engine writes. */
  static final Set<String> RESERVED =
      Set.of("r", "r2", "p", "q", "p-max", "gain", "predictions", "ci-low", "ci-high");

  private static final int BLOCK = 1 << 16;

  private final Path folder;
  private final Geometry geometry;
  private final Map<String, NpyWriter> writers = new LinkedHashMap<>();
  private final Set<String> names = new LinkedHashSet<>();

  ScoreMaps(Path folder, Geometry geometry) {
    this.folder = folder;
    this.geometry = geometry;
  }

  /** Writes values [rows × places] into the columns that the places name, ascending. */
  void write(String name, float[] values, int[] places) {
    try {
      int rows = values.length / places.length;
      NpyWriter writer = writers.containsKey(name) ? writers.get(name) : open(name, rows);
      int from = 0;
      while (from < places.length) {
        int to = from + 1;
        while (to < places.length && places[to] == places[to - 1] + 1) {
          to++;
        }
        for (int row = 0; row < rows; row++) {
          int at = row * places.length;
          float[] part = Arrays.copyOfRange(values, at + from, at + to);
          writer.writeBlock(row, 1, places[from], part.length, part);
        }
        from = to;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a map of one row. */
  void writeRow(String name, double[] values) throws IOException {
    named(name).writeMap(name, values);
  }

  /** Writes the difference of two maps, row by row. */
  void writeDifference(String name, String minuend, String subtrahend) throws IOException {
    close(minuend);
    close(subtrahend);
    Scores scores = scores(List.of(minuend, subtrahend), Map.of());
    FloatMatrix more = scores.map(minuend);
    FloatMatrix less = scores.map(subtrahend);
    try (NpyWriter writer = named(name).mapWriter(name, more.rows())) {
      for (int row = 0; row < more.rows(); row++) {
        float[] values = more.row(row);
        float[] others = less.row(row);
        for (int target = 0; target < values.length; target++) {
          values[target] = (float) ((double) values[target] - others[target]);
        }
        writer.append(values, 0, values.length);
      }
    }
  }

  private void close(String name) throws IOException {
    NpyWriter writer = writers.remove(name);
    if (writer != null) {
      writer.close();
    }
  }

  private Scores named(String name) {
    names.add(name);
    return scores(List.of(), Map.of());
  }

  /** Makes a map of NaN, so that it is there even if no target can be fitted. */
  NpyWriter open(String name, int rows) throws IOException {
    NpyWriter writer = named(name).mapWriter(name, rows);
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
    new Scores(folder, subject, List.copyOf(names), facts, geometry).write();
  }

  @Override
  public void close() throws IOException {
    for (NpyWriter writer : writers.values()) {
      writer.close();
    }
  }
}
