package dev.arcuate.engine.export;

import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Scores;
import dev.arcuate.api.value.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Scores as a table that any program opens: one row per target, one column per map. */
final class ScoresTable {
  private ScoresTable() {}

  /** Maps with several rows (folds) are shown as their mean. */
  static Table of(Scores scores) {
    List<String> columns = new ArrayList<>(List.of("target"));
    Geometry geometry = scores.geometry();
    boolean areas =
        IntStream.range(0, geometry.targets()).anyMatch(t -> geometry.area(t).isPresent());
    if (areas) {
      columns.add("area");
    }
    columns.addAll(scores.maps());
    List<double[]> means = scores.maps().stream().map(scores::mean).toList();
    List<List<String>> rows = new ArrayList<>();
    for (int target = 0; target < scores.geometry().targets(); target++) {
      List<String> row = new ArrayList<>(List.of(scores.geometry().targetName(target)));
      if (areas) {
        row.add(geometry.area(target).orElse(Table.MISSING));
      }
      for (double[] mean : means) {
        row.add(cell(mean[target]));
      }
      rows.add(row);
    }
    return new Table(columns, rows);
  }

  private static String cell(double value) {
    return Double.isNaN(value) ? Table.MISSING : Float.toString((float) value);
  }
}
