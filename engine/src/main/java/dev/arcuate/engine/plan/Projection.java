package dev.arcuate.engine.plan;

import java.util.Arrays;

/**
 * Which combinations of one grid belong to a combination of another: those with the same values on
 * the axes that both have, and all values on the axes that only the first has.
 */
final class Projection {
  private final Grid to;
  private final int[][] matches;
  private final int[] places;
  private final Grid from;

  /**
   * @param from the grid whose combinations are given
   * @param to the grid whose combinations are wanted
   */
  Projection(Grid from, Grid to) {
    this.from = from;
    this.to = to;
    places = new int[to.axes().size()];
    matches = new int[places.length][];
    for (int a = 0; a < places.length; a++) {
      Axis axis = to.axes().get(a);
      places[a] = from.place(axis.variables());
      if (places[a] >= 0) {
        matches[a] =
            from.axes().get(places[a]).points().stream()
                .mapToInt(point -> axis.places().get(point.labels()))
                .toArray();
      }
    }
  }

  /** In ascending order. */
  int[] of(int combination) {
    int[] result = {0};
    for (int a = 0; a < places.length; a++) {
      int stride = to.stride(a);
      if (places[a] >= 0) {
        int offset = matches[a][from.point(combination, places[a])] * stride;
        for (int i = 0; i < result.length; i++) {
          result[i] += offset;
        }
      } else {
        result = crossed(result, to.axes().get(a).points().size(), stride);
      }
    }
    return result;
  }

  /** The one combination that belongs, when the second grid has no axis of its own. */
  int one(int combination) {
    return of(combination)[0];
  }

  private static int[] crossed(int[] before, int points, int stride) {
    int[] after = new int[before.length * points];
    for (int i = 0; i < after.length; i++) {
      after[i] = before[i / points] + i % points * stride;
    }
    return after;
  }

  @Override
  public String toString() {
    return Arrays.toString(places);
  }
}
