package dev.arcuate.plugin.decompose;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The nine cells of the score table, each the score of one encoding, or its difference to that of
 * another. Compositional semantics is what the whole layer explains beyond syntax and words
 * together, so that the middle row does not add up; so it is in the study. Source: methods
 * reference, 4.2.
 */
enum Cell {
  SYNTAX_LEXICAL(Part.LEXICAL_SYNTAX, Optional.empty()),
  SYNTAX_COMPOSITIONAL(Part.SYNTAX, Optional.of(Part.LEXICAL_SYNTAX)),
  SYNTAX_BOTH(Part.SYNTAX, Optional.empty()),
  SEMANTICS_LEXICAL(Part.LEXICAL_TOTAL, Optional.of(Part.LEXICAL_SYNTAX)),
  SEMANTICS_COMPOSITIONAL(Part.TOTAL, Optional.of(Part.SYNTAX_WITH_LEXICAL)),
  SEMANTICS_BOTH(Part.TOTAL, Optional.of(Part.SYNTAX)),
  BOTH_LEXICAL(Part.LEXICAL_TOTAL, Optional.empty()),
  BOTH_COMPOSITIONAL(Part.TOTAL, Optional.of(Part.LEXICAL_TOTAL)),
  BOTH_BOTH(Part.TOTAL, Optional.empty());

  private final String whole;
  private final Optional<String> without;

  Cell(String whole, Optional<String> without) {
    this.whole = whole;
    this.without = without;
  }

  /** The part whose score counts. */
  String whole() {
    return whole;
  }

  /** The part whose score is subtracted. */
  Optional<String> without() {
    return without;
  }

  /** Such as {@code syntax-lexical}. */
  String map() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  static List<String> maps() {
    return Arrays.stream(values()).map(Cell::map).toList();
  }
}
