package dev.arcuate.plugin.bidsfmri.simulate;

import dev.arcuate.api.Problem;
import dev.arcuate.api.value.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The runs that simulated people hear, in the order of the words.
 *
 * @param labels of the runs
 * @param perRun volumes of each
 */
record StimulusRuns(List<String> labels, List<Integer> perRun) {
  private static final double SECONDS_AFTER_THE_LAST_WORD = 12;

  static StimulusRuns of(Words words, double periodSeconds) {
    Map<String, Double> ends = new LinkedHashMap<>();
    for (Words.Word word : words.list()) {
      ends.merge(word.run(), word.onsetSeconds() + word.durationSeconds(), Math::max);
    }
    List<String> labels = List.copyOf(ends.keySet());
    for (String label : labels) {
      if (labels.size() > 1 && !label.matches("\\d{1,4}")) {
        throw Problem.user(
                "BIDS_FMRI_RUN_LABEL",
                "the words belong to run '"
                    + label
                    + "', but where there are several runs, BIDS numbers them: run-1, run-2")
            .hint("label the runs of the words 1, 2 and so on")
            .exception();
      }
    }
    List<Integer> volumes = new ArrayList<>();
    for (double end : ends.values()) {
      volumes.add((int) Math.ceil((end + SECONDS_AFTER_THE_LAST_WORD) / periodSeconds));
    }
    return new StimulusRuns(labels, volumes);
  }

  int count() {
    return labels.size();
  }

  int index(String label) {
    return labels.indexOf(label);
  }

  int volumes(int run) {
    return perRun.get(run);
  }

  /** Of all runs together. */
  int volumes() {
    return perRun.stream().mapToInt(Integer::intValue).sum();
  }

  /** Index of a run's first volume. */
  int first(int run) {
    return perRun.subList(0, run).stream().mapToInt(Integer::intValue).sum();
  }

  /** What names a run in files: nothing where there is one only. */
  String entity(int run) {
    return count() == 1 ? "" : "_run-" + labels.get(run);
  }
}
