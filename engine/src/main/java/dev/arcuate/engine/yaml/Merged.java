package dev.arcuate.engine.yaml;

import dev.arcuate.engine.problem.Problems;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Named values of a file and its includes. What the including file says wins; where two included
 * files say something different and the including file nothing, nobody knows which was meant.
 */
final class Merged {
  private final Map<String, Node.Entry> entries = new LinkedHashMap<>();

  private Merged() {}

  /**
   * Merges values.
   *
   * @param what one of them is, for messages
   * @param included of each included file
   * @param own of the including file
   */
  static Map<String, Node.Entry> of(
      String what,
      List<Map<String, Node.Entry>> included,
      Map<String, Node.Entry> own,
      Problems problems) {
    Merged merged = new Merged();
    for (Map<String, Node.Entry> one : included) {
      one.forEach((name, entry) -> merged.add(what, name, entry, own, problems));
    }
    merged.entries.putAll(own);
    return merged.entries;
  }

  private void add(
      String what, String name, Node.Entry entry, Map<String, Node.Entry> own, Problems problems) {
    Node.Entry before = entries.putIfAbsent(name, entry);
    if (before != null && !own.containsKey(name)) {
      problems.add(
          YamlCode.CONFLICTING_INCLUDES
              .at(
                  entry.key().position(),
                  "%s '%s' is set by two included files, also at %s"
                      .formatted(what, name, before.key().position()))
              .hint("set it in the file that includes both, or remove one"));
    }
  }
}
