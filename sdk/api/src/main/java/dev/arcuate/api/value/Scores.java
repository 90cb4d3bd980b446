package dev.arcuate.api.value;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.array.FloatMatrix;
import dev.arcuate.api.array.Npy;
import dev.arcuate.api.array.NpyWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers per target, with the geometry they came from. On disk {@code NAME.npy} per map, {@code
 * scores.json} and {@code geometry.json}.
 *
 * @param folder where the arrays lie
 * @param subject BIDS label without {@code sub-}, or {@code group}
 * @param maps names in order: {@code r}, {@code r2}, {@code alpha} from encoding, {@code p}, {@code
 *     q} from statistics …; each float32 [rows × targets], rows being folds, or 1; NaN for a target
 *     that could not be scored because its data is missing or constant
 * @param facts what a reader of the numbers must know: method, counts, warnings; JDK types only
 * @param geometry of the columns
 */
public record Scores(
    Path folder, String subject, List<String> maps, Map<String, Object> facts, Geometry geometry)
    implements Value {
  public Scores {
    requireNonNull(folder, "folder");
    requireNonNull(subject, "subject");
    maps = List.copyOf(maps);
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    requireNonNull(geometry, "geometry");
  }

  /**
   * A map by name: float32 [rows × targets].
   *
   * @throws IllegalArgumentException if there is no such map
   */
  public FloatMatrix map(String name) {
    if (!maps.contains(name)) {
      throw new IllegalArgumentException("no map '" + name + "'; there are " + maps);
    }
    return Npy.open(folder.resolve(name + ".npy"));
  }

  /** Unweighted mean over the rows of a map, in double precision: the score of each target. */
  public double[] mean(String name) {
    FloatMatrix map = map(name);
    double[] sum = new double[map.columns()];
    for (int row = 0; row < map.rows(); row++) {
      float[] values = map.row(row);
      for (int target = 0; target < sum.length; target++) {
        sum[target] += values[target];
      }
    }
    for (int target = 0; target < sum.length; target++) {
      sum[target] /= map.rows();
    }
    return sum;
  }

  /** Writes the descriptions; the maps are written by {@link #mapWriter} or {@link #writeMap}. */
  public void write() throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("subject", subject);
    json.put("maps", maps);
    json.put("facts", facts);
    Json.write(folder.resolve("scores.json"), json);
    Json.write(folder.resolve("geometry.json"), Geometry.toJson(geometry));
  }

  /** Opens a map, [rows × targets], for writing; the caller closes it. */
  public NpyWriter mapWriter(String name, int rows) throws IOException {
    return NpyWriter.create(folder.resolve(name + ".npy"), rows, geometry.targets());
  }

  /** Writes a map of one row. */
  public void writeMap(String name, double[] values) throws IOException {
    float[] row = new float[values.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = (float) values[i];
    }
    try (NpyWriter writer = mapWriter(name, 1)) {
      writer.append(row, 0, row.length);
    }
  }

  static Scores open(Path folder) {
    Json.Node json = Json.read(folder.resolve("scores.json"));
    return new Scores(
        folder,
        json.text("subject"),
        json.texts("maps"),
        json.map("facts"),
        Geometry.read(folder.resolve("geometry.json")));
  }
}
