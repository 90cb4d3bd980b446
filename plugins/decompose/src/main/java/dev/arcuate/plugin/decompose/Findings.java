package dev.arcuate.plugin.decompose;

import dev.arcuate.api.value.Scores;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What survives in one region. A cell that is a difference survives only where the region is
 * predicted at all and the larger model predicts it better than nothing on average: where nothing
 * is predicted, one model can still be less wrong than another.
 *
 * @param surviving cells above 0
 */
record Findings(Set<Cell> surviving) {
  static final String NONE = "none";

  static Findings of(Map<Cell, Scores> groups, double[][] q, int target, double level) {
    Set<Cell> above = EnumSet.noneOf(Cell.class);
    for (Cell cell : Cell.values()) {
      double mean = groups.get(cell).mean("mean")[target];
      if (q[cell.ordinal()][target] <= level && mean > 0) {
        above.add(cell);
      }
    }
    boolean predicted = above.stream().anyMatch(cell -> cell.without().isEmpty());
    Set<Cell> surviving = EnumSet.noneOf(Cell.class);
    for (Cell cell : above) {
      double whole = groups.get(whole(cell)).mean("mean")[target];
      if (predicted && whole > 0) {
        surviving.add(cell);
      }
    }
    return new Findings(surviving);
  }

  /** The cell that is the score of the same part, with nothing subtracted. */
  private static Cell whole(Cell cell) {
    for (Cell other : Cell.values()) {
      if (other.without().isEmpty() && other.whole().equals(cell.whole())) {
        return other;
      }
    }
    throw new IllegalStateException("no cell for " + cell);
  }

  boolean survives(Cell cell) {
    return surviving.contains(cell);
  }

  /**
   * By what is followed beyond words; lexical where words are, and nothing beyond them.
   *
   * <p>Each claim is a conjunction, so that no single comparison can make it by chance or because
   * one model happens to be easier to fit. Syntax: X̄ of the layer predicts, and better than X̄ of
   * words. Semantics: the whole layer predicts better than every model without it, which are words,
   * syntax, and both side by side.
   */
  String kind() {
    if (surviving.isEmpty()) {
      return NONE;
    }
    boolean syntax = survives(Cell.SYNTAX_BOTH) && survives(Cell.SYNTAX_COMPOSITIONAL);
    boolean semantics =
        survives(Cell.BOTH_COMPOSITIONAL)
            && survives(Cell.SEMANTICS_BOTH)
            && survives(Cell.SEMANTICS_COMPOSITIONAL);
    if (syntax && semantics) {
      return "mixed";
    }
    if (syntax || semantics) {
      return syntax ? "syntactic" : "semantic";
    }
    return survives(Cell.BOTH_LEXICAL) ? "lexical" : "undecided";
  }

  String words() {
    return surviving.isEmpty()
        ? "n/a"
        : surviving.stream().map(Cell::map).collect(Collectors.joining(" "));
  }
}
