package dev.arcuate.plugin.bids;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody may have meant. */
public final class Nearest {
  private Nearest() {}

  /** Empty if no name is alike. */
  public static Optional<String> to(String written, List<String> names) {
    String wanted = plain(written);
    int limit = Math.max(1, wanted.length() / 3);
    return names.stream()
        .filter(name -> distance(wanted, plain(name)) <= limit)
        .min(Comparator.comparingInt(name -> distance(wanted, plain(name))));
  }

  /** Case, a prefix {@code sub-} and leading zeros are the usual slips. */
  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceFirst("^sub-", "").replaceFirst("^0+(?=.)", "");
  }

  /** Levenshtein distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
