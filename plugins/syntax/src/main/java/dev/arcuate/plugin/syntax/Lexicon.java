package dev.arcuate.plugin.syntax;

import dev.arcuate.api.Problem;
import dev.arcuate.api.value.Table;
import dev.arcuate.plugin.syntax.ParsedSentence.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which forms a corpus has of each class of words, and how often. */
public final class Lexicon {
  private static final List<String> COLUMNS =
      List.of("fine", "coarse", "relation", "form", "count");

  /** A column of the class of a word. */
  public enum Column {
    /** Part of speech of the language, XPOS. */
    FINE,
    /** Universal part of speech, UPOS. */
    COARSE,
    /** Dependency relation. */
    RELATION;

    String of(ParsedSentence sentence, Unit unit) {
      return switch (this) {
        case FINE -> sentence.joined(unit, ParsedSentence.Node::fine);
        case COARSE -> sentence.joined(unit, ParsedSentence.Node::coarse);
        case RELATION -> sentence.joined(unit, ParsedSentence.Node::relation);
      };
    }

    String yaml() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The forms of one class, in alphabetical order. */
  static final class Forms {
    private final List<String> forms = new ArrayList<>();
    private final List<Long> counts = new ArrayList<>();
    private long total;

    private void add(String form, long count) {
      forms.add(form);
      counts.add(count);
      total += count;
    }

    int size() {
      return forms.size();
    }

    /** How many forms differ from one. */
    int others(String form) {
      return forms.size() - (place(form) >= 0 ? 1 : 0);
    }

    /** Case does not count: a lexicon may have kept capitals. */
    private int place(String form) {
      for (int i = 0; i < forms.size(); i++) {
        if (forms.get(i).equalsIgnoreCase(form)) {
          return i;
        }
      }
      return -1;
    }

    /** A form other than one, if there is another; by its count, or all alike. */
    String draw(Optional<String> but, boolean byCount, SplittableRandom random) {
      int excluded = but.map(this::place).orElse(-1);
      if (!byCount) {
        int at = random.nextInt(forms.size() - (excluded >= 0 ? 1 : 0));
        return forms.get(excluded >= 0 && at >= excluded ? at + 1 : at);
      }
      long left = random.nextLong(total - (excluded >= 0 ? counts.get(excluded) : 0));
      for (int i = 0; i < forms.size(); i++) {
        if (i != excluded) {
          left -= counts.get(i);
          if (left < 0) {
            return forms.get(i);
          }
        }
      }
      throw new IllegalStateException("counts do not add up");
    }
  }

  private final Map<List<String>, Forms> classes = new TreeMap<>(Lexicon::compare);
  private final Map<Column, Set<String>> values = new TreeMap<>();

  private Lexicon() {}

  private static int compare(List<String> a, List<String> b) {
    return String.join("\u0000", a).compareTo(String.join("\u0000", b));
  }

  /** The class of a unit. */
  static List<String> key(ParsedSentence sentence, Unit unit, List<Column> match) {
    return match.stream().map(column -> column.of(sentence, unit)).toList();
  }

  /** Counts the units of sentences, punctuation included. */
  static Table count(List<ParsedSentence> sentences, boolean lowerCase, int least) {
    Map<List<String>, Long> counts = new TreeMap<>(Lexicon::compare);
    for (ParsedSentence sentence : sentences) {
      for (Unit unit : sentence.units()) {
        List<String> row = new ArrayList<>(key(sentence, unit, List.of(Column.values())));
        String form = unit.surface().replaceAll("\\s", "\u00a0");
        row.add(lowerCase ? form.toLowerCase(Locale.ROOT) : form);
        counts.merge(row, 1L, Long::sum);
      }
    }
    List<List<String>> rows = new ArrayList<>();
    counts.forEach(
        (row, count) -> {
          if (count >= least) {
            List<String> cells = new ArrayList<>(row);
            cells.add(Long.toString(count));
            rows.add(cells);
          }
        });
    return new Table(COLUMNS, rows);
  }

  /**
   * Reads the table of a lexicon step.
   *
   * @param match the columns that make a class; forms of classes that agree in them are joined
   */
  static Lexicon of(Table table, List<Column> match) {
    if (!table.columns().containsAll(COLUMNS)) {
      throw Problem.user(
              "SYNTAX_NO_LEXICON",
              "this table is no lexicon: it has the columns " + String.join(", ", table.columns()))
          .hint("connect a lexicon step")
          .exception();
    }
    Map<List<String>, Map<String, Long>> counts = new TreeMap<>(Lexicon::compare);
    Lexicon lexicon = new Lexicon();
    for (int row = 0; row < table.rows(); row++) {
      int at = row;
      for (Column column : match) {
        lexicon
            .values
            .computeIfAbsent(column, c -> new TreeSet<>())
            .add(table.text(row, column.yaml()));
      }
      counts
          .computeIfAbsent(
              match.stream().map(column -> table.text(at, column.yaml())).toList(),
              key -> new TreeMap<>())
          .merge(table.text(row, "form"), (long) table.number(row, "count"), Long::sum);
    }
    counts.forEach(
        (key, forms) -> {
          Forms ofClass = new Forms();
          forms.forEach(ofClass::add);
          lexicon.classes.put(key, ofClass);
        });
    return lexicon;
  }

  /** The forms of a class; null if the lexicon does not know it. */
  Forms forms(List<String> key) {
    return classes.get(key);
  }

  /** The values of a column in alphabetical order. */
  Set<String> values(Column column) {
    return values.getOrDefault(column, Set.of());
  }
}
