package dev.arcuate.plugin.report;

import dev.arcuate.api.Problem;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a simulation planted, read from a table with the columns {@code key} and {@code value}.
 *
 * @param nothing whether nothing was planted ({@code null: true})
 * @param layer {@code planted-layer}, or {@code planted-layer-index} if the points of the sweep are
 *     called by their number
 * @param sphere {@code region-centre-mm} ("x y z") and {@code region-radius-mm}
 * @param all every row, to be shown
 */
record Truth(
    boolean nothing, Optional<String> layer, Optional<Sphere> sphere, Map<String, String> all) {

  /**
   * A planted region.
   *
   * @param centre in millimetres
   * @param radius in millimetres
   */
  record Sphere(double[] centre, double radius) {
    boolean contains(double[] place) {
      return Grid3.distance(centre, place) <= radius + 1e-9;
    }

    /**
     * Overlap of some targets with the targets inside the sphere (Dice 1945, doi:10.2307/1932409):
     * 1 if they are the same, 0 if they share none.
     */
    double dice(Geometry.Volume volume, int[] targets) {
      Grid3 grid = new Grid3(volume);
      int inside = 0;
      for (int target = 0; target < volume.targets(); target++) {
        inside += contains(grid.millimetres(target)) ? 1 : 0;
      }
      int both = 0;
      for (int target : targets) {
        both += contains(grid.millimetres(target)) ? 1 : 0;
      }
      return inside + targets.length == 0 ? 0 : 2.0 * both / (inside + targets.length);
    }
  }

  /**
   * @param points what the points of the sweep are called
   */
  static Truth of(Table table, List<String> points) {
    Map<String, String> all = new LinkedHashMap<>();
    for (int row = 0; row < table.rows(); row++) {
      all.put(table.text(row, "key"), table.text(row, "value"));
    }
    Optional<Sphere> sphere =
        given(all, "region-centre-mm")
            .flatMap(
                centre ->
                    given(all, "region-radius-mm")
                        .map(
                            radius ->
                                new Sphere(
                                    numbers("region-centre-mm", centre, 3),
                                    numbers("region-radius-mm", radius, 1)[0])));
    boolean nothing = given(all, "null").map("true"::equals).orElse(false);
    Optional<String> layer =
        given(all, "planted-layer-index")
            .filter(points::contains)
            .or(() -> given(all, "planted-layer"));
    return new Truth(nothing, nothing ? Optional.empty() : layer, sphere, all);
  }

  private static Optional<String> given(Map<String, String> all, String key) {
    return Optional.ofNullable(all.get(key))
        .map(String::strip)
        .filter(text -> !text.isEmpty() && !text.equals(Table.MISSING));
  }

  private static double[] numbers(String key, String text, int count) {
    try {
      double[] numbers =
          Stream.of(text.split("[\\s,]+", -1)).mapToDouble(Double::parseDouble).toArray();
      if (numbers.length == count) {
        return numbers;
      }
    } catch (NumberFormatException e) {
      throw unreadable(key, text, count).exception(e);
    }
    throw unreadable(key, text, count).exception();
  }

  private static Problem unreadable(String key, String text, int count) {
    return Problem.data(
            "REPORT_TRUTH_UNREADABLE",
            "the truth says '"
                + text
                + "' for "
                + key
                + "; expected "
                + (count == 1 ? "a number" : count + " numbers with spaces between"))
        .hint("look at the table of the step connected to 'truth'");
  }
}
