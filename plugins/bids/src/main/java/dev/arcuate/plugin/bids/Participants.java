package dev.arcuate.plugin.bids;

import dev.arcuate.api.ProblemException;
import dev.arcuate.api.value.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * What {@code participants.tsv} says of the people. Where a person took part several times, a cell
 * may hold one value for each time, separated by commas, in the order of the column {@code task}.
 */
public final class Participants {
  private static final String ID = "participant_id";

  private final Table table;

  private Participants(Table table) {
    this.table = table;
  }

  /** Empty if there is no such table, or one that cannot be read. */
  public static Optional<Participants> of(BidsDataset dataset) {
    return read(dataset.root().resolve("participants.tsv"));
  }

  static Optional<Participants> read(Path file) {
    try {
      return Files.isRegularFile(file) && Files.size(file) > 0
          ? Optional.of(new Participants(Table.read(file)))
              .filter(people -> people.table.columns().contains(ID))
          : Optional.empty();
    } catch (IOException | ProblemException e) {
      return Optional.empty();
    }
  }

  public List<String> subjects() {
    return IntStream.range(0, table.rows()).mapToObj(row -> label(table.text(row, ID))).toList();
  }

  public List<String> columns() {
    return table.columns();
  }

  public boolean lists(String subject) {
    return row(subject).isPresent();
  }

  /** The values of a cell, several where a person took part several times; {@code n/a} is none. */
  public List<String> values(String subject, String column) {
    OptionalInt row = row(subject);
    if (row.isEmpty() || !table.columns().contains(column)) {
      return List.of();
    }
    return Arrays.stream(table.text(row.getAsInt(), column).split(",", -1))
        .map(String::strip)
        .filter(value -> !value.isEmpty() && !value.equals(Table.MISSING))
        .toList();
  }

  /**
   * The value of a cell that belongs to a task: the only one, or the one whose place is that of the
   * task in the column {@code task}.
   */
  public Optional<String> value(String subject, String column, String task) {
    OptionalInt row = row(subject);
    if (row.isEmpty() || !table.columns().contains(column)) {
      return Optional.empty();
    }
    String[] cells = table.text(row.getAsInt(), column).split(",", -1);
    int place = cells.length == 1 ? 0 : values(subject, "task").indexOf(task);
    return place < 0 || place >= cells.length || cells[place].strip().equals(Table.MISSING)
        ? Optional.empty()
        : Optional.of(cells[place].strip());
  }

  private OptionalInt row(String subject) {
    return IntStream.range(0, table.rows())
        .filter(row -> label(table.text(row, ID)).equals(subject))
        .findFirst();
  }

  private static String label(String id) {
    return id.startsWith("sub-") ? id.substring("sub-".length()) : id;
  }
}
