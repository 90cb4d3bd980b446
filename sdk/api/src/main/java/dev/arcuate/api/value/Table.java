package dev.arcuate.api.value;

import dev.arcuate.api.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A small table with named columns. On disk {@code table.tsv}: UTF-8, tabs, a header, {@code n/a}
 * for missing cells, as in BIDS.
 *
 * @param columns unique names
 * @param cells rows × columns
 */
public record Table(List<String> columns, List<List<String>> cells) implements Value {
  /** How BIDS writes a missing cell. */
  public static final String MISSING = "n/a";

  public Table {
    columns = List.copyOf(columns);
    cells = cells.stream().map(List::copyOf).toList();
    for (List<String> row : cells) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException("a row has " + row.size() + " cells: " + row);
      }
    }
  }

  public int rows() {
    return cells.size();
  }

  /**
   * A cell as text.
   *
   * @throws dev.arcuate.api.ProblemException {@code TABLE_COLUMN_MISSING}
   */
  public String text(int row, String column) {
    int index = columns.indexOf(column);
    if (index < 0) {
      throw Problem.data(
              "TABLE_COLUMN_MISSING",
              "the table has no column '" + column + "'; it has " + String.join(", ", columns))
          .exception();
    }
    return cells.get(row).get(index);
  }

  /**
   * A cell as a number; {@code n/a} and empty cells are NaN.
   *
   * @throws dev.arcuate.api.ProblemException {@code TABLE_CELL_NOT_A_NUMBER}
   */
  public double number(int row, String column) {
    String text = text(row, column).strip();
    if (text.isEmpty() || text.equals(MISSING)) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw Problem.data(
              "TABLE_CELL_NOT_A_NUMBER",
              "row " + (row + 1) + ", column '" + column + "': '" + text + "' is not a number")
          .exception(e);
    }
  }

  /** Reads any tab-separated file with a header. */
  public static Table read(Path tsv) throws IOException {
    return Tsv.read(tsv);
  }

  /** Writes the table into a folder. */
  public void write(Path folder) throws IOException {
    writeTo(folder.resolve("table.tsv"));
  }

  /** Writes the table to a file. */
  public void writeTo(Path tsv) throws IOException {
    Tsv.write(tsv, columns, cells);
  }

  static Table open(Path folder) {
    try {
      return Tsv.read(folder.resolve("table.tsv"));
    } catch (IOException e) {
      throw Json.unreadable(folder, e.getMessage());
    }
  }
}
