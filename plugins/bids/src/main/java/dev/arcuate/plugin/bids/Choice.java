package dev.arcuate.plugin.bids;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/**
 * Which labels of an entity are meant: a label, several, a range of indices such as {@code 1-5}, a
 * regular expression between slashes such as {@code /pie.*&#47;}, {@code all} for any label, or
 * {@code none} for files without the entity.
 */
public final class Choice {
  private static final String ALL = "all";
  private static final String NONE = "none";
  private static final Pattern RANGE = Pattern.compile("(\\d{1,9})-(\\d{1,9})");

  private final List<Term> terms;

  /** One of the things written. */
  private record Term(String text, boolean plural, Predicate<Optional<String>> test) {}

  private Choice(List<Term> terms) {
    this.terms = List.copyOf(terms);
  }

  /**
   * @param entity whose labels are meant; {@code ses-01} is understood as {@code 01}
   * @throws ProblemException {@code BIDS_QUERY} for a range that runs backwards or an expression
   *     that is none
   */
  public static Choice of(String entity, List<String> texts) {
    List<Term> terms = new ArrayList<>();
    for (String text : texts) {
      String label = text.startsWith(entity + "-") ? text.substring(entity.length() + 1) : text;
      terms.add(term(entity, label));
    }
    return new Choice(terms);
  }

  public static Choice of(String entity, String text) {
    return of(entity, List.of(text));
  }

  private static Term term(String entity, String text) {
    if (text.equals(ALL)) {
      return new Term(text, true, Optional::isPresent);
    }
    if (text.equals(NONE)) {
      return new Term(text, false, Optional::isEmpty);
    }
    if (text.length() > 2 && text.startsWith("/") && text.endsWith("/")) {
      Pattern pattern = compile(entity, text);
      return new Term(
          text, true, label -> label.filter(l -> pattern.matcher(l).matches()).isPresent());
    }
    java.util.regex.Matcher range = RANGE.matcher(text);
    if (range.matches()) {
      int from = Integer.parseInt(range.group(1));
      int to = Integer.parseInt(range.group(2));
      if (from > to) {
        throw wrong(entity, text, "the range ends before it begins");
      }
      return new Term(
          text,
          true,
          label ->
              label
                  .filter(Labels::isIndex)
                  .filter(l -> l.length() < 10)
                  .map(Integer::parseInt)
                  .filter(index -> index >= from && index <= to)
                  .isPresent());
    }
    return new Term(text, false, label -> label.filter(l -> Labels.same(l, text)).isPresent());
  }

  private static Pattern compile(String entity, String text) {
    try {
      return Pattern.compile(text.substring(1, text.length() - 1));
    } catch (PatternSyntaxException e) {
      throw wrong(entity, text, "it is no regular expression: " + e.getDescription());
    }
  }

  private static ProblemException wrong(String entity, String text, String why) {
    return Problem.user("BIDS_QUERY", "'" + text + "' chooses no labels of " + entity + ": " + why)
        .hint(
            "write a label, a list of labels, a range such as 1-5, a regular expression such as "
                + "/01|02/, all or none")
        .exception();
  }

  /** Nothing was written, so no label is asked for. */
  public boolean isOpen() {
    return terms.isEmpty();
  }

  /** Whether more than one label can be meant. */
  public boolean isPlural() {
    return terms.size() > 1 || terms.stream().anyMatch(Term::plural);
  }

  /** Whether a file's label, or its lack of one, is meant. An open choice means any. */
  public boolean matches(Optional<String> label) {
    return terms.isEmpty() || terms.stream().anyMatch(term -> term.test().test(label));
  }

  /** Which of the things written a label is meant by first. */
  int place(Optional<String> label) {
    for (int i = 0; i < terms.size(); i++) {
      if (terms.get(i).test().test(label)) {
        return i;
      }
    }
    return terms.size();
  }

  /** The label as it was written, if it was, so that {@code 2} is not called {@code 02}. */
  String written(String label) {
    return terms.stream()
        .filter(term -> !term.plural() && Labels.same(term.text(), label))
        .map(Term::text)
        .findFirst()
        .orElse(label);
  }

  /** What was written and means none of these files. */
  List<String> unmatched(String entity, List<BidsFile> files) {
    return terms.stream()
        .filter(term -> files.stream().noneMatch(file -> term.test().test(file.entity(entity))))
        .map(Term::text)
        .toList();
  }

  @Override
  public String toString() {
    return terms.stream().map(Term::text).collect(Collectors.joining("|"));
  }
}
