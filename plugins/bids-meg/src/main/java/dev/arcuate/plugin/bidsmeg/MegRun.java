package dev.arcuate.plugin.bidsmeg;

import dev.arcuate.api.BrainReader;
import dev.arcuate.api.Problem;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.plugin.bids.BidsDataset;
import dev.arcuate.plugin.bids.BidsFile;
import dev.arcuate.plugin.bids.Choice;
import dev.arcuate.plugin.bids.Exclusions;
import dev.arcuate.plugin.bids.Fetched;
import dev.arcuate.plugin.bids.Meant;
import dev.arcuate.plugin.bids.Query;
import dev.arcuate.plugin.bids.RecordedRuns;
import dev.arcuate.plugin.bids.SideTable;
import dev.arcuate.plugin.bids.Sidecar;
import dev.arcuate.plugin.bidsmeg.BidsMegSettings.Modality;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The files of one run.
 *
 * @param label of the run in the recording
 * @param file the recording, or its first part
 * @param parts all files of a split recording
 * @param channels its table of channels, if there is one
 * @param electrodes its table of electrodes
 * @param coordinates what the electrodes' coordinates mean
 * @param events its table of events
 */
record MegRun(
    String label,
    BidsFile file,
    List<BidsFile> parts,
    Optional<BidsFile> channels,
    Optional<BidsFile> electrodes,
    Optional<BidsFile> coordinates,
    Optional<BidsFile> events) {

  /** The runs asked for, in that order. */
  static List<MegRun> find(BidsMegSettings settings, BidsDataset dataset) {
    String subject = dataset.subject(settings.subjectLabel());
    Query query = query(settings);
    List<MegRun> runs = new ArrayList<>();
    // A split recording is one: its first part names the others itself.
    RecordedRuns.Found found =
        RecordedRuns.find(
            dataset, subject, query, Optional.of("split"), Exclusions.of(settings.exclude()));
    for (RecordedRuns.RecordedRun run : found.runs()) {
      BidsFile first =
          run.files().stream()
              .filter(f -> f.entity("split").isEmpty() || f.has("split", "1"))
              .findFirst()
              .orElseThrow(
                  () ->
                      Problem.data(
                              "BIDS_MEG_PART_ABSENT",
                              "the first part of a split recording is missing: there is only "
                                  + run.files().get(0).name())
                          .hint("fetch the file whose name has split-01")
                          .exception());
      runs.add(
          new MegRun(
              run.label(),
              first,
              run.files(),
              SideTable.nearest(dataset, first, "channels", ".tsv"),
              SideTable.nearest(dataset, first, "electrodes", ".tsv"),
              SideTable.nearest(dataset, first, "coordsystem", ".json"),
              SideTable.nearest(dataset, first, "events", ".tsv")));
    }
    return runs;
  }

  /** The people that the settings mean, where these may be several. */
  static BrainReader.People people(BidsMegSettings settings, BidsDataset dataset) {
    return Meant.in(
        dataset,
        settings.subjectLabel(),
        subject -> query(settings),
        Exclusions.of(settings.exclude()));
  }

  private static Query query(BidsMegSettings settings) {
    Map<String, Choice> wanted = new LinkedHashMap<>();
    if (!settings.session().isEmpty()) {
      wanted.put("ses", Choice.of("ses", settings.session()));
    }
    wanted.put("task", Choice.of("task", settings.task()));
    if (!settings.run().isEmpty()) {
      wanted.put("run", Choice.of("run", settings.run()));
    }
    settings.entities().forEach((name, label) -> wanted.put(name, Choice.of(name, label)));
    return new Query(
        settings.modality() == Modality.MEG ? List.of("meg") : List.of("eeg", "meg"),
        Signals.ENDINGS,
        wanted);
  }

  /** Refuses files that are only pointers to content elsewhere. */
  void requireFetched() throws IOException {
    for (BidsFile part : parts) {
      if (java.nio.file.Files.isRegularFile(part.path())) {
        Fetched.require(part.path(), part.name());
      }
    }
  }

  /** Every file that reading these runs depends on. */
  static List<InputPath> reads(List<MegRun> runs, BidsDataset dataset) {
    Set<BidsFile> files = new LinkedHashSet<>();
    Set<InputPath> others = new LinkedHashSet<>();
    for (MegRun run : runs) {
      files.addAll(run.parts());
      for (BidsFile part : run.parts()) {
        files.addAll(Sidecar.sources(dataset, part));
        if (part.extension().equals(".vhdr")) {
          for (String ending : List.of(".vmrk", ".eeg", ".dat")) {
            var path = part.path().resolveSibling(part.stem() + ending);
            if (java.nio.file.Files.isRegularFile(path)) {
              others.add(
                  new InputPath(
                      path, dataset.name() + "/" + part.name().replaceFirst("\\.vhdr$", ending)));
            }
          }
        }
      }
      run.channels().ifPresent(files::add);
      run.electrodes().ifPresent(files::add);
      run.coordinates().ifPresent(files::add);
      run.events().ifPresent(files::add);
    }
    List<InputPath> list = new ArrayList<>();
    files.forEach(f -> list.add(new InputPath(f.path(), dataset.name() + "/" + f.name())));
    list.addAll(others);
    return list;
  }
}
