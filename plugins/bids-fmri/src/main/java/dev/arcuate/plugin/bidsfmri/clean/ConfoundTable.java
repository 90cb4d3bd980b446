package dev.arcuate.plugin.bidsfmri.clean;

import dev.arcuate.api.Problem;
import dev.arcuate.api.value.Table;
import dev.arcuate.plugin.bids.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A table of confounds, a row per recorded volume.
 *
 * @param name of the file in messages
 * @param table its content
 * @param side what its side file says of its columns, empty if there is none
 */
public record ConfoundTable(String name, Table table, Map<String, Object> side) {
  private static final int MOST_NAMES = 25;

  /** Columns by name, in the order asked for, each once; what is wrong goes to {@code problems}. */
  Map<String, double[]> columns(List<String> wanted, List<Problem> problems) {
    ConfoundSets sets = new ConfoundSets(table.columns(), side);
    Map<String, double[]> columns = new LinkedHashMap<>();
    for (String one : wanted) {
      List<String> why = new ArrayList<>();
      Optional<List<String>> names = sets.columns(one, why);
      List<String> absent =
          names.orElse(List.of()).stream().filter(c -> !table.columns().contains(c)).toList();
      boolean mayBeEmpty = one.equals("high-pass") || one.equals(ConfoundSets.CLEANED_BY_AROMA);
      boolean none = names.isEmpty() || (names.get().isEmpty() && !mayBeEmpty);
      if (none || !absent.isEmpty()) {
        problems.add(unknown(one, names, absent, why));
        continue;
      }
      for (String column : names.get()) {
        columns.computeIfAbsent(column, name -> values(name, problems));
      }
    }
    return columns;
  }

  /**
   * This table with further columns.
   *
   * @param other as many rows
   * @param otherName of its file, in messages
   */
  public ConfoundTable beside(Table other, String otherName) {
    if (other.rows() != table.rows()) {
      throw Problem.data(
              "BIDS_FMRI_ROWS_DIFFER",
              otherName
                  + " belongs to "
                  + other.rows()
                  + " volumes, but "
                  + name
                  + " has "
                  + table.rows()
                  + " rows")
          .hint("take the tables as they were made, for the same images")
          .exception();
    }
    List<String> columns = new ArrayList<>(table.columns());
    columns.addAll(other.columns());
    List<List<String>> rows = new ArrayList<>();
    for (int row = 0; row < table.rows(); row++) {
      List<String> cells = new ArrayList<>(table.cells().get(row));
      cells.addAll(other.cells().get(row));
      rows.add(cells);
    }
    return new ConfoundTable(name, new Table(columns, rows), side);
  }

  private Problem unknown(
      String wanted, Optional<List<String>> names, List<String> absent, List<String> why) {
    String reason = absent.isEmpty() ? String.join("; ", why) : "it lacks " + some(absent);
    boolean listed = reason.isEmpty() || !absent.isEmpty();
    Problem problem =
        Problem.data(
            "BIDS_FMRI_CONFOUND_UNKNOWN",
            name
                + " has no confounds '"
                + wanted
                + "'"
                + (reason.isEmpty() ? "" : ": " + reason)
                + (listed ? "; its columns are " + some(table.columns()) : ""));
    List<String> known = new ArrayList<>(table().columns());
    known.addAll(ConfoundSets.NAMES);
    String searched = absent.isEmpty() ? wanted : absent.get(0);
    List<String> among = absent.isEmpty() ? known : table().columns();
    Optional<String> nearest =
        names.isPresent() && absent.isEmpty() ? Optional.empty() : Nearest.to(searched, among);
    return nearest
        .map(one -> problem.hint("did you mean '" + one + "'?"))
        .orElse(
            problem.hint("name columns of the table, or sets such as motion-6, wm-csf, high-pass"));
  }

  private static String some(List<String> names) {
    int more = names.size() - MOST_NAMES;
    return names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "))
        + (more > 0 ? " and " + more + " more" : "");
  }

  /**
   * A column as it stands, NaN for n/a.
   *
   * @throws dev.arcuate.api.ProblemException {@code BIDS_FMRI_CONFOUND_UNKNOWN}
   */
  double[] raw(String column) {
    if (!table.columns().contains(column)) {
      throw unknown(column, Optional.empty(), List.of(column), List.of()).exception();
    }
    double[] values = new double[table.rows()];
    for (int row = 0; row < values.length; row++) {
      values[row] = table.number(row, column);
    }
    return values;
  }

  /**
   * Derivatives have no value in their first row. Such a start takes the first value there is; a
   * gap later on is refused.
   */
  private double[] values(String column, List<Problem> problems) {
    double[] values = raw(column);
    int first = 0;
    while (first < values.length && !Double.isFinite(values[first])) {
      first++;
    }
    if (first == values.length) {
      problems.add(
          Problem.data(
              "BIDS_FMRI_CONFOUND_GAP", name + ": the confound '" + column + "' has no values"));
      return values;
    }
    Arrays.fill(values, 0, first, values[first]);
    for (int row = first; row < values.length; row++) {
      if (!Double.isFinite(values[row])) {
        problems.add(
            Problem.data(
                    "BIDS_FMRI_CONFOUND_GAP",
                    name + ": the confound '" + column + "' has no value in row " + (row + 1))
                .hint("only values at the start may be missing; leave the column out"));
        break;
      }
    }
    return values;
  }
}
