package dev.arcuate.plugin.bidsfmri;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Task;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.plugin.bids.BidsDataset;
import dev.arcuate.plugin.bids.BidsFile;
import dev.arcuate.plugin.bids.Sidecar;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tables and arrays: one target per column. */
final class RegionReader extends RecordingReader {
  private final List<RegionSeries> series = new ArrayList<>();
  private final double[] periods;

  RegionReader(BidsFmriSettings settings, BidsDataset dataset, RunFiles.Found found, Task task)
      throws IOException {
    super(settings, dataset, found, task);
    this.periods = new double[runs.size()];
    for (int run = 0; run < runs.size(); run++) {
      BidsFile file = runs.get(run).data();
      Sidecar sidecar = Sidecar.of(dataset, file);
      series.add(RegionSeries.read(file, sidecar));
      periods[run] =
          RunClock.repetitionTime(file, sidecar, Optional.empty(), settings.repetitionTime(), task);
      if (!series.get(run).names().equals(series.get(0).names())) {
        throw Problem.data(
                "BIDS_FMRI_RUNS_DIFFER",
                "the runs hold different regions: "
                    + runs.get(0).data().name()
                    + " and "
                    + file.name())
            .hint("choose one atlas, or read one run at a time")
            .exception();
      }
    }
  }

  @Override
  double periodSeconds(int run) {
    return periods[run];
  }

  @Override
  int recordedSamples(int run) {
    return series.get(run).rows().length;
  }

  @Override
  Geometry geometry() {
    return new Geometry.Regions(series.get(0).names());
  }

  @Override
  float[][] rows(int run) {
    return series.get(run).rows();
  }

  @Override
  Map<String, Object> facts() {
    return Map.of();
  }
}
