package dev.arcuate.plugin.statistics;

import dev.arcuate.api.Labelled;
import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Recording;
import dev.arcuate.api.value.Scores;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/**
 * How much of a recording is shared among people who heard the same: the correlation of each
 * subject with the mean of the others, every series z-scored per run first. What subjects do not
 * share, no model of the stimulus can predict in all of them.
 */
@Extension
public final class CeilingStep implements Step<CeilingSettings> {
  /** Two numbers are fitted to one score less than there are people. */
  private static final int FEWEST_TO_EXTRAPOLATE = 4;

  private static final Port INPUT =
      Port.many("recordings", Recording.class, "recordings of several subjects, one each");
  private static final Port OUTPUT =
      Port.one(
          "scores",
          Scores.class,
          "map 'mean': the ceiling of each target; beside it what it was made of, such as 'isc'");

  @Override
  public String id() {
    return "ceiling";
  }

  @Override
  public String summary() {
    return "How much is shared among people or repetitions: the most a model can explain.";
  }

  @Override
  public Class<CeilingSettings> settingsType() {
    return CeilingSettings.class;
  }

  @Override
  public Resources resources(CeilingSettings settings) {
    return Resources.of(1, 512);
  }

  @Override
  public List<Port> inputs() {
    return List.of(INPUT);
  }

  @Override
  public List<Port> outputs() {
    return List.of(OUTPUT);
  }

  @Override
  public void run(CeilingSettings settings, Task task) throws IOException {
    List<Labelled<Recording>> inputs = task.inputs(INPUT.name(), Recording.class);
    if (settings.method() == CeilingSettings.Method.REPEATS) {
      RepeatCeiling.write(inputs, task.output(OUTPUT.name()), task);
      return;
    }
    boolean extrapolates = settings.method() == CeilingSettings.Method.EXTRAPOLATED;
    int fewest = extrapolates ? FEWEST_TO_EXTRAPOLATE : 2;
    Inputs.requireSubjects(inputs, fewest, Recording::subject, Recording::geometry);
    requireOneSampling(inputs);
    List<Recording> recordings = inputs.stream().map(Labelled::value).toList();
    switch (settings.method()) {
      case SPLIT_HALF -> splitHalf(settings, recordings, task);
      case EXTRAPOLATED -> extrapolated(settings, recordings, task);
      case OTHERS, REPEATS -> others(recordings, task);
    }
  }

  private static void splitHalf(CeilingSettings settings, List<Recording> recordings, Task task)
      throws IOException {
    Geometry geometry = recordings.get(0).geometry();
    SplitHalf halves = new SplitHalf(recordings, settings.splits(), settings.seed(), task);
    int width = halves.tileWidth(task.resources().memoryBytes());
    double[] half = new double[geometry.targets()];
    double[] whole = new double[geometry.targets()];
    for (int from = 0; from < half.length; from += width) {
      int columns = Math.min(width, half.length - from);
      double[][] tile = halves.correlate(from, columns);
      System.arraycopy(tile[0], 0, half, from, columns);
      System.arraycopy(tile[1], 0, whole, from, columns);
      task.progress().report(from + columns, half.length, "targets");
    }
    Map<String, Object> facts = facts(recordings);
    facts.put("method", "correlation of two halves of the subjects, brought to the whole group");
    facts.put("splits", settings.splits());
    facts.put("seed", settings.seed());
    Scores scores =
        new Scores(
            task.output(OUTPUT.name()), "group", List.of("split-half", "mean"), facts, geometry);
    scores.write();
    scores.writeMap("split-half", half);
    scores.writeMap("mean", whole);
  }

