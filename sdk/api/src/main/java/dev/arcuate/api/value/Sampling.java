package dev.arcuate.api.value;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The time base of rows, in one or more runs, one run after another: samples at equal distances, of
 * which some may have been taken out since, or events at any.
 *
 * @param periodSeconds time between samples; the TR of fMRI; of events, their mean distance
 * @param runs in row order, at least one, labels unique
 * @param referenceSeconds how long after its start a sample was taken, where it is known: the
 *     reference time of slice-timing correction. From 0 to the period.
 * @param blocks one label per row, such as its sentence or its stimulus, or empty: rows with one
 *     label never stand on both sides of a split
 * @param onsetsSeconds of events, when each row happened, counted from the start of its run; empty
 *     for samples at equal distances
 */
public record Sampling(
    double periodSeconds,
    List<Run> runs,
    Optional<Double> referenceSeconds,
    List<String> blocks,
    List<Double> onsetsSeconds) {

  /**
   * Rows recorded without a break.
   *
   * @param label run or story, as in the words' run labels
   * @param samples number of rows
   * @param startSeconds when the first sample began, on the clock on which events of this run count
   *     from 0; positive where samples were dropped from the start
   * @param removed samples that have no row, ascending, counted from 0 at {@code startSeconds}
   */
  public record Run(String label, int samples, double startSeconds, List<Integer> removed) {
    public Run {
      requireNonNull(label, "label");
      removed = List.copyOf(removed);
      if (samples < 1) {
        throw new IllegalArgumentException("run " + label + " has " + samples + " samples");
      }
      if (!Double.isFinite(startSeconds)) {
        throw new IllegalArgumentException("run " + label + " starts at " + startSeconds + " s");
      }
      int before = -1;
      for (int place : removed) {
        if (place <= before || place >= samples + removed.size()) {
          throw new IllegalArgumentException("run " + label + " lacks the samples " + removed);
        }
        before = place;
      }
    }

    /** A run whose first sample began at 0 and of which nothing was taken out. */
    public Run(String label, int samples) {
      this(label, samples, 0, List.of());
    }

    /** Samples from the first to the last, with those that have no row. */
    public int span() {
      return samples + removed.size();
    }

    /** For each row, its place among the samples counted from 0 at {@link #startSeconds}. */
    public int[] places() {
      int[] places = new int[samples];
      int next = 0;
      int row = 0;
      for (int place = 0; place < span(); place++) {
        if (next < removed.size() && removed.get(next) == place) {
          next++;
        } else {
          places[row++] = place;
        }
      }
      return places;
    }
  }

  public Sampling {
    runs = List.copyOf(runs);
    requireNonNull(referenceSeconds, "referenceSeconds");
    if (!(periodSeconds > 0)) {
      throw new IllegalArgumentException("sampling period " + periodSeconds + " s");
    }
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("a sampling needs a run");
    }
    if (runs.stream().map(Run::label).distinct().count() != runs.size()) {
      throw new IllegalArgumentException("run labels are not unique: " + runs);
    }
    if (referenceSeconds.isPresent()
        && !(referenceSeconds.get() >= 0 && referenceSeconds.get() <= periodSeconds)) {
      throw new IllegalArgumentException("samples taken " + referenceSeconds.get() + " s late");
    }
    blocks = List.copyOf(blocks);
    onsetsSeconds = List.copyOf(onsetsSeconds);
    int samples = runs.stream().mapToInt(Run::samples).sum();
    requireAll("block labels", blocks.size(), samples);
    requireAll("onsets", onsetsSeconds.size(), samples);
  }

  private static void requireAll(String what, int count, int samples) {
    if (count != 0 && count != samples) {
      throw new IllegalArgumentException(count + " " + what + " for " + samples + " rows");
    }
  }

  /** Samples at equal distances that only their runs divide. */
  public Sampling(double periodSeconds, List<Run> runs, Optional<Double> referenceSeconds) {
    this(periodSeconds, runs, referenceSeconds, List.of(), List.of());
  }

  /** A time base in which nothing says when within its period a sample was taken. */
  public Sampling(double periodSeconds, List<Run> runs) {
    this(periodSeconds, runs, Optional.empty());
  }

  /** The same rows with a block label each. */
  public Sampling withBlocks(List<String> labels) {
    return new Sampling(periodSeconds, runs, referenceSeconds, labels, onsetsSeconds);
  }

  /** Whether rows are events rather than samples at equal distances. */
  public boolean events() {
    return !onsetsSeconds.isEmpty();
  }

  /** For each row, seconds since the beginning of its run. */
  public double[] rowSeconds() {
    double[] seconds = new double[samples()];
    int row = 0;
    for (Run run : runs) {
      for (int place : run.places()) {
        seconds[row] = events() ? onsetsSeconds.get(row) : place * periodSeconds;
        row++;
      }
    }
    return seconds;
  }

  /** Rows of all runs together. */
  public int samples() {
    return runs.stream().mapToInt(Run::samples).sum();
  }

  /** Index of a run's first row. */
  public int firstRow(int run) {
    return runs.subList(0, run).stream().mapToInt(Run::samples).sum();
  }

  Map<String, Object> toJson() {
    List<Object> list = new ArrayList<>();
    for (Run run : runs) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("label", run.label());
      one.put("samples", run.samples());
      if (run.startSeconds() != 0) {
        one.put("start-seconds", run.startSeconds());
      }
      if (!run.removed().isEmpty()) {
        one.put("removed", run.removed());
      }
      list.add(one);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("period-seconds", periodSeconds);
    json.put("runs", list);
    referenceSeconds.ifPresent(seconds -> json.put("reference-seconds", seconds));
    if (!blocks.isEmpty()) {
      json.put("blocks", blocks);
    }
    if (events()) {
      json.put("onsets-seconds", onsetsSeconds);
    }
    return json;
  }

  static Sampling fromJson(Json.Node json) {
    return new Sampling(
        json.number("period-seconds"),
        json.objects("runs").stream().map(Sampling::run).toList(),
        json.has("reference-seconds")
            ? Optional.of(json.number("reference-seconds"))
            : Optional.empty(),
        json.has("blocks") ? json.texts("blocks") : List.of(),
        json.has("onsets-seconds")
            ? Arrays.stream(json.numbers("onsets-seconds")).boxed().toList()
            : List.of());
  }

  private static Run run(Json.Node json) {
    List<Integer> removed = new ArrayList<>();
    if (json.has("removed")) {
      for (double place : json.numbers("removed")) {
        removed.add((int) place);
      }
    }
    return new Run(
        json.text("label"),
        json.integer("samples"),
        json.has("start-seconds") ? json.number("start-seconds") : 0,
        removed);
  }
}
