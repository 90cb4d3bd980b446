package dev.arcuate.plugin.bidsmeg.epochs;

import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.array.FloatMatrix;
import dev.arcuate.api.array.Npy;
import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.statistics.Percentiles;
import dev.arcuate.api.value.Epochs;
import dev.arcuate.api.value.Json;
import dev.arcuate.api.value.Recording;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.api.value.Table;
import dev.arcuate.api.value.Words;
import dev.arcuate.plugin.bidsmeg.signal.Annotation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pf4j.Extension;

/** Cuts a recording around words or sentences. */
@Extension
public final class EpochsStep implements Step<EpochsSettings> {
  private static final List<String> LOG =
      List.of("run", "onset", "word", "sentence", "kept", "reason");

  /** An event with what became of it. */
  private record Cutting(int word, int run, long begin, String reason) {
    Cutting because(String why) {
      return new Cutting(word, run, begin, why);
    }

    boolean good() {
      return reason.isEmpty();
    }
  }

  @Override
  public String id() {
    return "epochs";
  }

  @Override
  public String summary() {
    return "Cuts a recording around words or sentences, with baseline, rejection and a drop log.";
  }

  @Override
  public Class<EpochsSettings> settingsType() {
    return EpochsSettings.class;
  }

  @Override
  public List<Port> inputs() {
    return List.of(
        Port.one("recording", Recording.class, "a continuous recording"),
        Port.one("words", Words.class, "words whose onsets count from the start of each run"));
  }

  @Override
  public List<Port> outputs() {
    return List.of(
        Port.one("epochs", Epochs.class, "events × channels × times"),
        Port.one("log", Table.class, "one row per event: whether it was kept, and why not"));
  }

  @Override
  public Resources resources(EpochsSettings settings) {
    return Resources.of(1, 384);
  }

  @Override
  public void run(EpochsSettings settings, Task task) throws IOException {
    Recording recording = task.input("recording", Recording.class);
    Words words = task.input("words", Words.class);
    Cut cut = new Cut(settings, 1 / recording.sampling().periodSeconds(), recording.geometry());
    if (!cut.unknownTypes().isEmpty()) {
      throw Problem.user(
              "BIDS_MEG_NO_SUCH_CHANNEL",
              "reject or flat name channels of type "
                  + cut.unknownTypes()
                  + ", which the recording lacks")
          .exception();
    }
    List<Cutting> all = place(settings, recording, words, cut);
    Path scratch = task.scratch().resolve("epochs.npy");
    List<Cutting> judged = cutAll(settings, recording, cut, all, scratch, task);
    log(judged, words, recording, task);
    write(settings, recording, words, cut, judged, scratch, task);
  }

  private static List<Cutting> place(
      EpochsSettings settings, Recording recording, Words words, Cut cut) {
    Map<String, Integer> runs = new HashMap<>();
    List<Sampling.Run> list = recording.sampling().runs();
    for (int r = 0; r < list.size(); r++) {
      runs.put(list.get(r).label(), r);
    }
    boolean onlyOne =
        list.size() == 1 && words.list().stream().map(Words.Word::run).distinct().count() == 1;
    List<List<Annotation>> annotations = annotations(recording);
    List<Cutting> all = new ArrayList<>();
    for (int w : EventRows.locked(words, settings.lock())) {
      Words.Word word = words.list().get(w);
      Integer run = onlyOne ? Integer.valueOf(0) : runs.get(word.run());
      if (run == null) {
        continue;
      }
      Sampling.Run own = list.get(run);
      long begin = cut.begin(word.onsetSeconds() - own.startSeconds());
      all.add(new Cutting(w, run, begin, cut.place(begin, own.samples(), annotations.get(run))));
    }
    if (all.isEmpty()) {
      throw Problem.data(
              "BIDS_MEG_NO_EVENTS",
              "no word belongs to a run of the recording: the words have runs "
                  + words.list().stream().map(Words.Word::run).distinct().limit(10).toList()
                  + ", the recording has "
                  + list.stream().map(Sampling.Run::label).limit(10).toList())
          .hint("give both the same run labels")
          .exception();
    }
    return all;
  }

