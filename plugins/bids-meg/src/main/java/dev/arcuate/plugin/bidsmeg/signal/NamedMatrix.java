package dev.arcuate.plugin.bidsmeg.signal;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/**
 * A matrix whose rows and columns are channels.
 *
 * @param rows names of the rows, or empty
 * @param columns names of the columns
 * @param values [rows × columns], row-major
 */
public record NamedMatrix(List<String> rows, List<String> columns, double[] values) {
  public NamedMatrix {
    rows = List.copyOf(rows);
    columns = List.copyOf(columns);
    values = values.clone();
    if (columns.isEmpty() || values.length % columns.size() != 0) {
      throw new IllegalArgumentException(values.length + " values in " + columns.size());
    }
    if (new HashSet<>(columns).size() != columns.size()) {
      throw new IllegalArgumentException("a channel twice: " + columns);
    }
  }

  /** Number of rows. */
  public int height() {
    return values.length / columns.size();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NamedMatrix that
        && rows.equals(that.rows)
        && columns.equals(that.columns)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return columns.hashCode();
  }
}
