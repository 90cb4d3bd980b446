package ${package};

import dev.arcuate.api.Port;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.Range;
import dev.arcuate.api.value.Table;
import dev.arcuate.api.value.Words;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.pf4j.Extension;

/** Counts the words of every sentence: a small, complete example of a step. */
@Extension
public final class SentenceLength implements Step<SentenceLength.Settings> {

  /** What stands under {@code with:} in a workflow. */
  public record Settings(
      @Doc("Sentences with fewer words than this are left out.") @Default("1") @Range(min = 1)
          int atLeast) {}

  @Override
  public String id() {
    return "${artifactId}";
  }

  @Override
  public String summary() {
    return "Counts the words of every sentence.";
  }

  @Override
  public Class<Settings> settingsType() {
    return Settings.class;
  }

  @Override
  public List<Port> inputs() {
    return List.of(Port.one("words", Words.class, "the words to count"));
  }

  @Override
  public List<Port> outputs() {
    return List.of(Port.one("table", Table.class, "one row per sentence: sentence, words"));
  }

  @Override
  public void run(Settings settings, Task task) throws IOException {
    task.checkCancelled();
    Map<Integer, Integer> counts = new TreeMap<>();
    for (Words.Word word : task.input("words", Words.class).list()) {
      counts.merge(word.sentence(), 1, Integer::sum);
    }
    List<List<String>> rows = new ArrayList<>();
    counts.forEach(
        (sentence, count) -> {
          if (count >= settings.atLeast()) {
            rows.add(List.of(Integer.toString(sentence), Integer.toString(count)));
          }
        });
    new Table(List.of("sentence", "words"), rows).write(task.output("table"));
    task.note(Map.of("sentences", rows.size()));
  }
}
