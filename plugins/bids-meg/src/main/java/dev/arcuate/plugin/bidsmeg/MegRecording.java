package dev.arcuate.plugin.bidsmeg;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Task;
import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Json;
import dev.arcuate.api.value.Recording;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.plugin.bids.BidsDataset;
import dev.arcuate.plugin.bids.Sidecar;
import dev.arcuate.plugin.bidsmeg.prepare.Preparation;
import dev.arcuate.plugin.bidsmeg.prepare.Prepared;
import dev.arcuate.plugin.bidsmeg.signal.Annotation;
import dev.arcuate.plugin.bidsmeg.signal.Channel;
import dev.arcuate.plugin.bidsmeg.signal.Signal;
import dev.arcuate.plugin.bidsmeg.signal.SignalInfo;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads, prepares and writes the runs of one subject. */
final class MegRecording {
  private static final int BLOCK = 1 << 13;

  private final BidsMegSettings settings;
  private final BidsDataset dataset;
  private final List<MegRun> runs;
  private final LinearAlgebra algebra;
  private final Task task;
  private final List<Map<String, Object>> told = new ArrayList<>();

  /** A run after its preparation. */
  private record Ready(Prepared samples, Geometry.Sensors sensors, String unit)
      implements Closeable {
    @Override
    public void close() throws IOException {
      samples.close();
    }
  }

  MegRecording(
      BidsMegSettings settings,
      BidsDataset dataset,
      List<MegRun> runs,
      LinearAlgebra algebra,
      Task task) {
    this.settings = settings;
    this.dataset = dataset;
    this.runs = runs;
    this.algebra = algebra;
    this.task = task;
  }

  void write() throws IOException {
    List<Ready> ready = new ArrayList<>();
    try {
      for (MegRun run : runs) {
        task.checkCancelled();
        ready.add(ready(run));
      }
      write(ready);
    } finally {
      for (Ready one : ready) {
        one.close();
      }
    }
  }

  private Ready ready(MegRun run) throws IOException {
    run.requireFetched();
    try (Signal signal = Signals.open(run.file().path(), run.file().name())) {
      requireUsable(run, signal.info());
      warnOfMissingParts(run, signal.info());
      List<Channel> described = new SideTables(run, task).apply(signal.info().channels());
      ChannelPicks picks = ChannelPicks.of(settings, described, run.file().name());
      Preparation preparation = new Preparation(settings.prepare(), algebra, task);
      Prepared prepared = preparation.run(signal, picks.picked());
      tell(run, signal, picks, preparation, prepared);
      return new Ready(
          prepared,
          SensorPlaces.of(picks.picked(), signal.info()),
          Preparation.scales(settings.prepare()) ? "z" : SensorPlaces.unit(picks.picked()));
    }
  }

  private void requireUsable(MegRun run, SignalInfo info) {
    if (info.flags().contains(SignalInfo.MAXSHIELD)
        && !info.flags().contains(SignalInfo.SSS)
        && !settings.allowMaxshield()) {
      throw Problem.data(
              "BIDS_MEG_MAXSHIELD",
              run.file().name()
                  + " was recorded with MaxShield on and not put through MaxFilter: its signals are"
                  + " distorted")
          .hint("run MaxFilter first, or set allow-maxshield: true to look at it all the same")
          .exception();
    }
  }

  private void warnOfMissingParts(MegRun run, SignalInfo info) {
    info.flags().stream()
        .filter(flag -> flag.startsWith(SignalInfo.INCOMPLETE))
        .forEach(
            flag ->
                task.warn(
                    Problem.data(
                            "BIDS_MEG_INCOMPLETE",
                            run.file().name()
                                + " holds "
                                + flag.substring(SignalInfo.INCOMPLETE.length())
                                + " that its header promises")
                        .hint("look whether a part of the recording was not copied")
                        .asWarning()));
  }

