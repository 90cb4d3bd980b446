package dev.arcuate.plugin.bidsmeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Epochs;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Json;
import dev.arcuate.api.value.Words;
import dev.arcuate.plugin.bidsmeg.BidsMegSettings.Bads;
import dev.arcuate.testkit.StepContract;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Epochs that MNE saved, see bench/oracles/meg_epochs.py. */
class ReadEpochsStepTest extends StepContract<ReadEpochsSettings> {
  private static final Path ORACLE = Path.of("src/test/resources/oracles/epochs");
  private static final Json.Node FACTS = Json.read(ORACLE.resolve("epochs.json"));

  @Override
  protected ReadEpochsStep component() {
    return new ReadEpochsStep();
  }

  @Override
  protected ReadEpochsSettings settings() {
    return ask(List.of("meg"));
  }

  private static ReadEpochsSettings ask(List<String> channels) {
    InputPath file = new InputPath(ORACLE.resolve("mne-epo.fif"), "mne-epo.fif");
    return new ReadEpochsSettings(file, "01", channels, Bads.DROP, List.of(), 2);
  }

  @Override
  protected TestTask task(Path place) {
    return new TestTask(place).with("words", words(FACTS.numbers("onsets").length));
  }

  private static Words words(int count) {
    double[] onsets = FACTS.numbers("onsets");
    StringBuilder text = new StringBuilder();
    List<Words.Word> list = new ArrayList<>();
    for (int w = 0; w < count; w++) {
      String form = "word" + w;
      int end = text.length() + form.length();
      list.add(new Words.Word("1", onsets[w], 0.2, w / 5, text.length(), end, true, form));
      text.append(form).append(' ');
    }
    return new Words(text.toString(), list);
  }

  @Test
  void tellsWhichWordsHaveAnEpoch() throws IOException {
    TestTask task = task(folder);
    component().run(settings(), task);
    Epochs epochs = task.result("epochs", Epochs.class);
    List<Integer> kept = new ArrayList<>();
    List<String> log = FACTS.texts("drop-log");
    for (int w = 0; w < log.size(); w++) {
      if (log.get(w).isEmpty()) {
        kept.add(w);
      }
    }
    assertThat(epochs.words()).isEqualTo(kept);
    assertThat(epochs.sampling().blocks().get(epochs.events() - 1))
        .isEqualTo("1-" + kept.get(kept.size() - 1) / 5 / 2);
    assertThat(((Map<?, ?>) task.notes().get("dropped")).get("BAD_blink")).isNotNull();
  }

  @Test
  void readsTheValuesAndTimesOfMne() throws IOException {
    TestTask task = task(folder);
    component().run(ask(List.of("G2", "M1")), task);
    Epochs epochs = task.result("epochs", Epochs.class);
    assertThat(((Geometry.Sensors) epochs.geometry()).names()).containsExactly("M1", "G2");
    assertThat(epochs.units()).isEqualTo("SI");
    assertThat(epochs.times()).isEqualTo(FACTS.integer("times"));
    assertThat(epochs.startSeconds()).isCloseTo(FACTS.number("first"), within(1e-6));
    assertThat(epochs.periodSeconds()).isCloseTo(0.03, within(1e-6));
    ByteBuffer all =
        ByteBuffer.wrap(Files.readAllBytes(ORACLE.resolve("epochs.f64")))
            .order(ByteOrder.LITTLE_ENDIAN);
    int times = epochs.times();
    for (int event = 0; event < epochs.events(); event++) {
      float[] row = epochs.matrix().row(event);
      for (int t = 0; t < times; t++) {
        for (int c = 0; c < 2; c++) {
          int place = (event * 4 + (c == 0 ? 0 : 3)) * times + t;
          // The file holds float32.
          assertThat(row[c * times + t]).isEqualTo((float) all.getDouble(place * Double.BYTES));
        }
      }
    }
  }

  @Test
  void refusesOtherWords() {
    TestTask task = new TestTask(folder).with("words", words(20));
    assertThatThrownBy(() -> component().run(settings(), task))
        .hasMessage(
            "error BIDS_MEG_WORDS_DIFFER: mne-epo.fif: the epochs were cut from "
                + FACTS.numbers("onsets").length
                + " events, but there are 20 words");
  }
}
