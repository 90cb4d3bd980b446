package dev.arcuate.engine.problem;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Suggests what somebody meant who wrote a name that does not exist. */
public final class DidYouMean {
  private static final int LONGEST_LIST = 12;
  private static final int SHORTEST_ABBREVIATION = 3;

  private DidYouMean() {}

  /**
   * The known name nearest to the one written, if it is near enough to have been meant. Case,
   * hyphens and underscores hardly count: {@code maxDelay} means {@code max-delay}.
   */
  public static Optional<String> nearest(String written, Collection<String> known) {
    String wanted = folded(written);
    if (wanted.length() >= SHORTEST_ABBREVIATION) {
      List<String> longer = known.stream().filter(name -> folded(name).startsWith(wanted)).toList();
      if (longer.size() == 1) {
        return Optional.of(longer.get(0));
      }
    }
    int allowed = Math.max(1, wanted.length() / 3);
    return known.stream()
        .map(name -> new Candidate(name, distance(wanted, folded(name))))
        .filter(candidate -> candidate.distance <= allowed)
        .filter(candidate -> candidate.distance < folded(candidate.name).length())
        .min(Comparator.<Candidate>comparingInt(c -> c.distance).thenComparing(c -> c.name))
        .map(candidate -> candidate.name);
  }

  /**
   * The next action for somebody who wrote a name that does not exist: the nearest known name, or
   * else all of them.
   *
   * @param many what the known names are, such as {@code known settings}
   */
  public static String hint(String written, String many, Collection<String> known) {
    return nearest(written, known)
        .map(name -> "did you mean '" + name + "'?")
        .orElseGet(() -> known.isEmpty() ? "there are no " + many : many + ": " + list(known));
  }

  /** Names one after the other, shortened if there are very many. */
  public static String list(Collection<String> names) {
    List<String> shown = names.stream().limit(LONGEST_LIST).toList();
    int more = names.size() - shown.size();
    return String.join(", ", shown) + (more > 0 ? " and " + more + " more" : "");
  }

  private record Candidate(String name, int distance) {}

  private static String folded(String name) {
    return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "").replace(" ", "");
  }

  /** Edit distance in which two neighbours that changed places count as one edit. */
  static int distance(String from, String to) {
    int[] twoBack = new int[to.length() + 1];
    int[] oneBack = new int[to.length() + 1];
    int[] current = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      oneBack[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      current[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int cost = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        int best = Math.min(Math.min(current[j - 1], oneBack[j]) + 1, oneBack[j - 1] + cost);
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          best = Math.min(best, twoBack[j - 2] + 1);
        }
        current[j] = best;
      }
      int[] free = twoBack;
      twoBack = oneBack;
      oneBack = current;
      current = free;
    }
    return oneBack[to.length()];
  }
}
