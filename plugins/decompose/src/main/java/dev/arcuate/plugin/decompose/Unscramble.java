package dev.arcuate.plugin.decompose;

import dev.arcuate.api.Decomposition;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Task;
import dev.arcuate.api.value.Words;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.pf4j.Extension;

/**
 * Activations to scrambled text, put back into the order in which the words were heard, so that
 * they can be compared with the response to intact speech. Source: arXiv 2110.06078; methods
 * reference, 4.3.
 */
@Extension
public final class Unscramble implements Decomposition<UnscrambleSettings> {
  @Override
  public String id() {
    return "unscramble";
  }

  @Override
  public String summary() {
    return "Puts activations to scrambled words back into the order in which they were heard.";
  }

  @Override
  public Class<UnscrambleSettings> settingsType() {
    return UnscrambleSettings.class;
  }

  @Override
  public void decompose(UnscrambleSettings settings, Task task) throws IOException {
    task.checkCancelled();
    Given given = Given.of(task, settings.story());
    int count = given.original().layer(0).rows();
    Words words =
        task.optionalInput("words", Words.class)
            .filter(table -> table.list().size() == count)
            .orElseThrow(
                () ->
                    Problem.user(
                            "DECOMPOSE_NO_WORDS",
                            "the scrambled words of these " + count + " rows are not connected")
                        .hint("inputs: {words: SCRAMBLED}, the output of scramble-words")
                        .exception());
    int[] order = order(words);
    Parts parts = Parts.of(given.original(), task.output("representations"));
    for (int layer = 0; layer < given.original().layers().size(); layer++) {
      task.checkCancelled();
      Rows rows = given.original(layer);
      float[] values = new float[rows.values().length];
      for (int row = 0; row < order.length; row++) {
        System.arraycopy(
            rows.values(), order[row] * rows.width(), values, row * rows.width(), rows.width());
      }
      parts.add(given.original().layers().get(layer), new Rows(values, rows.count(), rows.width()));
    }
    parts.finish();
  }

  /** Places in order of the runs as they come, and of onsets within each. */
  private static int[] order(Words words) {
    List<String> runs = new ArrayList<>();
    words.list().stream().map(Words.Word::run).distinct().forEach(runs::add);
    return IntStream.range(0, words.list().size())
        .boxed()
        .sorted(
            Comparator.<Integer>comparingInt(word -> runs.indexOf(words.list().get(word).run()))
                .thenComparingDouble(word -> words.list().get(word).onsetSeconds()))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
