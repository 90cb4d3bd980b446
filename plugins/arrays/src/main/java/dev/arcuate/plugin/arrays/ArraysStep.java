package dev.arcuate.plugin.arrays;

import dev.arcuate.api.Foreseen;
import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.array.FloatMatrix;
import dev.arcuate.api.array.Npy;
import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Recording;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.api.value.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.pf4j.Extension;

/** Takes two arrays for a design and a recording. */
@Extension
public final class ArraysStep implements Step<ArraysSettings> {
  private static final int BLOCK_VALUES = 1 << 22;

  @Override
  public String id() {
    return "arrays";
  }

  @Override
  public String summary() {
    return "Reads predictors and targets from NumPy files.";
  }

  @Override
  public Class<ArraysSettings> settingsType() {
    return ArraysSettings.class;
  }

  @Override
  public Resources resources(ArraysSettings settings) {
    return Resources.of(1, 128);
  }

  @Override
  public List<Port> inputs() {
    return List.of();
  }

  @Override
  public List<Port> outputs() {
    return List.of(
        Port.one("design", Design.class, "the predictors"),
        Port.one("targets", Recording.class, "the targets"));
  }

  /** The files are there before the run. */
  @Override
  public Map<String, Value> foresee(ArraysSettings settings, Foreseen inputs) {
    Given given = given(settings);
    return Map.of(
        "design", given.design(Path.of("")), "targets", given.recording(Path.of(""), settings));
  }

  @Override
  public void run(ArraysSettings settings, Task task) throws IOException {
    Given given = given(settings);
    try (NpyWriter writer = given.design(task.output("design")).write()) {
      copy(given.x(), writer, task);
    }
    try (NpyWriter writer = given.recording(task.output("targets"), settings).write()) {
      copy(given.y(), writer, task);
    }
  }

  /** What the files hold. */
  private record Given(
      FloatMatrix x, FloatMatrix y, Sampling sampling, List<Design.Group> groups, double delay) {
    Design design(Path folder) {
      return new Design(folder, sampling, groups, delay);
    }

    Recording recording(Path folder, ArraysSettings settings) {
      List<String> names = IntStream.range(0, y.columns()).mapToObj(Integer::toString).toList();
      return new Recording(
          folder, settings.subject(), sampling, "arbitrary", new Geometry.Regions(names));
    }
  }

  private static Given given(ArraysSettings settings) {
    FloatMatrix x = Npy.open(settings.x().path());
    FloatMatrix y = Npy.open(settings.y().path());
    requireSameRows("y", settings.y(), y.rows(), settings.x(), x.rows());
    if (x.columns() == 0 || y.columns() == 0 || x.rows() == 0) {
      InputPath empty = x.columns() == 0 || x.rows() == 0 ? settings.x() : settings.y();
      throw Problem.data(
              "ARRAYS_EMPTY",
              empty + " has no values: at least one sample and one column were expected")
          .hint("look at it with: arcuate inspect FILE")
          .exception();
    }
    Sampling sampling = new Sampling(settings.repetitionTime(), runs(settings, x.rows()));
    return new Given(x, y, sampling, groups(settings, x.columns()), settings.maxDelay());
  }

  private static void copy(FloatMatrix from, NpyWriter to, Task task) throws IOException {
    int block = Math.max(1, Math.min(from.rows(), BLOCK_VALUES / from.columns()));
    float[] values = new float[block * from.columns()];
    for (int row = 0; row < from.rows(); row += block) {
      task.checkCancelled();
      int rows = Math.min(block, from.rows() - row);
      from.read(row, rows, 0, from.columns(), values);
      to.append(values, 0, rows * from.columns());
    }
  }

  private static void requireSameRows(
      String name, InputPath file, int rows, InputPath other, int expected) {
    if (rows != expected) {
      throw Problem.data(
              "ARRAYS_ROWS_DIFFER",
              String.format(
                  Locale.ROOT,
                  "'%s' (%s) has %d rows, and 'x' (%s) has %d: each row is one sample",
                  name,
                  file,
                  rows,
                  other,
                  expected))
          .hint(
              name.equals("groups")
                  ? "give one number for every row of x"
                  : "a matrix that lies on its side is turned by .T in NumPy before it is saved")
          .exception();
    }
  }

  private static List<Sampling.Run> runs(ArraysSettings settings, int rows) {
    if (settings.groups().isEmpty()) {
      return List.of(new Sampling.Run("1", rows));
    }
    InputPath file = settings.groups().get();
    FloatMatrix groups = Npy.open(file.path());
    requireSameRows("groups", file, groups.rows(), settings.x(), rows);
    float[] labels = numbers(file, groups);
    List<Sampling.Run> runs = new ArrayList<>();
    Set<String> seen = new LinkedHashSet<>();
    int first = 0;
    for (int row = 1; row <= rows; row++) {
      if (row == rows || labels[row] != labels[first]) {
        String label = label(labels[first]);
        if (!seen.add(label)) {
          throw Problem.data(
                  "ARRAYS_GROUP_SCATTERED",
                  String.format(
                      Locale.ROOT,
                      "group %s of %s begins again at row %d (counted from 0): the rows of a group"
                          + " are one run and stand next to each other",
                      label,
                      file,
                      first))
              .hint("sort x, y and groups by np.argsort(groups, kind='stable')")
              .exception();
        }
        runs.add(new Sampling.Run(label, row - first));
        first = row;
      }
    }
    return runs;
  }

  private static float[] numbers(InputPath file, FloatMatrix groups) {
    if (groups.columns() != 1) {
      throw Problem.data(
              "ARRAYS_GROUPS_SHAPE",
              "groups ("
                  + file
                  + ") has "
                  + groups.columns()
                  + " columns; one number per sample was expected")
          .hint("save one dimension: np.save('groups.npy', groups[:, 0])")
          .exception();
    }
    float[] numbers = groups.column(0);
    for (int row = 0; row < numbers.length; row++) {
      if (!Float.isFinite(numbers[row])) {
        throw Problem.data(
                "ARRAYS_GROUP_NUMBER",
                String.format(
                    Locale.ROOT,
                    "groups (%s) is %s at row %d (counted from 0); a finite number was expected",
                    file,
                    Float.toString(numbers[row]),
                    row))
            .exception();
      }
    }
    return numbers;
  }

  private static String label(float value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Float.toString(value);
  }

  private static List<Design.Group> groups(ArraysSettings settings, int columns) {
    if (settings.bands().isEmpty()) {
      return List.of(new Design.Group("features", columns, List.of()));
    }
    int sum = settings.bands().stream().mapToInt(Integer::intValue).sum();
    if (sum != columns) {
      throw Problem.user(
              "ARRAYS_BANDS",
              String.format(
                  Locale.ROOT,
                  "'bands' add up to %d columns, and x (%s) has %d",
                  sum,
                  settings.x(),
                  columns))
          .hint("give one number per group of columns, in their order")
          .exception();
    }
    List<Design.Group> groups = new ArrayList<>();
    for (int band = 0; band < settings.bands().size(); band++) {
      groups.add(new Design.Group("band-" + (band + 1), settings.bands().get(band), List.of()));
    }
    return groups;
  }
}
