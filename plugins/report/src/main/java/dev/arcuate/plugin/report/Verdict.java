package dev.arcuate.plugin.report;

import dev.arcuate.api.value.Geometry;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What was planted beside what was found.
 *
 * @param rows for the page
 * @param distance from the planted centre to the centroid of what was found, in millimetres
 * @param dice overlap of the planted sphere and the significant voxels
 */
record Verdict(List<Row> rows, OptionalDouble distance, OptionalDouble dice) {

  /**
   * A line of the comparison.
   *
   * @param agrees whether the second is the first
   */
  record Row(String what, String planted, String found, boolean agrees) {}

  boolean agrees() {
    return rows.stream().allMatch(Row::agrees);
  }

  static Verdict of(Truth truth, Findings findings, Prose prose) {
    if (truth.nothing()) {
      boolean any = findings.found() || findings.onlyTheCurve();
      String found = any ? prose.headline() : "nothing";
      return new Verdict(
          List.of(new Row("Anything", "nothing", found, !any)),
          OptionalDouble.empty(),
          OptionalDouble.empty());
    }
    List<Row> rows = new ArrayList<>();
    truth
        .layer()
        .ifPresent(
            layer -> {
              String best = findings.best().entry().x();
              boolean any = findings.found() || findings.onlyTheCurve();
              rows.add(new Row("Layer", layer, any ? best : "none", any && best.equals(layer)));
            });
    OptionalDouble distance = OptionalDouble.empty();
    OptionalDouble dice = OptionalDouble.empty();
    if (truth.sphere().isPresent() && findings.geometry() instanceof Geometry.Volume volume) {
      Truth.Sphere sphere = truth.sphere().get();
      String planted =
          Numbers.millimetres(sphere.centre())
              + ", radius "
              + Numbers.rounded(sphere.radius(), 0)
              + " mm";
      dice = OptionalDouble.of(sphere.dice(volume, findings.best().significant()));
      String found = "nothing";
      boolean near = false;
      if (findings.region().isPresent()) {
        double away = Grid3.distance(sphere.centre(), findings.region().get().centroid());
        distance = OptionalDouble.of(away);
        near = away <= sphere.radius();
        found =
            Numbers.millimetres(findings.region().get().centroid())
                + ", "
                + Numbers.rounded(away, 1)
                + " mm away; overlap (Dice) "
                + Numbers.rounded(dice.getAsDouble(), 2);
      }
      rows.add(new Row("Region", planted, found, near));
    }
    return new Verdict(rows, distance, dice);
  }
}
