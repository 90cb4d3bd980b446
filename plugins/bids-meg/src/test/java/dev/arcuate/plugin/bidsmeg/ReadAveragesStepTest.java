package dev.arcuate.plugin.bidsmeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Json;
import dev.arcuate.api.value.Scores;
import dev.arcuate.plugin.bidsmeg.BidsMegSettings.Bads;
import dev.arcuate.plugin.bidsmeg.fif.FifCuts;
import dev.arcuate.plugin.bidsmeg.fif.FifEvoked;
import dev.arcuate.plugin.bidsmeg.signal.SignalInfo;
import dev.arcuate.testkit.StepContract;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Averages that MNE saved. */
class ReadAveragesStepTest extends StepContract<ReadAveragesSettings> {
  @Override
  protected ReadAveragesStep component() {
    return new ReadAveragesStep();
  }

  private Path saved;

  /** Once: settings are asked for by several threads at a time. */
  @BeforeEach
  void save() throws IOException {
    saved = FormatFixtures.evoked(folder);
  }

  @Override
  protected ReadAveragesSettings settings() {
    return ask(saved, List.of(), List.of("meg"));
  }

  private static ReadAveragesSettings ask(Path file, List<String> averages, List<String> channels) {
    InputPath input = new InputPath(file, file.getFileName().toString());
    return new ReadAveragesSettings(input, "01", averages, channels, Bads.DROP, List.of());
  }

  @Override
  protected TestTask task(Path place) {
    return new TestTask(place);
  }

  @Test
  void givesEachAverageOfMneAsAMapOverSensorsAndTimes() throws IOException {
    Path file = SharedRecordings.file("evoked/test-ave.fif.gz");
    TestTask task = task(folder);
    component().run(ask(file, List.of(), List.of("meg")), task);
    Scores scores = task.result("scores", Scores.class);
    List<Json.Node> expected = SharedRecordings.expected("evoked").objects("averages");
    List<FifEvoked> averages = FifEvoked.read(file, "test-ave.fif.gz");
    assertThat(scores.maps()).hasSameSizeAs(expected);
    Geometry.OverTime over = (Geometry.OverTime) scores.geometry();
    List<String> names = ((Geometry.Sensors) over.space()).names();
    assertThat(over.startSeconds()).isCloseTo(expected.get(0).number("start"), within(1e-6));
    for (int a = 0; a < averages.size(); a++) {
      // ReadingsTest shows that these are MNE's values.
      double[][] values = averages.get(a).values();
      float[] map = scores.map(scores.maps().get(a)).row(0);
      for (int c : new int[] {0, names.size() / 2, names.size() - 1}) {
        double[] channel = values[averages.get(a).info().index(names.get(c)).orElseThrow()];
        for (int t = 0; t < over.times(); t++) {
          assertThat(map[c * over.times() + t]).isEqualTo((float) channel[t]);
        }
      }
    }
  }

  @Test
  void readsTheAveragesAndChannelsAskedFor() throws IOException {
    Path file = file(-10, -10);
    TestTask task = task(folder.resolve("task"));
    component().run(ask(file, List.of("Noun / late"), List.of("eeg")), task);
    Scores scores = task.result("scores", Scores.class);
    assertThat(scores.maps()).containsExactly("noun-late");
    Geometry.OverTime over = (Geometry.OverTime) scores.geometry();
    assertThat(((Geometry.Sensors) over.space()).types()).containsOnly("eeg");
    assertThat(scores.facts()).containsEntry("units", "V").containsEntry("epochs of noun-late", 7);
  }

  @Test
  void saysWhichAveragesThereAre() throws IOException {
    Path file = file(-10, -10);
    assertThatThrownBy(
            () -> component().run(ask(file, List.of("nouns"), List.of("meg")), task(folder)))
        .hasMessage(
            "error BIDS_MEG_NO_SUCH_AVERAGE: words-ave.fif has no average 'nouns'; it has verb,"
                + " Noun / late");
  }

  @Test
  void refusesAveragesOfOtherTimes() throws IOException {
    Path file = file(-10, -12);
    assertThatThrownBy(() -> component().run(ask(file, List.of(), List.of("meg")), task(folder)))
        .hasMessage(
            "error BIDS_MEG_AVERAGES_DIFFER: words-ave.fif: 'verb' and 'Noun / late' do not have"
                + " the same times");
  }

  private Path file(int firstVerb, int firstNoun) throws IOException {
    SignalInfo info = TinyMeg.info(4);
    Path file = folder.resolve("words-ave.fif");
    FifCuts.evoked(
        file,
        List.of(average(info, "verb", 20, firstVerb), average(info, "Noun / late", 7, firstNoun)));
    return file;
  }

  private static FifEvoked average(SignalInfo info, String name, int count, int first) {
    double[][] values = TinyMeg.values(info, 30, count);
    return new FifEvoked(info, name, 100, count, first, first / TinyMeg.RATE, values);
  }
}
