package dev.arcuate.api.value;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The time base of rows: equally spaced samples in one or more runs, one run after another.
 *
 * @param periodSeconds time between samples; the TR of fMRI
 * @param runs in row order, at least one, labels unique
 */
public record Sampling(double periodSeconds, List<Run> runs) {

  /**
   * Rows recorded without a break.
   *
   * @param label run or story, as in the words' run labels
   * @param samples number of rows
   */
  public record Run(String label, int samples) {
    public Run {
      requireNonNull(label, "label");
      if (samples < 1) {
        throw new IllegalArgumentException("run " + label + " has " + samples + " samples");
      }
    }
  }

  public Sampling {
    runs = List.copyOf(runs);
    if (!(periodSeconds > 0)) {
      throw new IllegalArgumentException("sampling period " + periodSeconds + " s");
    }
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("a sampling needs a run");
    }
    if (runs.stream().map(Run::label).distinct().count() != runs.size()) {
      throw new IllegalArgumentException("run labels are not unique: " + runs);
    }
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
      list.add(one);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("period-seconds", periodSeconds);
    json.put("runs", list);
    return json;
  }

  static Sampling fromJson(Json.Node json) {
    return new Sampling(
        json.number("period-seconds"),
        json.objects("runs").stream()
            .map(run -> new Run(run.text("label"), run.integer("samples")))
            .toList());
  }
}
