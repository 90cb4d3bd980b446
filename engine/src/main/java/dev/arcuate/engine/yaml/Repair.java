package dev.arcuate.engine.yaml;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import dev.arcuate.api.Problem.Position;
import dev.arcuate.engine.problem.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Reads a text to its end although it holds things YAML cannot digest: each is reported,
 * overwritten with something harmless of equal length, and the text is read again. Only so can one
 * run report a {@code {{ name }}} in line 3 and a duplicate key in line 30.
 */
final class Repair {
  private static final int MOST_REPAIRS = 50;

  private final String file;
  private final Problems problems;
  private final List<String> lines;

  /** The text is no longer what its author wrote. */
  private boolean altered;

  /** Whole lines are missing, so that what follows them need not fit any more. */
  private boolean blanked;

  Repair(String file, String text, Problems problems) {
    this.file = file;
    this.problems = problems;
    this.lines = new ArrayList<>(new SourceText(text).lines());
  }

  /** The first document, or empty if there is none that could be trusted. */
  Optional<Node> read(int deepest) {
    overwriteControlCharacters();
    for (int repairs = 0; repairs <= MOST_REPAIRS; repairs++) {
      Problems found = new Problems();
      try (TokenPass pass =
          new TokenPass(file, new SourceText(String.join("\n", lines)), found, deepest)) {
        Optional<Node> root = pass.read();
        problems.addAll(found.sorted());
        return altered ? Optional.empty() : root;
      } catch (TokenPass.Unreadable e) {
        problems.addAll(found.sorted());
        return Optional.empty();
      } catch (JacksonException e) {
        if (!repair(e)) {
          problems.addAll(found.sorted());
          if (!blanked) {
            problems.add(SyntaxProblems.of(file, new SourceText(String.join("\n", lines)), e));
          }
          return Optional.empty();
        }
      } catch (IOException e) {
        throw new UncheckedIOException("text in memory is always readable", e);
      }
    }
    return Optional.empty();
  }

  /** Overwrites what stopped the parser, if it is one of the things that can be. */
  private boolean repair(JacksonException failure) {
    int last = lineOf(failure);
    int first = last;
    if (failure.getCause() instanceof MarkedYAMLException marked) {
      Mark context = marked.getContextMark();
      first = context == null ? last : Math.min(last, context.getLine() + 1);
      if (isTab(marked)) {
        return repairTab(marked.getProblemMark());
      }
    }
    for (int number = first; number <= Math.min(last, lines.size()); number++) {
      if (overwriteTemplate(number)) {
        return true;
      }
    }
    return false;
  }

  private static int lineOf(JacksonException failure) {
    if (failure.getCause() instanceof MarkedYAMLException marked
        && marked.getProblemMark() != null) {
      return marked.getProblemMark().getLine() + 1;
    }
    JsonLocation location = failure.getLocation();
    return location == null ? 1 : location.getLineNr();
  }

  private boolean isTab(MarkedYAMLException failure) {
    Mark mark = failure.getProblemMark();
    return mark != null && characterAt(mark) == '\t';
  }

  private int characterAt(Mark mark) {
    return new SourceText(String.join("\n", lines))
        .characterAt(new Position(file, mark.getLine() + 1, mark.getColumn() + 1));
  }

  /** One before a value is replaced by a space; in the indentation nobody knows what was meant. */
  private boolean repairTab(Mark mark) {
    int number = mark.getLine() + 1;
    if (!isIndentation(lines.get(number - 1), mark.getColumn())) {
      reportTab(number, mark.getColumn() + 1, "a tab stands between words");
      overwrite(number, mark.getColumn(), mark.getColumn() + 1, " ");
      return true;
    }
    for (int i = number; i <= lines.size(); i++) {
      int tab = lines.get(i - 1).indexOf('\t');
      if (tab >= 0 && isIndentation(lines.get(i - 1), tab)) {
        reportTab(i, tab + 1, "a tab stands in the indentation");
        lines.set(i - 1, "");
      }
    }
    altered = true;
    blanked = true;
    return true;
  }

  private static boolean isIndentation(String line, int column) {
    return line.substring(0, line.offsetByCodePoints(0, column)).isBlank();
  }

  private void reportTab(int line, int column, String message) {
    problems.add(
        YamlCode.TAB.at(new Position(file, line, column), message).hint("use spaces instead"));
  }

  private boolean overwriteTemplate(int number) {
    String line = lines.get(number - 1);
    Matcher found = Templates.ANY.matcher(line);
    if (!found.find()) {
      return false;
    }
    int column = line.codePointCount(0, found.start());
    int end = column + found.group().codePointCount(0, found.group().length());
    problems.add(Templates.problem(new Position(file, number, column + 1), found.group()));
    overwrite(number, column, end, "x");
    return true;
  }

  private void overwriteControlCharacters() {
    for (int number = 1; number <= lines.size(); number++) {
      int[] characters = lines.get(number - 1).codePoints().toArray();
      for (int column = 0; column < characters.length; column++) {
        if (!isPrintable(characters[column])) {
          problems.add(
              YamlCode.CONTROL_CHARACTER
                  .at(
                      new Position(file, number, column + 1),
                      "the invisible character U+%04X stands here".formatted(characters[column]))
                  .hint("remove it; it often comes from copying out of another document"));
          overwrite(number, column, column + 1, "x");
        }
      }
    }
  }

  private static boolean isPrintable(int character) {
    return org.yaml.snakeyaml.reader.StreamReader.isPrintable(character)
        && !(character >= 0x80 && character < 0xA0)
        && character != 0xFEFF;
  }

  private void overwrite(int number, int from, int to, String with) {
    String line = lines.get(number - 1);
    String before = line.substring(0, line.offsetByCodePoints(0, from));
    String after = line.substring(line.offsetByCodePoints(0, to));
    lines.set(number - 1, before + with.repeat(to - from) + after);
    altered = true;
  }
}
