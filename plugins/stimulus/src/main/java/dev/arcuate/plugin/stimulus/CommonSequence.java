package dev.arcuate.plugin.stimulus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The longest common subsequence of two lists, by Myers' greedy algorithm (doi:10.1007/BF01840446):
 * time and memory grow with the number of differences, not with the product of the lengths.
 */
final class CommonSequence {
  /** Bounds the memory at 32 MB; two tellings of one text differ far less. */
  private static final int MOST_DIFFERENCES = 4000;

  private CommonSequence() {}

  /**
   * For each item of {@code a} its partner in {@code b}, or −1.
   *
   * @return empty if the lists differ too much to be tellings of one text
   */
  static Optional<int[]> match(List<String> a, List<String> b) {
    int most = Math.min(a.size() + b.size(), MOST_DIFFERENCES);
    int[] furthest = new int[2 * most + 3];
    List<int[]> trace = new ArrayList<>();
    for (int d = 0; d <= most; d++) {
      for (int k = -d; k <= d; k += 2) {
        boolean down =
            k == -d || (k != d && furthest[most + 1 + k - 1] < furthest[most + 1 + k + 1]);
        int x = down ? furthest[most + 1 + k + 1] : furthest[most + 1 + k - 1] + 1;
        while (x < a.size() && x - k < b.size() && a.get(x).equals(b.get(x - k))) {
          x++;
        }
        furthest[most + 1 + k] = x;
        if (x >= a.size() && x - k >= b.size()) {
          return Optional.of(backtrack(a.size(), b.size(), trace, d));
        }
      }
      trace.add(Arrays.copyOfRange(furthest, most + 1 - d, most + 2 + d));
    }
    return Optional.empty();
  }

  private static int[] backtrack(int lengthA, int lengthB, List<int[]> trace, int differences) {
    int[] partner = new int[lengthA];
    Arrays.fill(partner, -1);
    int x = lengthA;
    int y = lengthB;
    for (int d = differences; d > 0; d--) {
      int[] before = trace.get(d - 1);
      int k = x - y;
      boolean down = k == -d || (k != d && at(before, d - 1, k - 1) < at(before, d - 1, k + 1));
      int fromK = down ? k + 1 : k - 1;
      int fromX = at(before, d - 1, fromK);
      int startX = down ? fromX : fromX + 1;
      while (x > startX) {
        x--;
        y--;
        partner[x] = y;
      }
      x = fromX;
      y = fromX - fromK;
    }
    while (x > 0) {
      x--;
      partner[x] = x;
    }
    return partner;
  }

  private static int at(int[] row, int d, int k) {
    int index = k + d;
    return index < 0 || index >= row.length ? -1 : row[index];
  }
}
