package dev.arcuate.plugin.bidsmeg.epochs;

import dev.arcuate.api.value.Sampling;
import dev.arcuate.api.value.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rows that epochs give to a regression: one per event, with its run, onset and block. */
public final class EventRows {
  private EventRows() {}

  /**
   * An event that was kept.
   *
   * @param run label of its run
   * @param word that it is locked to
   * @param onsetSeconds from the start of the run
   */
  public record Event(String run, Words.Word word, double onsetSeconds) {}

  /** Rows of the words that an epoch is cut around. */
  static List<Integer> locked(Words words, EpochsSettings.Lock lock) {
    List<Integer> locked = new ArrayList<>();
    for (int w = 0; w < words.list().size(); w++) {
      boolean first =
          w == 0 || words.list().get(w - 1).sentence() != words.list().get(w).sentence();
      if (lock == EpochsSettings.Lock.WORD || first) {
        locked.add(w);
      }
    }
    return locked;
  }

  /**
   * @param events run by run
   * @param sentencesPerBlock so many neighbouring sentences are one block
   */
  public static Sampling sampling(List<Event> events, int sentencesPerBlock) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    List<String> blocks = new ArrayList<>();
    double distance = 0;
    int steps = 0;
    for (int i = 0; i < events.size(); i++) {
      Event event = events.get(i);
      counts.merge(event.run(), 1, Integer::sum);
      blocks.add(event.word().run() + "-" + event.word().sentence() / sentencesPerBlock);
      if (i > 0 && event.run().equals(events.get(i - 1).run())) {
        distance += event.onsetSeconds() - events.get(i - 1).onsetSeconds();
        steps++;
      }
    }
    List<Sampling.Run> runs = new ArrayList<>();
    counts.forEach((label, count) -> runs.add(new Sampling.Run(label, count)));
    double mean = steps > 0 && distance > 0 ? distance / steps : 1;
    return new Sampling(
        mean, runs, Optional.empty(), blocks, events.stream().map(Event::onsetSeconds).toList());
  }
}
