package dev.arcuate.plugin.bidsfmri;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.Task;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.plugin.bids.BidsDataset;
import dev.arcuate.plugin.bids.BidsFile;
import dev.arcuate.plugin.bids.Sidecar;
import dev.arcuate.plugin.bidsfmri.nifti.NiftiHeader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** GIFTI files of one or both hemispheres: one target per vertex. */
final class SurfaceReader extends RecordingReader {
  /** Headers state the time between samples in milliseconds, some in seconds. */
  private static final double LEAST_MILLISECONDS = 100;

  private final List<List<SurfaceSeries>> hemispheres = new ArrayList<>();
  private final double[] periods;
  private Selection selection;

  SurfaceReader(BidsFmriSettings settings, BidsDataset dataset, RunFiles.Found found, Task task)
      throws IOException {
    super(settings, dataset, found, task);
    this.periods = new double[runs.size()];
    for (int run = 0; run < runs.size(); run++) {
      List<SurfaceSeries> parts = new ArrayList<>();
      for (BidsFile file : runs.get(run).parts()) {
        SurfaceSeries series = SurfaceSeries.scan(file.path(), file.name());
        checkHemisphere(file, series);
        parts.add(series);
        requireAlike(run, file, series, parts.get(0));
      }
      hemispheres.add(parts);
      BidsFile data = runs.get(run).data();
      periods[run] =
          RunClock.repetitionTime(
              data, Sidecar.of(dataset, data), stated(parts), settings.repetitionTime(), task);
    }
  }

  private static Optional<NiftiHeader.RepetitionTime> stated(List<SurfaceSeries> parts) {
    return parts
        .get(0)
        .timeStep()
        .map(step -> step >= LEAST_MILLISECONDS ? step / 1e3 : step)
        .map(seconds -> new NiftiHeader.RepetitionTime(seconds, Optional.empty()));
  }

  private void checkHemisphere(BidsFile file, SurfaceSeries series) {
    String said = series.structure();
    String hemisphere = file.entity("hemi").orElse("L");
    boolean other = hemisphere.equals("L") ? said.endsWith("Right") : said.endsWith("Left");
    if (other) {
      task.warn(
          Problem.data(
                  "BIDS_FMRI_HEMISPHERE",
                  file.name() + " says inside that it is " + said + "; its name is believed")
              .asWarning());
    }
  }

  private void requireAlike(int run, BidsFile file, SurfaceSeries series, SurfaceSeries first) {
    if (series.samples() != first.samples()) {
      throw differ(
          "the hemispheres of a run differ in length: "
              + runs.get(run).data().name()
              + " has "
              + first.samples()
              + " samples, "
              + file.name()
              + " "
              + series.samples());
    }
    if (run > 0) {
      List<SurfaceSeries> before = hemispheres.get(0);
      int part = runs.get(run).parts().indexOf(file);
      if (before.get(part).vertices() != series.vertices()) {
        throw differ(
            "the runs lie on different surfaces: "
                + runs.get(0).parts().get(part).name()
                + " has "
                + before.get(part).vertices()
                + " vertices, "
                + file.name()
                + " "
                + series.vertices());
      }
    }
  }

  private static ProblemException differ(String why) {
    return Problem.data("BIDS_FMRI_RUNS_DIFFER", why)
        .hint("choose a common space, or read one run at a time")
        .exception();
  }

  @Override
  double periodSeconds(int run) {
    return periods[run];
  }

  @Override
  int recordedSamples(int run) {
    return hemispheres.get(run).get(0).samples();
  }

  @Override
  Geometry geometry() throws IOException {
    List<Geometry> parts = new ArrayList<>();
    for (int part = 0; part < runs.get(0).parts().size(); part++) {
      BidsFile file = runs.get(0).parts().get(part);
      int vertices = hemispheres.get(0).get(part).vertices();
      parts.add(
          new Geometry.Surface(
              file.entity("hemi").orElse("L"),
              file.entity("space").orElse("native"),
              vertices,
              IntStream.range(0, vertices).toArray()));
    }
    selection =
        Selection.of(
            parts.size() == 1 ? parts.get(0) : new Geometry.Grayordinates(parts),
            settings.parcels());
    return selection.geometry();
  }

  @Override
  float[][] rows(int run) throws IOException {
    List<SurfaceSeries> parts = hemispheres.get(run);
    int all = parts.stream().mapToInt(SurfaceSeries::vertices).sum();
    float[][] rows = new float[recordedSamples(run)][all];
    int from = 0;
    for (int part = 0; part < parts.size(); part++) {
      BidsFile file = runs.get(run).parts().get(part);
      int first = from;
      parts
          .get(part)
          .read(
              file.path(),
              file.name(),
              (sample, values) -> {
                task.checkCancelled();
                System.arraycopy(values, 0, rows[sample], first, values.length);
                task.progress().report(sample + 1, rows.length, "volumes");
              });
      from += parts.get(part).vertices();
    }
    for (int row = 0; row < rows.length; row++) {
      rows[row] = selection.apply(rows[row]);
    }
    return rows;
  }

  @Override
  Map<String, Object> facts() {
    return Map.of();
  }
}
