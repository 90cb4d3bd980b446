package dev.arcuate.plugin.stimulus;

import dev.arcuate.api.Problem;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Table;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * What the forced aligner gentle writes: no header, four cells separated by commas: the word as
 * written, the word as its lexicon has it ({@code <unk>} if it has not), onset and offset in
 * seconds; the last three are empty where the word was not found in the audio.
 */
final class AlignerCsv {
  static final String UNKNOWN = "<unk>";
  private static final int CELLS = 4;

  private AlignerCsv() {}

  static boolean is(InputPath file) {
    return file.path().getFileName().toString().endsWith(".csv");
  }

  /** As a table with the columns {@code word}, {@code lexicon}, {@code onset}, {@code duration}. */
  static Table read(InputPath file) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    List<String> lines;
    try {
      lines = Files.readAllLines(file.path());
    } catch (CharacterCodingException e) {
      throw Problem.data("STIMULUS_TEXT_NOT_UTF8", file.logical() + " is not UTF-8 text")
          .hint("save it as UTF-8")
          .exception(e);
    }
    for (int number = 1; number <= lines.size(); number++) {
      String line = lines.get(number - 1);
      String content = number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line;
      if (content.isBlank()) {
        continue;
      }
      List<String> cells = cells(content);
      if (cells.size() != CELLS) {
        throw Problem.data(
                "STIMULUS_BAD_ROW",
                file.logical()
                    + ", row "
                    + number
                    + " has "
                    + cells.size()
                    + " cells, where an aligner's table has 4: word, word of the lexicon, onset,"
                    + " offset")
            .hint("tables with a header and tabs end with .tsv")
            .exception();
      }
      rows.add(List.of(cells.get(0), cells.get(1), cells.get(2), duration(cells)));
    }
    return new Table(List.of("word", "lexicon", "onset", "duration"), rows);
  }

  /** Whatever is no number is told later, with its place. */
  private static String duration(List<String> cells) {
    try {
      double duration = Double.parseDouble(cells.get(3)) - Double.parseDouble(cells.get(2));
      // Times of single precision in the file leave traces far behind the point.
      return Double.toString(Math.rint(duration * 1e6) / 1e6);
    } catch (NumberFormatException e) {
      return cells.get(2).isBlank() ? "" : cells.get(3);
    }
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        cell.append('"');
        i++;
      } else if (c == '"' && (quoted || cell.length() == 0)) {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells;
  }
}