  /** Annotations that the reader left beside the recording, run by run. */
  private static List<List<Annotation>> annotations(Recording recording) {
    List<List<Annotation>> all = new ArrayList<>();
    recording.sampling().runs().forEach(run -> all.add(new ArrayList<>()));
    if (!Files.exists(recording.preparation())) {
      return all;
    }
    List<Json.Node> runs = Json.read(recording.preparation()).objects("runs");
    for (int r = 0; r < Math.min(runs.size(), all.size()); r++) {
      if (runs.get(r).has("annotations")) {
        for (Json.Node one : runs.get(r).objects("annotations")) {
          all.get(r)
              .add(
                  new Annotation(
                      one.number("onset"), one.number("duration"), one.text("description")));
        }
      }
    }
    return all;
  }

  /** Writes every epoch that has samples to a scratch file, and says which are to be dropped. */
  private static List<Cutting> cutAll(
      EpochsSettings settings,
      Recording recording,
      Cut cut,
      List<Cutting> all,
      Path scratch,
      Task task)
      throws IOException {
    int channels = recording.geometry().targets();
    int times = cut.times();
    int[] kept = cut.kept();
    int[] stored = settings.clip().isEmpty() ? kept : every(times);
    FloatMatrix matrix = recording.matrix();
    float[] window = new float[Math.multiplyExact(times, channels)];
    float[] row = new float[Math.multiplyExact(channels, stored.length)];
    double[][] epoch = new double[channels][times];
    List<Cutting> judged = new ArrayList<>();
    try (NpyWriter writer = NpyWriter.create(scratch, all.size(), row.length)) {
      for (int e = 0; e < all.size(); e++) {
        task.checkCancelled();
        task.progress().report(e, all.size(), "epochs");
        Cutting one = all.get(e);
        if (one.good()) {
          int first = recording.sampling().firstRow(one.run()) + (int) one.begin();
          matrix.read(first, times, 0, channels, window);
          for (int c = 0; c < channels; c++) {
            for (int t = 0; t < times; t++) {
              epoch[c][t] = window[t * channels + c];
            }
          }
          cut.baseline(epoch);
          List<String> bad = cut.rejected(epoch, kept);
          if (bad.isEmpty()) {
            for (int c = 0; c < channels; c++) {
              for (int t = 0; t < stored.length; t++) {
                row[c * stored.length + t] = (float) epoch[c][stored[t]];
              }
            }
            writer.writeBlock(e, 1, 0, row.length, row);
          } else {
            one = one.because(String.join(", ", bad));
          }
        }
        judged.add(one);
      }
    }
    return judged;
  }

  private static int[] every(int count) {
    int[] all = new int[count];
    Arrays.setAll(all, i -> i);
    return all;
  }

  private static void log(List<Cutting> all, Words words, Recording recording, Task task)
      throws IOException {
    List<List<String>> rows = new ArrayList<>();
    Map<String, Integer> reasons = new LinkedHashMap<>();
    int kept = 0;
    for (Cutting one : all) {
      Words.Word word = words.list().get(one.word());
      rows.add(
          List.of(
              recording.sampling().runs().get(one.run()).label(),
              Double.toString(word.onsetSeconds()),
              word.form(),
              Integer.toString(word.sentence()),
              Boolean.toString(one.good()),
              one.good() ? Table.MISSING : one.reason()));
      kept += one.good() ? 1 : 0;
      if (!one.good()) {
        reasons.merge(one.reason(), 1, Integer::sum);
      }
    }
    new Table(LOG, rows).write(task.output("log"));
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("events", all.size());
    facts.put("kept", kept);
    facts.put("dropped", reasons);
    task.note(facts);
    if (kept == 0) {
      throw Problem.data(
              "BIDS_MEG_ALL_DROPPED", "all " + all.size() + " epochs are dropped: " + most(reasons))
          .hint("look at the thresholds and their units, at annotations, and at the words' onsets")
          .exception();
    }
    if (2 * kept < all.size()) {
      task.warn(
          Problem.data(
                  "BIDS_MEG_MANY_DROPPED",
                  String.format(
                      Locale.ROOT,
                      "%d of %d epochs are dropped: %s",
                      all.size() - kept,
                      all.size(),
                      most(reasons)))
              .asWarning());
    }
  }

