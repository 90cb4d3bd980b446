package dev.arcuate.plugin.bids;

import java.util.Comparator;

/** How labels of entities compare: {@code 2} and {@code 02} are the same, 2 comes before 10. */
final class Labels {
  /** Indices by their number, before all other labels. */
  static final Comparator<String> ORDER =
      Comparator.comparing((String label) -> !isIndex(label))
          .thenComparing(label -> isIndex(label) ? unpadded(label).length() : 0)
          .thenComparing(label -> isIndex(label) ? unpadded(label) : label)
          .thenComparing(Comparator.naturalOrder());

  private Labels() {}

  static boolean same(String a, String b) {
    return a.equals(b) || unpadded(a).equals(unpadded(b));
  }

  static boolean isIndex(String label) {
    return !label.isEmpty() && label.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** An index without leading zeros; other labels as they are. */
  static String unpadded(String label) {
    if (!isIndex(label)) {
      return label;
    }
    int from = 0;
    while (from < label.length() - 1 && label.charAt(from) == '0') {
      from++;
    }
    return label.substring(from);
  }
}
