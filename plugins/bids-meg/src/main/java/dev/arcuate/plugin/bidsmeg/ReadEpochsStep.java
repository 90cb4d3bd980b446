package dev.arcuate.plugin.bidsmeg;

import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Epochs;
import dev.arcuate.api.value.Words;
import dev.arcuate.plugin.bidsmeg.epochs.EventRows;
import dev.arcuate.plugin.bidsmeg.fif.FifEpochs;
import dev.arcuate.plugin.bidsmeg.signal.Channel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/** Epochs that MNE cut and saved, one per word; its drop log says which words have none. */
@Extension
public final class ReadEpochsStep implements Step<ReadEpochsSettings> {
  /** What MNE says of events that were not chosen at all. */
  private static final String IGNORED = "IGNORED";

  @Override
  public String id() {
    return "read-epochs";
  }

  @Override
  public String summary() {
    return "Reads epochs that MNE saved as FIF, and tells which word each of them belongs to.";
  }

  @Override
  public Class<ReadEpochsSettings> settingsType() {
    return ReadEpochsSettings.class;
  }

  @Override
  public List<Port> inputs() {
    return List.of(
        Port.one("words", Words.class, "the words that the epochs were cut around, all of them"));
  }

  @Override
  public List<Port> outputs() {
    return List.of(Port.one("epochs", Epochs.class, "events × channels × times"));
  }

  @Override
  public List<InputPath> reads(ReadEpochsSettings settings) {
    return List.of(settings.file());
  }

  @Override
  public Resources resources(ReadEpochsSettings settings) {
    return Resources.of(1, 384);
  }

  @Override
  public void run(ReadEpochsSettings settings, Task task) throws IOException {
    task.checkCancelled();
    Words words = task.input("words", Words.class);
    try (FifEpochs file = FifEpochs.open(settings.file().path(), settings.file().logical())) {
      List<Integer> locked = words(file, words, settings.file().logical());
      ChannelPicks picks =
          ChannelPicks.of(
              settings.channels(),
              settings.bads(),
              settings.badChannels(),
              file.info().channels(),
              settings.file().logical());
      double rate = file.info().samplingHz();
      Epochs epochs =
          new Epochs(
              task.output("epochs"),
              settings.subject(),
              EventRows.sampling(
                  locked.stream()
                      .map(w -> words.list().get(w))
                      .map(word -> new EventRows.Event(word.run(), word, word.onsetSeconds()))
                      .toList(),
                  settings.sentencesPerBlock()),
              locked,
              file.times(),
              file.firstSample() / rate,
              1 / rate,
              SensorPlaces.unit(picks.picked()),
              SensorPlaces.of(picks.picked(), file.info()));
      write(file, picks, epochs, task);
      task.note(facts(file, picks));
    }
  }

  /** For each epoch, the row of its word. */
  private static List<Integer> words(FifEpochs file, Words words, String name) {
    List<Integer> chosen = new ArrayList<>();
    int count = 0;
    for (List<String> reasons : file.dropLog()) {
      boolean ignored = reasons.contains(IGNORED);
      chosen.add(ignored ? -1 : count);
      count += ignored ? 0 : 1;
    }
    if (count != words.list().size()) {
      throw Problem.data(
              "BIDS_MEG_WORDS_DIFFER",
              name
                  + ": the epochs were cut from "
                  + count
                  + " events, but there are "
                  + words.list().size()
                  + " words")
          .hint("connect the words that the events stand for, one word per event")
          .exception();
    }
    return file.selection().stream().map(chosen::get).toList();
  }

  private static void write(FifEpochs file, ChannelPicks picks, Epochs epochs, Task task)
      throws IOException {
    List<String> names = file.info().names();
    int[] places = picks.picked().stream().map(Channel::name).mapToInt(names::indexOf).toArray();
    float[] row = new float[places.length * file.times()];
    try (NpyWriter writer = epochs.write()) {
      for (int event = 0; event < epochs.events(); event++) {
        task.checkCancelled();
        task.progress().report(event, epochs.events(), "epochs");
        double[][] values = file.read(event);
        for (int c = 0; c < places.length; c++) {
          for (int t = 0; t < file.times(); t++) {
            row[c * file.times() + t] = (float) values[places[c]][t];
          }
        }
        writer.append(row, 0, row.length);
      }
    }
  }

  private static Map<String, Object> facts(FifEpochs file, ChannelPicks picks) {
    Map<String, Integer> reasons = new LinkedHashMap<>();
    for (List<String> why : file.dropLog()) {
      if (!why.isEmpty() && !why.contains(IGNORED)) {
        reasons.merge(String.join(", ", why), 1, Integer::sum);
      }
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("kept", file.events().size());
    facts.put("dropped", reasons);
    facts.put("channels", picks.picked().size());
    facts.put("bad-channels", picks.bad());
    return facts;
  }
}
