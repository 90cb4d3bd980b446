package dev.arcuate.plugin.decompose;

import dev.arcuate.api.Decomposition;
import dev.arcuate.api.Task;
import dev.arcuate.api.value.Words;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.pf4j.Extension;

/**
 * The activations of words to come: those of the {@code window} words that end {@code distance}
 * words after the current one, side by side, 0 where the run has no such word. Encoded beside the
 * current activations, they tell how far ahead a brain looks. Source: Caucheteux, Gramfort and King
 * 2023; methods reference, 4.3. The study reduces both parts; see {@code pca}.
 */
@Extension
public final class Forecast implements Decomposition<ForecastSettings> {
  @Override
  public String id() {
    return "forecast";
  }

  @Override
  public String summary() {
    return "Puts the activations of coming words beside those of the current one.";
  }

  @Override
  public Class<ForecastSettings> settingsType() {
    return ForecastSettings.class;
  }

  @Override
  public void decompose(ForecastSettings settings, Task task) throws IOException {
    task.checkCancelled();
    Given given = Given.of(task, settings.story());
    Rows now = given.original(Layers.index(given.original(), settings.layer()));
    Rows window = window(now, settings, task.optionalInput("words", Words.class), task);
    Parts parts = Parts.of(given.original(), task.output("representations"));
    parts.add("now", now);
    parts.add("window", window);
    parts.add("now-and-window", Rows.beside(List.of(now, window)));
    parts.finish();
  }

  private static Rows window(
      Rows now, ForecastSettings settings, Optional<Words> words, Task task) {
    int width = now.width();
    float[] values =
        new float[Math.multiplyExact(now.count(), Math.multiplyExact(width, settings.window()))];
    for (int word = 0; word < now.count(); word++) {
      task.checkCancelled();
      for (int place = 0; place < settings.window(); place++) {
        int ahead = word + settings.distance() - settings.window() + 1 + place;
        if (ahead >= 0 && ahead < now.count() && sameRun(words, word, ahead)) {
          int to = (word * settings.window() + place) * width;
          System.arraycopy(now.values(), ahead * width, values, to, width);
        }
      }
    }
    return new Rows(values, now.count(), width * settings.window());
  }

  private static boolean sameRun(Optional<Words> words, int a, int b) {
    return words.isEmpty()
        || words.get().list().get(a).run().equals(words.get().list().get(b).run());
  }
}
