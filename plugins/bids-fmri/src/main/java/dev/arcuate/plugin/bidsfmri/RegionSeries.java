package dev.arcuate.plugin.bidsfmri;

import dev.arcuate.api.Problem;
import dev.arcuate.api.array.FloatMatrix;
import dev.arcuate.api.array.Npy;
import dev.arcuate.api.value.Table;
import dev.arcuate.plugin.bids.BidsFile;
import dev.arcuate.plugin.bids.Fetched;
import dev.arcuate.plugin.bids.Sidecar;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Series of regions out of a table or an array.
 *
 * @param names of the regions
 * @param rows one array of regions per sample
 */
record RegionSeries(List<String> names, float[][] rows) {
  RegionSeries {
    names = List.copyOf(names);
  }

  static RegionSeries read(BidsFile file, Sidecar sidecar) throws IOException {
    Fetched.require(file.path(), file.name());
    return file.extension().equals(".npy") ? array(file, sidecar) : table(file);
  }

  private static RegionSeries table(BidsFile file) throws IOException {
    Table table = Table.read(file.path());
    float[][] rows = new float[table.rows()][table.columns().size()];
    for (int row = 0; row < rows.length; row++) {
      List<String> cells = table.cells().get(row);
      for (int column = 0; column < cells.size(); column++) {
        rows[row][column] = number(file, table, row, column, cells.get(column).strip());
      }
    }
    return new RegionSeries(table.columns(), rows);
  }

  private static float number(BidsFile file, Table table, int row, int column, String cell) {
    if (cell.isEmpty() || cell.equals(Table.MISSING)) {
      return Float.NaN;
    }
    try {
      return (float) Double.parseDouble(cell);
    } catch (NumberFormatException e) {
      throw Problem.data(
              "TABLE_CELL_NOT_A_NUMBER",
              file.name()
                  + ", row "
                  + (row + 1)
                  + ", column '"
                  + table.columns().get(column)
                  + "': '"
                  + cell
                  + "' is not a number")
          .exception(e);
    }
  }

  /** The side file names the columns under {@code Columns}; else they are numbered. */
  private static RegionSeries array(BidsFile file, Sidecar sidecar) {
    FloatMatrix matrix = Npy.open(file.path());
    if (matrix.columns() == 0) {
      throw Problem.data("BIDS_FMRI_COLUMNS", file.name() + " has no columns").exception();
    }
    float[][] rows = new float[matrix.rows()][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = matrix.row(row);
    }
    List<String> names =
        sidecar.fields().get("Columns") instanceof List<?> columns
            ? columns.stream().map(String::valueOf).toList()
            : IntStream.rangeClosed(1, matrix.columns()).mapToObj(Integer::toString).toList();
    if (names.size() != matrix.columns()) {
      throw Problem.data(
              "BIDS_FMRI_COLUMNS",
              file.name()
                  + " has "
                  + matrix.columns()
                  + " columns, its side file names "
                  + names.size())
          .hint("rows are samples and columns are regions; list one name per column")
          .exception();
    }
    return new RegionSeries(names, rows);
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
