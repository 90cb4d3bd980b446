package dev.arcuate.plugin.bidsfmri;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Task;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Table;
import dev.arcuate.plugin.bids.BidsDataset;
import dev.arcuate.plugin.bids.BidsFile;
import dev.arcuate.plugin.bids.Sidecar;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tables: one target per column. */
final class RegionReader extends RecordingReader {
  private final List<Table> tables = new ArrayList<>();
  private final double[] periods;

  RegionReader(BidsFmriSettings settings, BidsDataset dataset, RunFiles.Found found, Task task)
      throws IOException {
    super(settings, dataset, found, task);
    this.periods = new double[runs.size()];
    for (int run = 0; run < runs.size(); run++) {
      BidsFile file = runs.get(run).data();
      Table table = Table.read(file.path());
      tables.add(table);
      periods[run] =
          RunClock.repetitionTime(
              file, Sidecar.of(dataset, file), Optional.empty(), settings.repetitionTime(), task);
      if (!table.columns().equals(tables.get(0).columns())) {
        throw Problem.data(
                "BIDS_FMRI_RUNS_DIFFER",
                "the runs hold different regions: "
                    + runs.get(0).data().name()
                    + " and "
                    + file.name())
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
    return tables.get(run).rows();
  }

  @Override
  Geometry geometry() {
    return new Geometry.Regions(tables.get(0).columns());
  }

  @Override
  float[][] rows(int run) {
    Table table = tables.get(run);
    List<String> columns = table.columns();
    float[][] rows = new float[table.rows()][columns.size()];
    for (int row = 0; row < rows.length; row++) {
      task.checkCancelled();
      for (int column = 0; column < columns.size(); column++) {
        rows[row][column] = (float) table.number(row, columns.get(column));
      }
    }
    return rows;
  }

  @Override
  Map<String, Object> facts() {
    return Map.of();
  }
}
