package dev.arcuate.plugin.bidsfmri;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.Task;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.plugin.bids.BidsDataset;
import dev.arcuate.plugin.bids.BidsFile;
import dev.arcuate.plugin.bids.Sidecar;
import dev.arcuate.plugin.bidsfmri.cifti.CiftiAxis;
import dev.arcuate.plugin.bidsfmri.cifti.CiftiReader;
import dev.arcuate.plugin.bidsfmri.nifti.NiftiHeader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** CIFTI-2 files: one target per grayordinate, or per parcel. */
final class GrayordinateReader extends RecordingReader {
  private final List<CiftiAxis> columns = new ArrayList<>();
  private final int[] samples;
  private final double[] periods;
  private Selection selection;

  GrayordinateReader(
      BidsFmriSettings settings, BidsDataset dataset, RunFiles.Found found, Task task)
      throws IOException {
    super(settings, dataset, found, task);
    this.samples = new int[runs.size()];
    this.periods = new double[runs.size()];
    for (int run = 0; run < runs.size(); run++) {
      BidsFile file = runs.get(run).data();
      try (CiftiReader reader = CiftiReader.open(file.path(), file.name())) {
        if (!(reader.rows() instanceof CiftiAxis.Series series)) {
          throw noSeries(file);
        }
        columns.add(reader.columns());
        samples[run] = series.length();
        Optional<NiftiHeader.RepetitionTime> stated =
            series.unit().equals("SECOND") && series.step() > 0
                ? Optional.of(new NiftiHeader.RepetitionTime(series.step(), Optional.empty()))
                : Optional.empty();
        periods[run] =
            RunClock.repetitionTime(
                file, Sidecar.of(dataset, file), stated, settings.repetitionTime(), task);
      }
      if (!same(columns.get(0), columns.get(run))) {
        throw Problem.data(
                "BIDS_FMRI_RUNS_DIFFER",
                "the runs hold different grayordinates: "
                    + runs.get(0).data().name()
                    + " and "
                    + file.name())
            .hint("choose a common space and density, or read one run at a time")
            .exception();
      }
    }
  }

  private static boolean same(CiftiAxis a, CiftiAxis b) {
    if (a instanceof CiftiAxis.Parcels first && b instanceof CiftiAxis.Parcels second) {
      return first.names().equals(second.names());
    }
    return a.equals(b);
  }

  private static ProblemException noSeries(BidsFile file) {
    return Problem.data("BIDS_FMRI_NO_SERIES", file.name() + " holds maps, not a series of samples")
        .hint("choose a .dtseries.nii or .ptseries.nii")
        .exception();
  }

  @Override
  double periodSeconds(int run) {
    return periods[run];
  }

  @Override
  int recordedSamples(int run) {
    return samples[run];
  }

  @Override
  Geometry geometry() throws IOException {
    BidsFile file = runs.get(0).data();
    CiftiAxis axis = columns.get(0);
    if (axis instanceof CiftiAxis.BrainModels models) {
      String space = file.entity("space").orElse("fsLR");
      selection = Selection.of(inSpace(models.geometry(), space), settings.parcels());
    } else if (axis instanceof CiftiAxis.Parcels parcels) {
      if (settings.parcels().isPresent()) {
        throw Problem.user(
                "BIDS_FMRI_ATLAS_FILES",
                file.name() + " holds means of parcels already, so 'parcels' cannot divide it")
            .hint("leave parcels out, or choose the .dtseries.nii")
            .exception();
      }
      selection = Selection.of(new Geometry.Regions(parcels.names()), Optional.empty());
    } else {
      throw noSeries(file);
    }
    return selection.geometry();
  }

  private static Geometry.Grayordinates inSpace(Geometry.Grayordinates geometry, String space) {
    List<Geometry> parts = new ArrayList<>();
    for (Geometry part : geometry.parts()) {
      if (part instanceof Geometry.Surface surface) {
        parts.add(
            new Geometry.Surface(surface.hemisphere(), space, surface.vertices(), surface.kept()));
      } else if (part instanceof Geometry.Volume volume) {
        parts.add(new Geometry.Volume(volume.shape(), volume.affine(), space, volume.voxels()));
      }
    }
    return new Geometry.Grayordinates(parts, geometry.structures());
  }

  @Override
  float[][] rows(int run) throws IOException {
    BidsFile file = runs.get(run).data();
    try (CiftiReader reader = CiftiReader.open(file.path(), file.name())) {
      float[][] rows =
          reader.read(
              0,
              column -> {
                task.checkCancelled();
                task.progress().report(column, columns.get(run).length(), "grayordinates");
              });
      for (int row = 0; row < rows.length; row++) {
        rows[row] = selection.apply(rows[row]);
      }
      return rows;
    }
  }

  @Override
  Map<String, Object> facts() {
    return Map.of();
  }
}
