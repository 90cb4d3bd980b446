package dev.arcuate.plugin.bidsfmri;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Task;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.plugin.bids.BidsDataset;
import dev.arcuate.plugin.bids.BidsFile;
import dev.arcuate.plugin.bids.Sidecar;
import dev.arcuate.plugin.bidsfmri.clean.CleanStep;
import dev.arcuate.plugin.bidsfmri.nifti.Affines;
import dev.arcuate.plugin.bidsfmri.nifti.NiftiHeader;
import dev.arcuate.plugin.bidsfmri.nifti.NiftiReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Images: one target per voxel of the mask. */
final class VolumeReader extends RecordingReader {
  private final List<NiftiHeader> headers = new ArrayList<>();
  private final double[] periods;
  private String maskSource = "";
  private int[] voxels = {};

  VolumeReader(BidsFmriSettings settings, BidsDataset dataset, RunFiles.Found found, Task task)
      throws IOException {
    super(settings, dataset, found, task);
    this.periods = new double[runs.size()];
    for (int run = 0; run < runs.size(); run++) {
      BidsFile file = runs.get(run).data();
      try (NiftiReader reader = NiftiReader.open(file.path(), file.name())) {
        headers.add(reader.header());
      }
      periods[run] =
          RunClock.repetitionTime(
              file,
              Sidecar.of(dataset, file),
              Optional.of(headers.get(run)),
              settings.repetitionTime(),
              task);
      requireOneGrid(run);
    }
  }

  private void requireOneGrid(int run) {
    NiftiHeader first = headers.get(0);
    NiftiHeader header = headers.get(run);
    int[] shape = header.shape();
    if (shape.length > 4 && header.volumes() != shape[3]) {
      throw Problem.data(
              "BIDS_FMRI_AXES",
              runs.get(run).data().name() + " has more than four axes: " + header.shapeText())
          .exception();
    }
    if (!Arrays.equals(first.volumeShape(), header.volumeShape())
        || !Affines.same(first.affine(), header.affine(), first.volumeShape())) {
      throw Problem.data(
              "BIDS_FMRI_RUNS_DIFFER",
              "the runs do not lie on one grid: "
                  + runs.get(0).data().name()
                  + " and "
                  + runs.get(run).data().name())
          .hint("choose a common space, or read one run at a time")
          .exception();
    }
  }

  @Override
  double periodSeconds(int run) {
    return periods[run];
  }

  @Override
  int recordedSamples(int run) {
    return headers.get(run).volumes();
  }

  @Override
  Geometry geometry() throws IOException {
    BitSet mask = new BitSet();
    for (int run = 0; run < runs.size(); run++) {
      BitSet one = mask(run);
      if (run == 0) {
        mask.or(one);
      } else {
        mask.and(one);
      }
    }
    if (mask.isEmpty()) {
      throw Problem.data(
              "BIDS_FMRI_EMPTY_MASK",
              "no voxel of "
                  + runs.get(0).data().name()
                  + " is inside the mask ("
                  + maskSource
                  + ")")
          .hint("give a mask, or lower mask-threshold")
          .exception();
    }
    voxels = mask.stream().toArray();
    NiftiHeader header = headers.get(0);
    String space = Optional.ofNullable(runs.get(0).data().entities().get("space")).orElse("native");
    return new Geometry.Volume(header.volumeShape(), header.affine(), space, voxels);
  }

  private BitSet mask(int run) throws IOException {
    NiftiHeader header = headers.get(run);
    BidsFile data = runs.get(run).data();
    if (settings.mask().isPresent()) {
      maskSource = settings.mask().get().logical();
      return VolumeMask.ofFile(settings.mask().get().path(), maskSource, header, data.name());
    }
    if (runs.get(run).mask().isPresent()) {
      maskSource = runs.get(run).mask().get().name();
      return VolumeMask.ofFile(runs.get(run).mask().get().path(), maskSource, header, data.name());
    }
    maskSource = "mean over time above " + settings.maskThreshold() + " of the largest";
    return VolumeMask.ofMean(
        data.path(), data.name(), leading(run), settings.maskThreshold(), task);
  }

  /** Volumes that are trimmed from the start, which may be brighter than the others. */
  private int leading(int run) {
    return CleanStep.trimmed(settings.clean(), periods[run]);
  }

  @Override
  float[][] rows(int run) throws IOException {
    BidsFile file = runs.get(run).data();
    try (NiftiReader reader = NiftiReader.open(file.path(), file.name())) {
      float[] volume = new float[reader.header().voxels()];
      float[][] rows = new float[reader.header().volumes()][voxels.length];
      for (int v = 0; v < reader.header().volumes(); v++) {
        task.checkCancelled();
        reader.readVolume(volume);
        task.progress().report(v + 1, reader.header().volumes(), "volumes");
        for (int i = 0; i < voxels.length; i++) {
          rows[v][i] = volume[voxels[i]];
        }
      }
      return rows;
    }
  }

  @Override
  Map<String, Object> facts() {
    return Map.of("mask", maskSource);
  }
}
