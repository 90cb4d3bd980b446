package dev.arcuate.plugin.stimulus;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The events of one run.
 *
 * @param list in the order of the table
 * @param withoutCondition rows left out because they name no condition
 * @param withoutOnset rows left out because they have no onset
 */
record TaskEvents(List<Event> list, int withoutCondition, int withoutOnset) {
  private static final Set<String> MISSING = Set.of("", "n/a", "N/A", "nan", "NaN", "NA");
  private static final int MOST_PROBLEMS = 20;

  /** Something that happened to a person. */
  record Event(String condition, double onset, double duration, double height) {}

  static TaskEvents read(InputPath file, TaskDesignSettings.Columns columns) throws IOException {
    if (!Files.isRegularFile(file.path())) {
      throw EventsTable.missing(file);
    }
    Table table = Table.read(file.path());
    List<Problem> problems = new ArrayList<>();
    for (Optional<String> column :
        List.of(Optional.of(columns.onset()), Optional.of(columns.condition()), columns.height())) {
      column.ifPresent(name -> EventsTable.require(table, name, file, problems));
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    boolean durations = table.columns().contains(columns.duration());
    List<Event> events = new ArrayList<>();
    int nameless = 0;
    int timeless = 0;
    for (int row = 0; row < table.rows() && problems.size() < MOST_PROBLEMS; row++) {
      String condition = table.text(row, columns.condition()).strip();
      String place = file.logical() + ", row " + (row + 1) + " ('" + condition + "')";
      double onset =
          EventsTable.seconds(table.text(row, columns.onset()), place, "onset", problems);
      if (MISSING.contains(condition) || Double.isNaN(onset)) {
        nameless += MISSING.contains(condition) ? 1 : 0;
        timeless += MISSING.contains(condition) ? 0 : 1;
        continue;
      }
      double duration =
          durations
              ? EventsTable.seconds(
                  table.text(row, columns.duration()), place, "duration", problems)
              : 0;
      if (duration < 0) {
        problems.add(
            EventsTable.badTime(place, "duration", Double.toString(duration), "at least 0"));
      }
      double height = columns.height().isPresent() ? table.number(row, columns.height().get()) : 1;
      events.add(
          new Event(
              condition,
              onset,
              Double.isNaN(duration) ? 0 : duration,
              Double.isNaN(height) ? 0 : height));
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return new TaskEvents(events, nameless, timeless);
  }
}
