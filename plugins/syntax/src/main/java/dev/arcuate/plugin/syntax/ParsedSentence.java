package dev.arcuate.plugin.syntax;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One parsed sentence.
 *
 * @param units what stands in the text, in order; each covers one or more nodes
 * @param nodes syntactic words, in order; those of a multiword token follow one another
 */
public record ParsedSentence(List<Unit> units, List<Node> nodes) {

  /** The head of a node whose parser found none, such as a part-of-speech tagger. */
  public static final int NO_HEAD = -1;

  /**
   * A token as it is written, such as {@code del} or {@code don't}.
   *
   * @param surface without spaces around it
   * @param spaceAfter whether a space follows
   * @param first place of its first node
   * @param count how many nodes it covers, at least 1
   * @param line where it stands in its file, counted from 1; 0 if in none
   */
  public record Unit(String surface, boolean spaceAfter, int first, int count, int line) {
    public Unit {
      requireNonNull(surface, "surface");
    }
  }

  /**
   * A syntactic word, with the columns of CoNLL-U; {@code _} where a column is empty.
   *
   * @param coarse universal part of speech, UPOS
   * @param fine part of speech of the language, XPOS
   * @param head place of the head, counted from 1; 0 for the root, {@link #NO_HEAD} if not known
   */
  public record Node(
      String form,
      String lemma,
      String coarse,
      String fine,
      String features,
      int head,
      String relation) {
    public Node {
      requireNonNull(form, "form");
      requireNonNull(lemma, "lemma");
      requireNonNull(coarse, "coarse");
      requireNonNull(fine, "fine");
      requireNonNull(features, "features");
      requireNonNull(relation, "relation");
    }
  }

  public ParsedSentence {
    units = List.copyOf(units);
    nodes = List.copyOf(nodes);
  }

  /** The nodes of a unit. */
  public List<Node> nodes(Unit unit) {
    return nodes.subList(unit.first(), unit.first() + unit.count());
  }

  /** The sentence as it is written. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (Unit unit : units) {
      text.append(unit.surface()).append(unit.spaceAfter() ? " " : "");
    }
    return text.toString().strip();
  }

  /** Whether every node has a head. */
  public boolean hasTree() {
    return nodes.stream().noneMatch(node -> node.head() == NO_HEAD);
  }

  /** Steps from every node to the root, 0 for the root; empty without a tree. */
  public List<Integer> depths() {
    List<Integer> depths = new ArrayList<>();
    if (!hasTree()) {
      return depths;
    }
    for (int node = 0; node < nodes.size(); node++) {
      int depth = 0;
      for (int at = node; nodes.get(at).head() > 0; at = nodes.get(at).head() - 1) {
        depth++;
      }
      depths.add(depth);
    }
    return depths;
  }

  /** The classes of a unit's nodes joined, such as {@code ADP+DET} for a multiword token. */
  public String joined(Unit unit, java.util.function.Function<Node, String> column) {
    return nodes(unit).stream().map(column).collect(Collectors.joining("+"));
  }
}