  private void tell(
      MegRun run, Signal signal, ChannelPicks picks, Preparation preparation, Prepared prepared)
      throws IOException {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("label", run.label());
    one.put("file", run.file().name());
    one.put("operations", preparation.operations());
    one.put("bad-channels", picks.bad());
    one.put("stretches", prepared.starts());
    List<Map<String, Object>> annotations = new ArrayList<>();
    for (Annotation annotation : signal.info().annotations()) {
      annotations.add(stretch(annotation));
    }
    double rate = prepared.rate();
    for (int start : prepared.starts().subList(1, prepared.starts().size())) {
      annotations.add(stretch(new Annotation(start / rate, 0, "BAD boundary")));
    }
    one.put("annotations", annotations);
    Object emptyRoom = Sidecar.of(dataset, run.file()).fields().get("AssociatedEmptyRoom");
    if (emptyRoom != null) {
      one.put("empty-room", emptyRoom.toString());
      if (emptyRoom instanceof String link && !exists(link)) {
        task.warn(
            Problem.data(
                    "BIDS_MEG_EMPTY_ROOM",
                    run.file().name()
                        + " names the empty-room recording "
                        + link
                        + ", which is not in "
                        + dataset.name())
                .asWarning());
      }
    }
    told.add(one);
  }

  private boolean exists(String link) {
    String plain = link.replaceFirst("^bids::", "").replaceFirst("^/", "");
    Path path = dataset.root().resolve(plain).normalize();
    return path.startsWith(dataset.root()) && java.nio.file.Files.exists(path);
  }

  private static Map<String, Object> stretch(Annotation annotation) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("onset", annotation.onsetSeconds());
    one.put("duration", annotation.durationSeconds());
    one.put("description", annotation.description());
    return one;
  }

  private void write(List<Ready> ready) throws IOException {
    Ready first = ready.get(0);
    List<Sampling.Run> list = new ArrayList<>();
    for (int r = 0; r < ready.size(); r++) {
      Ready one = ready.get(r);
      requireAlike(first, one, runs.get(0), runs.get(r));
      list.add(new Sampling.Run(runs.get(r).label(), one.samples().samples()));
    }
    Recording recording =
        new Recording(
            task.output("recording"),
            settings.subjectLabel(),
            new Sampling(1 / first.samples().rate(), list),
            first.unit(),
            first.sensors());
    try (NpyWriter writer = recording.write()) {
      for (Ready one : ready) {
        for (int at = 0; at < one.samples().samples(); at += BLOCK) {
          task.checkCancelled();
          int count = Math.min(BLOCK, one.samples().samples() - at);
          float[] block = one.samples().block(at, count);
          writer.append(block, 0, block.length);
        }
      }
    }
    Json.write(recording.preparation(), Map.of("runs", told));
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("files", runs.stream().map(run -> run.file().name()).toList());
    facts.put("channels", first.sensors().targets());
    facts.put("sampling-hz", first.samples().rate());
    facts.put("samples", recording.sampling().samples());
    facts.put("operations", told.get(0).get("operations"));
    facts.put("bad-channels", told.get(0).get("bad-channels"));
    task.note(facts);
  }

  private void requireAlike(Ready first, Ready other, MegRun firstRun, MegRun run) {
    if (!first.sensors().names().equals(other.sensors().names())) {
      List<String> only = new ArrayList<>(first.sensors().names());
      only.removeAll(other.sensors().names());
      List<String> more = new ArrayList<>(other.sensors().names());
      more.removeAll(first.sensors().names());
      throw Problem.data(
              "BIDS_MEG_RUNS_DIFFER",
              "the runs have different channels: only "
                  + firstRun.file().name()
                  + " has "
                  + only
                  + ", only "
                  + run.file().name()
                  + " has "
                  + more)
          .hint("bad in one run means bad in all: name them under bad-channels, or read each run")
          .exception();
    }
    if (Math.abs(first.samples().rate() - other.samples().rate()) > 1e-6 * first.samples().rate()) {
      throw Problem.data(
              "BIDS_MEG_RUNS_DIFFER",
              "the runs were sampled at different rates: "
                  + first.samples().rate()
                  + " Hz and "
                  + other.samples().rate()
                  + " Hz")
          .hint("bring them to one rate with prepare: [{resample: …}]")
          .exception();
    }
  }
}
