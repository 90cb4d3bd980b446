package dev.arcuate.plugin.bidsfmri;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Task;
import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Recording;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.api.value.Table;
import dev.arcuate.plugin.bids.BidsDataset;
import dev.arcuate.plugin.bids.BidsFile;
import dev.arcuate.plugin.bids.Sidecar;
import dev.arcuate.plugin.bidsfmri.clean.CleanStep;
import dev.arcuate.plugin.bidsfmri.clean.ConfoundTable;
import dev.arcuate.plugin.bidsfmri.clean.Preparation;
import dev.arcuate.plugin.bidsfmri.clean.RunCleaning;
import dev.arcuate.plugin.bidsfmri.clean.Tedana;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads, cleans and writes the runs of one subject, one run in memory at a time. */
abstract class RecordingReader {
  final BidsFmriSettings settings;
  final BidsDataset dataset;
  final String subject;
  final List<RunFiles> runs;
  private final Map<String, String> excluded;
  final Task task;

  RecordingReader(BidsFmriSettings settings, BidsDataset dataset, RunFiles.Found found, Task task) {
    this.settings = settings;
    this.dataset = dataset;
    this.subject = found.subject();
    this.runs = found.runs();
    this.excluded = found.excluded();
    this.task = task;
  }

  /** Seconds between the samples of a run. */
  abstract double periodSeconds(int run) throws IOException;

  /** Samples of a run as recorded. */
  abstract int recordedSamples(int run) throws IOException;

  abstract Geometry geometry() throws IOException;

  /** All recorded samples of a run, one array of targets each. */
  abstract float[][] rows(int run) throws IOException;

  /** Facts for the record, such as where the mask comes from. */
  abstract Map<String, Object> facts();

  final void run(LinearAlgebra algebra) throws IOException {
    List<RunCleaning> cleanings = cleanings(algebra);
    Sampling sampling = sampling(cleanings);
    Geometry geometry = geometry();
    Recording recording =
        new Recording(
            task.output("recording"),
            subject,
            sampling,
            CleanStep.units(settings.clean()),
            geometry);
    try (NpyWriter writer = recording.write()) {
      for (int run = 0; run < runs.size(); run++) {
        task.checkCancelled();
        float[][] cleaned =
            cleanings
                .get(run)
                .clean(
                    rows(run),
                    geometry,
                    done -> {
                      task.checkCancelled();
                      task.progress().report(done, geometry.targets(), "targets");
                    });
        for (float[] row : cleaned) {
          writer.append(row, 0, row.length);
        }
      }
    }
    Preparation.write(recording, cleanings);
    tell(cleanings, sampling, geometry);
  }

  private void tell(List<RunCleaning> cleanings, Sampling sampling, Geometry geometry) {
    int unusable = cleanings.stream().mapToInt(RunCleaning::unusable).max().orElse(0);
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put(
        "files", runs.stream().flatMap(run -> run.parts().stream()).map(BidsFile::name).toList());
    if (!excluded.isEmpty()) {
      facts.put("excluded", excluded);
    }
    facts.put("targets", geometry.targets());
    facts.put("targets-unusable", unusable);
    facts.put("samples", sampling.samples());
    facts.put("repetition-time", sampling.periodSeconds());
    facts.put(
        "nuisance-regressors",
        cleanings.stream().map(cleaning -> cleaning.nuisance().rank()).toList());
    facts.put(
        "volumes-censored",
        cleanings.stream().map(cleaning -> cleaning.rows().removed().length).toList());
    facts.putAll(facts());
    task.note(facts);
    if (unusable > 0) {
      task.warn(
          Problem.data(
                  "BIDS_FMRI_TARGETS_UNUSABLE",
                  unusable
                      + " of "
                      + geometry.targets()
                      + " targets are constant or hold values that are not numbers; they get no"
                      + " score")
              .asWarning());
    }
  }

  private List<RunCleaning> cleanings(LinearAlgebra algebra) throws IOException {
    List<RunCleaning> cleanings = new ArrayList<>();
    for (int run = 0; run < runs.size(); run++) {
      RunFiles files = runs.get(run);
      cleanings.add(
          RunCleaning.of(
              settings.clean(),
              new RunCleaning.Run(
                  files.data().name(), recordedSamples(run), periodSeconds(run), confounds(files)),
              algebra));
    }
    return cleanings;
  }

  private Optional<ConfoundTable> confounds(RunFiles files) throws IOException {
    Optional<ConfoundTable> table = Optional.empty();
    if (files.confounds().isPresent()) {
      BidsFile file = files.confounds().get();
      table =
          Optional.of(
              new ConfoundTable(
                  file.name(), Table.read(file.path()), Sidecar.of(dataset, file).fields()));
    }
    if (files.tedana().isEmpty()) {
      return table;
    }
    BidsFile metrics = files.tedana().get(1);
    Table components =
        Tedana.components(
            Table.read(files.tedana().get(0).path()), Table.read(metrics.path()), metrics.name());
    return Optional.of(
        table
            .map(confounds -> confounds.beside(components, metrics.name()))
            .orElse(new ConfoundTable(metrics.name(), components, Map.of())));
  }

  private Sampling sampling(List<RunCleaning> cleanings) throws IOException {
    List<Sampling.Run> list = new ArrayList<>();
    double period = periodSeconds(0);
    Optional<Double> reference = Optional.empty();
    for (int run = 0; run < runs.size(); run++) {
      if (Math.abs(periodSeconds(run) - period) > 1e-6) {
        throw Problem.data(
                "BIDS_FMRI_TIMES_DIFFER",
                "the runs differ in their time between volumes: "
                    + period
                    + " s and "
                    + periodSeconds(run)
                    + " s")
            .exception();
      }
      RunClock.Start start = RunClock.start(Sidecar.of(dataset, runs.get(run).data()), period);
      reference = run == 0 ? start.referenceSeconds() : reference;
      list.add(cleanings.get(run).rows().run(runs.get(run).label(), start.seconds(), period));
    }
    return new Sampling(period, list, reference);
  }
}
