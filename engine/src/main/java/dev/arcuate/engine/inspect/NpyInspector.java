package dev.arcuate.engine.inspect;

import dev.arcuate.api.Inspector;
import dev.arcuate.api.array.FloatMatrix;
import dev.arcuate.api.array.Npy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** NumPy arrays. */
final class NpyInspector implements Inspector {
  /** Larger arrays are described by their header alone. */
  private static final long MOST_VALUES = 50_000_000;

  @Override
  public String id() {
    return "inspect-npy";
  }

  @Override
  public String summary() {
    return "NumPy arrays (.npy)";
  }

  @Override
  public Optional<Inspection> inspect(Path path) {
    if (!Files.isRegularFile(path) || !path.toString().endsWith(".npy")) {
      return Optional.empty();
    }
    int[] shape = Npy.shape(path);
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("shape", Arrays.toString(shape));
    long size = Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact);
    if (shape.length <= 2 && shape.length > 0 && size <= MOST_VALUES && size > 0) {
      describe(Npy.open(path), facts);
    }
    return Optional.of(new Inspection("NumPy array", facts, List.of()));
  }

  private static void describe(FloatMatrix matrix, Map<String, String> facts) {
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    double sum = 0;
    long finite = 0;
    for (int row = 0; row < matrix.rows(); row++) {
      for (float value : matrix.row(row)) {
        if (Float.isFinite(value)) {
          least = Math.min(least, value);
          greatest = Math.max(greatest, value);
          sum += value;
          finite++;
        }
      }
    }
    long all = (long) matrix.rows() * matrix.columns();
    facts.put("not finite", Long.toString(all - finite));
    if (finite > 0) {
      facts.put("least", number(least));
      facts.put("mean", number(sum / finite));
      facts.put("greatest", number(greatest));
    }
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.6g", value);
  }
}
