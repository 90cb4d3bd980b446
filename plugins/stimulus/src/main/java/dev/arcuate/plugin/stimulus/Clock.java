package dev.arcuate.plugin.stimulus;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Task;
import dev.arcuate.api.value.Recording;
import dev.arcuate.api.value.Sampling;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Times of volumes: of the recording at input {@code clock}, or as the settings give them. */
final class Clock {
  private Clock() {}

  /**
   * @param runs volumes of each run, by label
   * @param startSeconds of the first volume of every run
   * @throws dev.arcuate.api.ProblemException {@code STIMULUS_CLOCK} if there are both or neither
   */
  static Sampling of(
      Task task, Optional<Double> repetitionTime, Map<String, Integer> runs, double startSeconds) {
    return of(task.optionalInput("clock", Recording.class), repetitionTime, runs, startSeconds);
  }

  static Sampling of(
      Optional<Recording> clock,
      Optional<Double> repetitionTime,
      Map<String, Integer> runs,
      double startSeconds) {
    if (clock.isPresent() == repetitionTime.isPresent()) {
      throw Problem.user(
              "STIMULUS_CLOCK",
              clock.isPresent()
                  ? "a recording is connected to 'clock', and repetition-time is set as well"
                  : "there is no clock: neither a recording at 'clock' nor repetition-time and runs")
          .hint("connect a recording to 'clock', or set repetition-time and runs, not both")
          .exception();
    }
    return clock
        .map(Recording::sampling)
        .orElseGet(
            () ->
                new Sampling(
                    repetitionTime.orElseThrow(),
                    runs.entrySet().stream()
                        .map(
                            run ->
                                new Sampling.Run(
                                    run.getKey(), run.getValue(), startSeconds, List.of()))
                        .toList()));
  }
}
