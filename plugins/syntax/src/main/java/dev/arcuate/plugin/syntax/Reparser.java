package dev.arcuate.plugin.syntax;

import java.util.List;

/** A parser that reads candidates, to see whether they have the structure they should have. */
@FunctionalInterface
public interface Reparser {
  /**
   * Parses sentences, each as one.
   *
   * @return one per text, in order
   */
  List<ParsedSentence> parse(List<String> texts);
}
