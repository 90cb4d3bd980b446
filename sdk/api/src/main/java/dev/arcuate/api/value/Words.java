package dev.arcuate.api.value;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The word table: the unit of everything that follows. On disk {@code words.tsv} and {@code
 * text.txt} (UTF-8).
 *
 * @param text the running text that the character spans count in
 * @param list in order of the text
 */
public record Words(String text, List<Word> list) implements Value {
  private static final List<String> COLUMNS =
      List.of("run", "onset", "duration", "sentence", "start", "end", "aligned", "word");

  /**
   * One word.
   *
   * @param run run or story it was heard or read in
   * @param onsetSeconds from the first kept sample of the run
   * @param durationSeconds 0 when unknown
   * @param sentence counted from 0 over the whole table
   * @param start first character in the text, in UTF-16 units
   * @param end one past its last character
   * @param aligned false if the onset was interpolated
   * @param form the word as it stands in the text
   */
  public record Word(
      String run,
      double onsetSeconds,
      double durationSeconds,
      int sentence,
      int start,
      int end,
      boolean aligned,
      String form) {
    public Word {
      requireNonNull(run, "run");
      requireNonNull(form, "form");
    }
  }

  public Words {
    requireNonNull(text, "text");
    list = List.copyOf(list);
    for (Word word : list) {
      if (word.start() < 0 || word.end() > text.length() || word.start() >= word.end()) {
        throw new IllegalArgumentException("span of word '" + word.form() + "' leaves the text");
      }
    }
  }

  /** Writes the table into a folder. */
  public void write(Path folder) throws IOException {
    java.nio.file.Files.writeString(folder.resolve("text.txt"), text);
    List<List<String>> rows = new ArrayList<>();
    for (Word word : list) {
      rows.add(
          List.of(
              word.run(),
              Double.toString(word.onsetSeconds()),
              Double.toString(word.durationSeconds()),
              Integer.toString(word.sentence()),
              Integer.toString(word.start()),
              Integer.toString(word.end()),
              Boolean.toString(word.aligned()),
              word.form()));
    }
    Tsv.write(folder.resolve("words.tsv"), COLUMNS, rows);
  }

  static Words open(Path folder) {
    try {
      String text = java.nio.file.Files.readString(folder.resolve("text.txt"));
      Table table = Tsv.read(folder.resolve("words.tsv"));
      List<Word> list = new ArrayList<>();
      for (int row = 0; row < table.rows(); row++) {
        list.add(
            new Word(
                table.text(row, "run"),
                table.number(row, "onset"),
                table.number(row, "duration"),
                (int) table.number(row, "sentence"),
                (int) table.number(row, "start"),
                (int) table.number(row, "end"),
                Boolean.parseBoolean(table.text(row, "aligned")),
                table.text(row, "word")));
      }
      return new Words(text, list);
    } catch (IOException e) {
      throw Json.unreadable(folder, e.getMessage());
    }
  }
}