  private static String most(Map<String, Integer> reasons) {
    return reasons.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(5)
        .map(e -> e.getKey() + " (" + e.getValue() + ")")
        .reduce((a, b) -> a + ", " + b)
        .orElse("");
  }

  private static void write(
      EpochsSettings settings,
      Recording recording,
      Words words,
      Cut cut,
      List<Cutting> judged,
      Path scratch,
      Task task)
      throws IOException {
    List<Integer> rows = new ArrayList<>();
    for (int e = 0; e < judged.size(); e++) {
      if (judged.get(e).good()) {
        rows.add(e);
      }
    }
    List<Cutting> good = rows.stream().map(judged::get).toList();
    int[] kept = cut.kept();
    double period = recording.sampling().periodSeconds();
    Epochs epochs =
        new Epochs(
            task.output("epochs"),
            recording.subject(),
            sampling(settings, recording, words, good),
            good.stream().map(Cutting::word).toList(),
            kept.length,
            cut.startSeconds(),
            period * settings.decimate(),
            recording.units(),
            recording.geometry());
    FloatMatrix matrix = Npy.open(scratch);
    int channels = recording.geometry().targets();
    try (NpyWriter writer = epochs.write()) {
      if (settings.clip().isEmpty()) {
        float[] row = new float[channels * kept.length];
        for (int e : rows) {
          matrix.read(e, 1, 0, row.length, row);
          writer.append(row, 0, row.length);
        }
      } else {
        for (int c = 0; c < channels; c++) {
          task.checkCancelled();
          clip(settings, matrix, rows, c, cut.times(), kept, writer);
        }
      }
    }
  }

  /** Clips one channel at percentiles of its values in all epochs, and decimates it. */
  private static void clip(
      EpochsSettings settings,
      FloatMatrix matrix,
      List<Integer> rows,
      int channel,
      int times,
      int[] kept,
      NpyWriter writer)
      throws IOException {
    float[] one = new float[times];
    float[] all = new float[Math.multiplyExact(rows.size(), times)];
    for (int e = 0; e < rows.size(); e++) {
      matrix.read(rows.get(e), 1, channel * times, times, one);
      System.arraycopy(one, 0, all, e * times, times);
    }
    float[] sorted = all.clone();
    Arrays.sort(sorted);
    double low = Percentiles.ofSorted(sorted, settings.clip().get(0));
    double high = Percentiles.ofSorted(sorted, settings.clip().get(1));
    float[] out = new float[kept.length];
    for (int e = 0; e < rows.size(); e++) {
      for (int t = 0; t < kept.length; t++) {
        out[t] = (float) Math.max(low, Math.min(high, all[e * times + kept[t]]));
      }
      writer.writeBlock(e, 1, channel * kept.length, kept.length, out);
    }
  }

  private static Sampling sampling(
      EpochsSettings settings, Recording recording, Words words, List<Cutting> good) {
    List<Sampling.Run> recorded = recording.sampling().runs();
    return EventRows.sampling(
        good.stream()
            .map(
                one -> {
                  Sampling.Run run = recorded.get(one.run());
                  Words.Word word = words.list().get(one.word());
                  return new EventRows.Event(
                      run.label(), word, word.onsetSeconds() - run.startSeconds());
                })
            .toList(),
        settings.sentencesPerBlock());
  }
}
