package dev.arcuate.plugin.bidsmeg.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Table;
import dev.arcuate.api.value.Words;
import dev.arcuate.plugin.bidsmeg.BidsMegSettings.Modality;
import dev.arcuate.plugin.bidsmeg.TinyMeg;
import dev.arcuate.plugin.bidsmeg.align.AlignEventsSettings.Source;
import dev.arcuate.plugin.bidsmeg.fif.FifCuts;
import dev.arcuate.plugin.bidsmeg.fif.FifRawWriter;
import dev.arcuate.plugin.bidsmeg.signal.Event;
import dev.arcuate.plugin.bidsmeg.signal.SignalInfo;
import dev.arcuate.testkit.StepContract;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlignEventsStepTest extends StepContract<AlignEventsSettings> {
  private static final int WORDS = 60;
  private static final double OFFSET = 3.25;
  private static final double DRIFT = 1.0002;
  private static final int FIRST_SAMPLE = 400;

  private final double[] onsets = new double[WORDS];
  private Path data;

  @BeforeEach
  void writeDataset() throws IOException {
    Random random = new Random(8);
    double at = 0.5;
    for (int w = 0; w < WORDS; w++) {
      onsets[w] = at;
      at += 0.25 + 0.3 * random.nextDouble();
    }
    data = folder.resolve("data");
    Path meg = Files.createDirectories(data.resolve("sub-01/meg"));
    SignalInfo info = TinyMeg.info(2);
    int samples = (int) ((OFFSET + at + 2) * TinyMeg.RATE);
    double[][] values = TinyMeg.values(info, samples, 1);
    double[] trigger = values[values.length - 1];
    java.util.Arrays.fill(trigger, 0);
    List<Event> saved = new ArrayList<>();
    StringBuilder events = new StringBuilder("onset\tduration\ttrial_type\n0.1\t0\tstart\n");
    for (int w = 0; w < WORDS; w++) {
      // One word was lost.
      if (w != 17) {
        double jitter = (w % 3 - 1) * 0.002;
        double time = OFFSET + DRIFT * onsets[w] + jitter;
        events.append(String.format(Locale.ROOT, "%.5f\t0.2\tword\n", time));
        int sample = (int) Math.rint(time * TinyMeg.RATE);
        java.util.Arrays.fill(trigger, sample, sample + 6, 7);
        saved.add(new Event(FIRST_SAMPLE + sample, 0, 7));
        saved.add(new Event(FIRST_SAMPLE + sample + 6, 7, 0));
      }
    }
    Files.writeString(meg.resolve("sub-01_task-story_events.tsv"), events);
    FifCuts.events(data.resolve("words-eve.fif"), saved);
    try (FifRawWriter writer =
        FifRawWriter.create(meg.resolve("sub-01_task-story_meg.fif"), info, FIRST_SAMPLE)) {
      writer.append(values, samples);
    }
  }

  private AlignEventsSettings ask(Source source, List<String> values, List<Integer> codes) {
    return new AlignEventsSettings(
        Optional.of(new InputPath(data, "data")),
        "01",
        "story",
        List.of(),
        List.of(),
        Modality.MEG,
        source,
        source == Source.TABLE
            ? Optional.of(new InputPath(data.resolve("words-eve.fif"), "words-eve.fif"))
            : Optional.empty(),
        values.isEmpty() ? Optional.empty() : Optional.of("trial_type"),
        values,
        Optional.empty(),
        codes,
        0.05);
  }

  @Override
  protected AlignEventsStep component() {
    return new AlignEventsStep();
  }

  @Override
  protected AlignEventsSettings settings() {
    return ask(Source.BIDS, List.of("word"), List.of());
  }

  @Override
  protected TestTask task(Path place) {
    StringBuilder text = new StringBuilder();
    List<Words.Word> list = new ArrayList<>();
    for (int w = 0; w < WORDS; w++) {
      String form = "w" + w;
      list.add(
          new Words.Word(
              "1",
              onsets[w],
              0.2,
              w / 6,
              text.length(),
              text.length() + form.length(),
              true,
              form));
      text.append(form).append(' ');
    }
    return new TestTask(place).with("words", new Words(text.toString(), list));
  }

  private void check(AlignEventsSettings settings, double tolerance) throws IOException {
    TestTask task = task(folder.resolve(settings.source().name()));
    component().run(settings, task);
    Words words = task.result("words", Words.class);
    for (int w = 0; w < WORDS; w++) {
      double expected = OFFSET + DRIFT * onsets[w] + (w == 17 ? 0 : (w % 3 - 1) * 0.002);
      assertThat(words.list().get(w).onsetSeconds()).isCloseTo(expected, within(tolerance));
      assertThat(words.list().get(w).aligned()).isEqualTo(w != 17);
    }
    Table jitter = task.result("jitter", Table.class);
    assertThat(jitter.rows()).isEqualTo(WORDS);
    assertThat(jitter.text(17, "residual")).isEqualTo("n/a");
    Map<?, ?> facts = (Map<?, ?>) task.notes().get("run-1");
    assertThat(facts.get("met")).isEqualTo((long) WORDS - 1);
    assertThat((double) facts.get("offset-seconds")).isCloseTo(OFFSET, within(0.003));
    assertThat((double) facts.get("clock-ratio")).isCloseTo(DRIFT, within(1e-4));
    assertThat((double) facts.get("jitter-seconds")).isBetween(0.001, 0.004);
  }

  @Test
  void alignsByTheDatasetsOwnEvents() throws IOException {
    check(settings(), 1e-3);
  }

  @Test
  void alignsByTriggers() throws IOException {
    check(ask(Source.TRIGGERS, List.of(), List.of(7)), 0.004);
  }

  @Test
  void alignsByEventsThatMneSaved() throws IOException {
    check(ask(Source.TABLE, List.of(), List.of()), 0.004);
  }

  @Test
  void saysWhenEventsAreOfSomethingElse() throws IOException {
    Files.writeString(
        data.resolve("sub-01/meg/sub-01_task-story_events.tsv"),
        "onset\tduration\ttrial_type\n1\t0\tword\n9\t0\tword\n");
    assertThatThrownBy(() -> component().run(settings(), task(folder)))
        .hasMessageContaining("error BIDS_MEG_EVENTS_DO_NOT_FIT: run 1: of 60 words only")
        .hasMessageContaining("meet one of the 2 events within 0.0500 s, whatever the offset");
  }
}
