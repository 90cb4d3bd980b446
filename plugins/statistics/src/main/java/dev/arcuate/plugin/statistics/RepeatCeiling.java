package dev.arcuate.plugin.statistics;

import dev.arcuate.api.Labelled;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Task;
import dev.arcuate.api.value.Recording;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.api.value.Scores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The ceiling of one subject from repetitions: several recordings, or the runs of one. */
final class RepeatCeiling {
  private static final List<String> MAPS = List.of("ev", "signal", "mean", "mean-of-repeats");

  private RepeatCeiling() {}

  static void write(List<Labelled<Recording>> inputs, Path folder, Task task) throws IOException {
    List<Recording> recordings = inputs.stream().map(Labelled::value).toList();
    Recording first = recordings.get(0);
    boolean runs = recordings.size() == 1;
    int count = runs ? first.sampling().runs().size() : recordings.size();
    requireRepeats(recordings, runs, count);
    int targets = first.geometry().targets();
    double[][] maps = new double[MAPS.size()][targets];
    for (int target = 0; target < targets; target++) {
      task.checkCancelled();
      double[] found = Repeats.of(runs ? runs(first, target) : whole(recordings, target));
      for (int map = 0; map < maps.length; map++) {
        maps[map][target] = found[map];
      }
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("method", "variance shared by " + count + " repetitions");
    facts.put("subjects", List.of(first.subject()));
    facts.put("repeats", count);
    Scores scores = new Scores(folder, first.subject(), MAPS, facts, first.geometry());
    scores.write();
    for (int map = 0; map < maps.length; map++) {
      scores.writeMap(MAPS.get(map), maps[map]);
    }
  }

  private static double[][] whole(List<Recording> recordings, int target) {
    return recordings.stream()
        .map(recording -> doubles(recording.matrix().column(target)))
        .toArray(double[][]::new);
  }

  private static double[][] runs(Recording recording, int target) {
    double[] all = doubles(recording.matrix().column(target));
    List<double[]> repeats = new ArrayList<>();
    int from = 0;
    for (Sampling.Run run : recording.sampling().runs()) {
      repeats.add(java.util.Arrays.copyOfRange(all, from, from + run.samples()));
      from += run.samples();
    }
    return repeats.toArray(double[][]::new);
  }

  private static double[] doubles(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  private static void requireRepeats(List<Recording> recordings, boolean runs, int count) {
    Recording first = recordings.get(0);
    if (count < 2) {
      throw Problem.user(
              "STATISTICS_NO_REPEATS",
              "there is one recording of one run; repetitions are two or more")
          .hint("connect a recording per repetition, or one whose runs repeat the stimulus")
          .exception();
    }
    for (Recording recording : recordings) {
      boolean same =
          recording.subject().equals(first.subject())
              && recording.geometry().equals(first.geometry())
              && recording.sampling().samples() == first.sampling().samples();
      if (!same) {
        throw Problem.data(
                "STATISTICS_REPEATS_DIFFER",
                "the repetitions differ: subject "
                    + first.subject()
                    + " with "
                    + first.sampling().samples()
                    + " samples, subject "
                    + recording.subject()
                    + " with "
                    + recording.sampling().samples())
            .hint("repetitions are of one subject, equally long and with the same targets")
            .exception();
      }
    }
    if (runs
        && first.sampling().runs().stream().mapToInt(Sampling.Run::samples).distinct().count()
            > 1) {
      throw Problem.data(
              "STATISTICS_REPEATS_DIFFER", "the runs that are repetitions are not equally long")
          .hint("choose the runs that presented the same stimulus")
          .exception();
    }
  }
}
