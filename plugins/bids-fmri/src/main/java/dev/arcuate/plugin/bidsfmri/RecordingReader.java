package dev.arcuate.plugin.bidsfmri;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Task;
import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Recording;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.plugin.bids.BidsDataset;
import dev.arcuate.plugin.bids.BidsFile;
import dev.arcuate.plugin.bidsfmri.BidsFmriSettings.Cleaning;
import dev.arcuate.plugin.bidsfmri.clean.Cleaner;
import dev.arcuate.plugin.bidsfmri.clean.NuisanceBasis;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads, cleans and writes the runs of one subject, one run in memory at a time. */
abstract class RecordingReader {
  final BidsFmriSettings settings;
  final BidsDataset dataset;
  final String subject;
  final List<RunFiles> runs;
  private final Map<String, String> excluded;
  final Task task;
  private int unusable;

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

  /** Kept samples of a run, one array of targets each. */
  abstract float[][] rows(int run) throws IOException;

  /** Facts for the record, such as where the mask comes from. */
  abstract Map<String, Object> facts();

  final void run() throws IOException {
    Sampling sampling = sampling();
    Geometry geometry = geometry();
    Recording recording =
        new Recording(
            task.output("recording"),
            subject,
            sampling,
            settings.clean().scale() == Cleaning.Scale.Z_SCORE ? "z" : "arbitrary",
            geometry);
    Map<String, Object> facts = new LinkedHashMap<>();
    List<String> files = new ArrayList<>();
    List<Integer> regressors = new ArrayList<>();
    try (NpyWriter writer = recording.write()) {
      for (int run = 0; run < runs.size(); run++) {
        task.checkCancelled();
        runs.get(run).parts().forEach(part -> files.add(part.name()));
        NuisanceBasis basis = basis(run, sampling);
        regressors.add(basis.size());
        float[][] rows = rows(run);
        boolean scale = settings.clean().scale() == Cleaning.Scale.Z_SCORE;
        unusable =
            Math.max(
                unusable,
                new Cleaner(basis, scale)
                    .clean(
                        rows,
                        done -> {
                          task.checkCancelled();
                          task.progress().report(done, geometry.targets(), "targets");
                        }));
        for (float[] row : rows) {
          writer.append(row, 0, row.length);
        }
      }
    }
    facts.put("files", files);
    if (!excluded.isEmpty()) {
      facts.put("excluded", excluded);
    }
    facts.put("targets", geometry.targets());
    facts.put("targets-unusable", unusable);
    facts.put("samples", sampling.samples());
    facts.put("repetition-time", sampling.periodSeconds());
    facts.put("nuisance-regressors", regressors);
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

  private Sampling sampling() throws IOException {
    int dropped = settings.clean().dummyVolumes();
    List<Sampling.Run> list = new ArrayList<>();
    double period = periodSeconds(0);
    for (int run = 0; run < runs.size(); run++) {
      BidsFile file = runs.get(run).data();
      int samples = recordedSamples(run) - dropped;
      if (samples < 2) {
        throw Problem.data(
                "BIDS_FMRI_TOO_SHORT",
                file.name()
                    + " has "
                    + recordedSamples(run)
                    + " volume(s), of which "
                    + dropped
                    + " are dropped; a series needs at least two")
            .hint("a single image is no recording; check task, desc and dummy-volumes")
            .exception();
      }
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
      list.add(new Sampling.Run(runs.get(run).label(), samples));
    }
    return new Sampling(period, list);
  }

  private NuisanceBasis basis(int run, Sampling sampling) throws IOException {
    Cleaning clean = settings.clean();
    int samples = sampling.runs().get(run).samples();
    List<double[]> confounds =
        runs.get(run).confounds().isPresent()
            ? Confounds.read(
                runs.get(run).confounds().get(), clean.confounds(), clean.dummyVolumes(), samples)
            : List.of();
    NuisanceBasis basis =
        NuisanceBasis.of(samples, sampling.periodSeconds(), clean.driftPeriod(), confounds);
    if (basis.size() > samples - 2) {
      throw Problem.user(
              "BIDS_FMRI_NOTHING_LEFT",
              "drift and confounds are "
                  + basis.size()
                  + " regressors, which leave nothing of the "
                  + samples
                  + " volumes of "
                  + runs.get(run).data().name())
          .hint("name fewer confounds, or a longer drift-period")
          .exception();
    }
    return basis;
  }
}
