package dev.arcuate.plugin.bidsmeg.align;

import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Files;
import dev.arcuate.api.value.Table;
import dev.arcuate.api.value.Words;
import dev.arcuate.plugin.bids.BidsDataset;
import dev.arcuate.plugin.bids.BidsDatasets;
import dev.arcuate.plugin.bidsmeg.RecordedEvents;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pf4j.Extension;

/** Moves words to the times at which a recording says that they came. */
@Extension
public final class AlignEventsStep implements Step<AlignEventsSettings> {
  private static final double MANY_LOST = 0.05;

  private final BidsDatasets datasets =
      BidsDatasets.ofUser(System.getenv(), Path.of(System.getProperty("user.home", ".")));

  @Override
  public String id() {
    return "align-events";
  }

  @Override
  public String summary() {
    return "Puts words on a recording's clock by its events or triggers, and tells the jitter.";
  }

  @Override
  public Class<AlignEventsSettings> settingsType() {
    return AlignEventsSettings.class;
  }

  @Override
  public List<Port> inputs() {
    return List.of(
        Port.one("words", Words.class, "words on a clock of their own"),
        Port.optional("dataset", Files.class, "a dataset made by another step"));
  }

  @Override
  public List<Port> outputs() {
    return List.of(
        Port.one("words", Words.class, "the same words on the clock of the recording"),
        Port.one("jitter", Table.class, "one row per word: expected time, event, difference"));
  }

  @Override
  public List<InputPath> reads(AlignEventsSettings settings) {
    List<InputPath> files = new ArrayList<>();
    settings.file().ifPresent(files::add);
    if (settings.dataset().isPresent()
        && java.nio.file.Files.isDirectory(settings.dataset().get().path())) {
      files.addAll(RecordedEvents.reads(settings, dataset(settings, Optional.empty())));
    }
    return files;
  }

  @Override
  public Resources resources(AlignEventsSettings settings) {
    return Resources.of(1, 256);
  }

  private BidsDataset dataset(AlignEventsSettings settings, Optional<Files> connected) {
    if (connected.isPresent() == settings.dataset().isPresent()) {
      throw Problem.user(
              "BIDS_MEG_WHICH_DATASET",
              connected.isPresent()
                  ? "a step is connected to 'dataset', and the setting 'dataset' names a folder too"
                  : "no dataset: none is connected, and the setting 'dataset' names no folder")
          .hint("use one of the two")
          .exception();
    }
    return connected
        .map(files -> datasets.open(files.folder(), "the connected dataset"))
        .orElseGet(
            () ->
                datasets.open(
                    settings.dataset().orElseThrow().path(),
                    settings.dataset().orElseThrow().logical()));
  }

  @Override
  public void run(AlignEventsSettings settings, Task task) throws IOException {
    task.checkCancelled();
    Words words = task.input("words", Words.class);
    BidsDataset dataset = dataset(settings, task.optionalInput("dataset", Files.class));
    Map<String, double[]> events = RecordedEvents.of(settings, dataset);
    List<Words.Word> moved = new ArrayList<>(words.list());
    List<List<String>> rows = new ArrayList<>();
    Map<String, Object> facts = new LinkedHashMap<>();
    List<String> labels = words.list().stream().map(Words.Word::run).distinct().toList();
    for (String label : labels) {
      task.checkCancelled();
      double[] own =
          events.size() == 1 && labels.size() == 1
              ? events.values().iterator().next()
              : events.get(label);
      if (own == null || own.length == 0) {
        throw Problem.data(
                "BIDS_MEG_NO_EVENTS",
                "run " + label + " has no events; there are events of runs " + events.keySet())
            .hint("check 'run', 'codes', 'column' and 'values'")
            .exception();
      }
      align(settings, words, label, own, moved, rows, facts, task);
    }
    new Words(words.text(), moved).write(task.output("words"));
    new Table(List.of("run", "word", "expected", "event", "residual"), rows)
        .write(task.output("jitter"));
    task.note(facts);
  }

  private static void align(
      AlignEventsSettings settings,
      Words words,
      String label,
      double[] events,
      List<Words.Word> moved,
      List<List<String>> rows,
      Map<String, Object> facts,
      Task task) {
    List<Integer> own = new ArrayList<>();
    for (int w = 0; w < words.list().size(); w++) {
      if (words.list().get(w).run().equals(label)) {
        own.add(w);
      }
    }
    double[] onsets = own.stream().mapToDouble(w -> words.list().get(w).onsetSeconds()).toArray();
    ClockFit fit = ClockFit.of(onsets, events, settings.tolerance());
    if (fit.met() < Math.max(1, own.size() / 2)) {
      throw Problem.data(
              "BIDS_MEG_EVENTS_DO_NOT_FIT",
              String.format(
                  Locale.ROOT,
                  "run %s: of %d words only %d meet one of the %d events within %.3g s, whatever the"
                      + " offset",
                  label,
                  own.size(),
                  fit.met(),
                  events.length,
                  settings.tolerance()))
          .hint("check that the events are those of these words, or raise 'tolerance'")
          .exception();
    }
    for (int i = 0; i < own.size(); i++) {
      Words.Word word = words.list().get(own.get(i));
      double expected = fit.offset() + fit.rate() * word.onsetSeconds();
      int event = fit.events()[i];
      double onset = event < 0 ? expected : events[event];
      moved.set(
          own.get(i),
          new Words.Word(
              word.run(),
              onset,
              word.durationSeconds(),
              word.sentence(),
              word.start(),
              word.end(),
              word.aligned() && event >= 0,
              word.form()));
      rows.add(
          List.of(
              label,
              word.form(),
              seconds(expected),
              event < 0 ? Table.MISSING : seconds(events[event]),
              event < 0 ? Table.MISSING : seconds(fit.residuals()[i])));
    }
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("words", own.size());
    one.put("events", events.length);
    one.put("met", fit.met());
    one.put("offset-seconds", fit.offset());
    one.put("clock-ratio", fit.rate());
    one.put("jitter-seconds", fit.jitter());
    one.put("largest-residual-seconds", fit.spread());
    facts.put("run-" + label.toLowerCase(Locale.ROOT), one);
    long lost = own.size() - fit.met();
    if (lost > MANY_LOST * own.size()) {
      task.warn(
          Problem.data(
                  "BIDS_MEG_WORDS_WITHOUT_EVENT",
                  "run "
                      + label
                      + ": "
                      + lost
                      + " of "
                      + own.size()
                      + " words meet no event and are placed by the fitted clock")
              .asWarning());
    }
  }

  private static String seconds(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }
}
