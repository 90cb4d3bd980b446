package dev.arcuate.plugin.decompose;

import dev.arcuate.api.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Representations side by side, such as nested groups of features. */
final class Concatenations {
  private Concatenations() {}

  /** Adds those wanted, in their order: each may name those before it. */
  static void add(Map<String, Rows> parts, Map<String, List<String>> wanted) {
    wanted.forEach(
        (name, members) -> {
          List<Rows> rows = new ArrayList<>();
          for (String member : members) {
            if (!parts.containsKey(member) || parts.containsKey(name)) {
              throw Problem.user(
                      "DECOMPOSE_PART_UNKNOWN",
                      parts.containsKey(name)
                          ? "the concatenation '" + name + "' has the name of another part"
                          : "the concatenation '"
                              + name
                              + "' names '"
                              + member
                              + "', which is no"
                              + " part; there are "
                              + String.join(", ", parts.keySet()))
                  .hint("parts are concatenated in the order in which they are written")
                  .exception();
            }
            rows.add(parts.get(member));
          }
          parts.put(name, Rows.beside(rows));
        });
  }
}