  private static void extrapolated(CeilingSettings settings, List<Recording> recordings, Task task)
      throws IOException {
    Geometry geometry = recordings.get(0).geometry();
    int targets = geometry.targets();
    Extrapolation extrapolation =
        new Extrapolation(
            recordings, settings.splits(), settings.bootstraps(), settings.seed(), task);
    int width = extrapolation.tileWidth(task.resources().memoryBytes());
    Map<String, double[]> maps = new LinkedHashMap<>();
    for (String name : List.of("mean", "tau", "equal-subjects", "ci-low", "ci-high")) {
      maps.put(name, new double[targets]);
    }
    double[][] pools = new double[recordings.size() - 1][targets];
    for (int from = 0; from < targets; from += width) {
      int columns = Math.min(width, targets - from);
      Extrapolation.Found found = extrapolation.find(from, columns, task::checkCancelled);
      System.arraycopy(found.limits(), 0, maps.get("mean"), from, columns);
      System.arraycopy(found.taus(), 0, maps.get("tau"), from, columns);
      System.arraycopy(found.equals(), 0, maps.get("equal-subjects"), from, columns);
      System.arraycopy(found.low(), 0, maps.get("ci-low"), from, columns);
      System.arraycopy(found.high(), 0, maps.get("ci-high"), from, columns);
      for (int pool = 0; pool < pools.length; pool++) {
        System.arraycopy(found.pools()[pool], 0, pools[pool], from, columns);
      }
      task.progress().report(from + columns, targets, "targets");
    }
    long endless = Arrays.stream(maps.get("mean")).filter(Double::isNaN).count();
    Map<String, Object> facts = facts(recordings);
    facts.put("method", "correlation with the mean of ever more others, extrapolated to endless");
    facts.put("splits", settings.splits());
    facts.put("bootstraps", settings.bootstraps());
    facts.put("seed", settings.seed());
    facts.put("targets-without-limit", endless);
    if (endless > 0) {
      task.warn(
          Problem.data(
                  "STATISTICS_NO_LIMIT",
                  "the ceilings of "
                      + endless
                      + " of "
                      + targets
                      + " targets grow with every subject and come near to nothing, or lack values:"
                      + " they have none")
              .hint("more subjects, or 'method: others'")
              .asWarning());
    }
    List<String> names = new ArrayList<>(maps.keySet());
    names.add("isc-by-pool");
    Scores scores = new Scores(task.output(OUTPUT.name()), "group", names, facts, geometry);
    scores.write();
    for (Map.Entry<String, double[]> map : maps.entrySet()) {
      scores.writeMap(map.getKey(), map.getValue());
    }
    try (NpyWriter writer = scores.mapWriter("isc-by-pool", pools.length)) {
      for (double[] pool : pools) {
        writer.append(floats(pool), 0, targets);
      }
    }
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static void others(List<Recording> recordings, Task task) throws IOException {
    Recording first = recordings.get(0);
    Scores scores =
        new Scores(
            task.output(OUTPUT.name()),
            "group",
            List.of("isc", "mean", "sem", "n"),
            facts(recordings),
            first.geometry());
    scores.write();
    int targets = first.geometry().targets();
    double[] mean = new double[targets];
    double[] sem = new double[targets];
    double[] n = new double[targets];
    InterSubject correlation = new InterSubject(recordings, task);
    int width = correlation.tileWidth(task.resources().memoryBytes());
    try (NpyWriter writer = scores.mapWriter("isc", recordings.size())) {
      for (int from = 0; from < targets; from += width) {
        int columns = Math.min(width, targets - from);
        double[][] tile = correlation.correlate(from, columns);
        for (int subject = 0; subject < tile.length; subject++) {
          writer.writeBlock(subject, 1, from, columns, floats(tile[subject]));
        }
        for (int column = 0; column < columns; column++) {
          OneSample statistics = OneSample.of(finite(tile, column));
          mean[from + column] = statistics.mean();
          sem[from + column] = statistics.sem();
          n[from + column] = statistics.n();
        }
        task.progress().report(from + columns, targets, "targets");
      }
    }
    scores.writeMap("mean", mean);
    scores.writeMap("sem", sem);
    scores.writeMap("n", n);
  }

  private static double[] finite(double[][] tile, int column) {
    return Arrays.stream(tile)
        .mapToDouble(ofSubject -> ofSubject[column])
        .filter(value -> !Double.isNaN(value))
        .toArray();
  }

  private static Map<String, Object> facts(List<Recording> recordings) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("method", "correlation of each subject with the mean of the others");
    facts.put("subjects", recordings.stream().map(Recording::subject).toList());
    facts.put("rows", recordings.get(0).sampling().samples());
    facts.put("runs", recordings.get(0).sampling().runs().size());
    return facts;
  }

  static void requireOneSampling(List<Labelled<Recording>> inputs) {
    Recording first = inputs.get(0).value();
    List<Problem> problems = new ArrayList<>();
    for (Labelled<Recording> input : inputs) {
      Recording recording = input.value();
      if (!recording.sampling().equals(first.sampling())) {
        problems.add(
            Problem.data(
                    "STATISTICS_SAMPLING_DIFFERS",
                    "subject "
                        + recording.subject()
                        + " has "
                        + describe(recording)
                        + ", subject "
                        + first.subject()
                        + " has "
                        + describe(first))
                .hint(
                    "a ceiling compares people who heard the same: choose the same runs for all"));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  private static String describe(Recording recording) {
    List<String> runs =
        recording.sampling().runs().stream()
            .map(run -> run.samples() + " samples in run " + run.label())
            .toList();
    return String.join(", ", runs) + " every " + recording.sampling().periodSeconds() + " s";
  }
}
