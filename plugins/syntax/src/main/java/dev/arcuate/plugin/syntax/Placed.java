package dev.arcuate.plugin.syntax;

import dev.arcuate.api.Problem;
import dev.arcuate.api.value.Table;
import dev.arcuate.plugin.syntax.ParsedSentence.Node;
import dev.arcuate.plugin.syntax.ParsedSentence.Unit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A parsed sentence and where its units stand in the text of a stimulus. As a table: one row per
 * syntactic word, with the columns of CoNLL-U and the place of its unit.
 *
 * @param parsed the sentence
 * @param places one per unit
 */
public record Placed(ParsedSentence parsed, List<Place> places) {
  private static final List<String> COLUMNS =
      List.of(
          "sentence",
          "id",
          "form",
          "lemma",
          "upos",
          "xpos",
          "feats",
          "head",
          "deprel",
          "unit",
          "surface",
          "space-after",
          "start",
          "end",
          "words");

  /**
   * Where a unit stands.
   *
   * @param start first character in the stimulus text, −1 if it is not there
   * @param end one past its last character
   * @param words the stimulus words that it is part of, or that are part of it; empty for
   *     punctuation
   */
  public record Place(int start, int end, List<Integer> words) {
    static final Place NONE = new Place(-1, -1, List.of());

    public Place {
      words = List.copyOf(words);
    }

    boolean found() {
      return start >= 0;
    }
  }

  public Placed {
    places = List.copyOf(places);
  }

  /** The stimulus words of the sentence, ascending. */
  public List<Integer> words() {
    return places.stream().flatMap(place -> place.words().stream()).distinct().sorted().toList();
  }

  static Table table(List<Placed> sentences) {
    List<List<String>> rows = new ArrayList<>();
    for (int s = 0; s < sentences.size(); s++) {
      ParsedSentence parsed = sentences.get(s).parsed();
      for (int u = 0; u < parsed.units().size(); u++) {
        Unit unit = parsed.units().get(u);
        Place place = sentences.get(s).places().get(u);
        for (int n = unit.first(); n < unit.first() + unit.count(); n++) {
          rows.add(row(s, n, parsed.nodes().get(n), u, unit, place));
        }
      }
    }
    return new Table(COLUMNS, rows);
  }

  private static List<String> row(int sentence, int n, Node node, int u, Unit unit, Place place) {
    return List.of(
        Integer.toString(sentence),
        Integer.toString(n + 1),
        node.form(),
        node.lemma(),
        node.coarse(),
        node.fine(),
        node.features(),
        node.head() == ParsedSentence.NO_HEAD ? Table.MISSING : Integer.toString(node.head()),
        node.relation(),
        Integer.toString(u),
        unit.surface(),
        Boolean.toString(unit.spaceAfter()),
        place.found() ? Integer.toString(place.start()) : Table.MISSING,
        place.found() ? Integer.toString(place.end()) : Table.MISSING,
        place.words().isEmpty() ? Table.MISSING : numbers(place.words()));
  }

  private static String numbers(List<Integer> words) {
    return String.join(" ", words.stream().map(String::valueOf).toList());
  }

  /**
   * Reads the table of a parse step.
   *
   * @throws dev.arcuate.api.ProblemException {@code SYNTAX_NO_PARSE} for any other table
   */
  public static List<Placed> of(Table table) {
    if (!table.columns().containsAll(COLUMNS)) {
      throw Problem.user(
              "SYNTAX_NO_PARSE",
              "this table is no parse: it has the columns " + String.join(", ", table.columns()))
          .hint("connect a parse step")
          .exception();
    }
    List<Placed> sentences = new ArrayList<>();
    int row = 0;
    while (row < table.rows()) {
      int sentence = (int) table.number(row, "sentence");
      List<Node> nodes = new ArrayList<>();
      List<Unit> units = new ArrayList<>();
      List<Place> places = new ArrayList<>();
      int unit = -1;
      for (; row < table.rows() && (int) table.number(row, "sentence") == sentence; row++) {
        if ((int) table.number(row, "unit") == unit) {
          Unit before = units.remove(units.size() - 1);
          units.add(
              new Unit(
                  before.surface(), before.spaceAfter(), before.first(), before.count() + 1, 0));
        } else {
          unit = (int) table.number(row, "unit");
          boolean space = Boolean.parseBoolean(table.text(row, "space-after"));
          units.add(new Unit(table.text(row, "surface"), space, nodes.size(), 1, 0));
          places.add(place(table, row));
        }
        nodes.add(node(table, row));
      }
      sentences.add(new Placed(new ParsedSentence(units, nodes), places));
    }
    return sentences;
  }

  private static Node node(Table table, int row) {
    double head = table.number(row, "head");
    return new Node(
        table.text(row, "form"),
        table.text(row, "lemma"),
        table.text(row, "upos"),
        table.text(row, "xpos"),
        table.text(row, "feats"),
        Double.isNaN(head) ? ParsedSentence.NO_HEAD : (int) head,
        table.text(row, "deprel"));
  }

  private static Place place(Table table, int row) {
    double start = table.number(row, "start");
    if (Double.isNaN(start)) {
      return Place.NONE;
    }
    String words = table.text(row, "words");
    List<Integer> list =
        words.equals(Table.MISSING)
            ? List.of()
            : Arrays.stream(words.split(" ")).map(Integer::valueOf).toList();
    return new Place((int) start, (int) table.number(row, "end"), list);
  }
}
