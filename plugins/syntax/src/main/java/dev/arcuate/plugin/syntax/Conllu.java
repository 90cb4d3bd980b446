package dev.arcuate.plugin.syntax;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Problem.Position;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.plugin.syntax.ParsedSentence.Node;
import dev.arcuate.plugin.syntax.ParsedSentence.Unit;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads CoNLL-U, the file of the Universal Dependencies that all parsers write. Comments are
 * skipped, empty nodes (8.1) left out, multiword tokens (3-4) kept as one unit of several nodes.
 * Source: universaldependencies.org/format.html.
 */
public final class Conllu {
  private static final int COLUMNS = 10;
  private static final int MOST_PROBLEMS = 20;
  private static final String EMPTY = "_";

  private final String file;
  private final List<Problem> problems = new ArrayList<>();
  private final List<ParsedSentence> sentences = new ArrayList<>();
  private List<Unit> units = new ArrayList<>();
  private List<Node> nodes = new ArrayList<>();
  private List<Integer> lines = new ArrayList<>();
  private int multiwordEnd;
  private boolean broken;

  private Conllu(String file) {
    this.file = file;
  }

  /**
   * Reads a file.
   *
   * @throws ProblemException {@code SYNTAX_FILE_MISSING}, {@code SYNTAX_NOT_UTF8}, {@code
   *     SYNTAX_CONLLU} with the place of every mistake, {@code SYNTAX_EMPTY}
   */
  public static List<ParsedSentence> read(InputPath path) throws IOException {
    if (!Files.isRegularFile(path.path())) {
      throw Problem.data("SYNTAX_FILE_MISSING", "there is no file " + path.logical())
          .hint("paths in a workflow start at the workflow's own folder")
          .exception();
    }
    try {
      return read(Files.readString(path.path()), path.logical());
    } catch (CharacterCodingException e) {
      throw Problem.data("SYNTAX_NOT_UTF8", path.logical() + " is not UTF-8 text")
          .hint("save it as UTF-8")
          .exception(e);
    }
  }

  /**
   * Reads a text.
   *
   * @param file named in problems
   */
  public static List<ParsedSentence> read(String text, String file) {
    Conllu reader = new Conllu(file);
    String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
    String[] lines = content.split("\r?\n", -1);
    for (int line = 0; line < lines.length; line++) {
      reader.line(lines[line], line + 1);
    }
    reader.endSentence();
    if (!reader.problems.isEmpty()) {
      throw new ProblemException(reader.problems);
    }
    if (reader.sentences.isEmpty()) {
      throw Problem.data("SYNTAX_EMPTY", file + " holds no sentence")
          .hint("CoNLL-U has one token per line in ten columns, and an empty line after a sentence")
          .exception();
    }
    return List.copyOf(reader.sentences);
  }

  private void line(String line, int number) {
    if (line.isBlank()) {
      endSentence();
    } else if (!line.startsWith("#") && !broken) {
      // After its first mistake, the rest of a sentence would only raise others.
      token(line, number);
    }
  }

  private void token(String line, int number) {
    String[] cells = line.split("\t", -1);
    if (cells.length != COLUMNS) {
      problem(
          number,
          "a token has "
              + COLUMNS
              + " columns separated by tabs; this line has "
              + cells.length
              + (cells.length == 1 ? ": " + shortened(line) : ""));
      return;
    }
    String id = cells[0];
    if (id.matches("\\d+\\.\\d+")) {
      return;
    }
    if (id.matches("\\d+-\\d+")) {
      multiword(cells, number);
    } else if (id.matches("\\d+")) {
      word(cells, number);
    } else {
      problem(number, "'" + shortened(id) + "' is no id; 3, 3-4 or 3.1 was expected");
    }
  }

  private void multiword(String[] cells, int number) {
    String[] ends = cells[0].split("-", -1);
    int first = Integer.parseInt(ends[0]);
    int last = Integer.parseInt(ends[1]);
    if (first != nodes.size() + 1 || last <= first || nodes.size() < multiwordEnd) {
      problem(number, "the multiword token " + cells[0] + " does not stand before its words");
      return;
    }
    multiwordEnd = last;
    unit(cells, number, last - first + 1);
  }

  private void word(String[] cells, int number) {
    int id = Integer.parseInt(cells[0]);
    if (id != nodes.size() + 1) {
      problem(number, "word " + id + " follows word " + nodes.size());
      return;
    }
    if (id > multiwordEnd) {
      unit(cells, number, 1);
    }
    int head = ParsedSentence.NO_HEAD;
    if (cells[6].matches("\\d+")) {
      head = Integer.parseInt(cells[6]);
    } else if (!cells[6].equals(EMPTY)) {
      problem(number, "'" + shortened(cells[6]) + "' in column 7 is no head: a number is expected");
      return;
    }
    nodes.add(
        new Node(
            cells[1],
            cells[2],
            filled(cells[3]),
            filled(cells[4]),
            cells[5],
            head,
            filled(cells[7])));
    lines.add(number);
  }

  private void unit(String[] cells, int number, int count) {
    if (cells[1].isBlank()) {
      problem(number, "token " + cells[0] + " has no form in column 2");
      return;
    }
    boolean glued = List.of(cells[9].split("\\|")).contains("SpaceAfter=No");
    units.add(new Unit(cells[1], !glued, nodes.size(), count, number));
  }

  private static String filled(String cell) {
    return cell.isEmpty() ? EMPTY : cell;
  }

  private void endSentence() {
    if (!nodes.isEmpty() && !broken) {
      if (nodes.size() < multiwordEnd) {
        problem(
            lines.get(lines.size() - 1),
            "the sentence ends inside the multiword token that reaches to word " + multiwordEnd);
      }
      requireTree();
    }
    if (!nodes.isEmpty() && !broken) {
      sentences.add(new ParsedSentence(units, nodes));
    }
    units = new ArrayList<>();
    nodes = new ArrayList<>();
    lines = new ArrayList<>();
    multiwordEnd = 0;
    broken = false;
  }

  /** All heads or none; heads that exist; every word leads to a root. */
  private void requireTree() {
    long headless = nodes.stream().filter(node -> node.head() == ParsedSentence.NO_HEAD).count();
    if (headless == nodes.size()) {
      return;
    }
    for (int node = 0; node < nodes.size(); node++) {
      int head = nodes.get(node).head();
      if (head == ParsedSentence.NO_HEAD) {
        problem(lines.get(node), "word " + (node + 1) + " has no head, though others have");
      } else if (head > nodes.size()) {
        problem(
            lines.get(node),
            String.format(
                Locale.ROOT,
                "the head of word %d is word %d, but the sentence has %d words",
                node + 1,
                head,
                nodes.size()));
      }
    }
    if (broken) {
      return;
    }
    for (int node = 0; node < nodes.size(); node++) {
      int at = node + 1;
      int steps = 0;
      while (at > 0 && steps <= nodes.size()) {
        at = nodes.get(at - 1).head();
        steps++;
      }
      if (at > 0) {
        problem(lines.get(node), "the heads of word " + (node + 1) + " go round in a circle");
        return;
      }
    }
  }

  private void problem(int line, String message) {
    broken = true;
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(Problem.data("SYNTAX_CONLLU", message).at(new Position(file, line, 0)));
    }
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }
}
