package dev.arcuate.plugin.report;

import dev.arcuate.api.value.Geometry;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the numbers say.
 *
 * @param points all points in the order of the workflow
 * @param best the point that explains most among those with significant targets, or among all
 * @param found whether any target is significant, corrected for targets and points
 * @param chance p-value of the curve's best point, corrected for all its points; NaN if unknown
 * @param runnerUp the next best point of all
 * @param lead of the best over the runner-up
 * @param peak the target with the greatest mean at the best point, among the significant ones if
 *     there are any
 * @param region the largest cluster of significant voxels, if targets are voxels
 */
record Findings(
    List<Point> points,
    Point best,
    boolean found,
    double chance,
    Optional<Point> runnerUp,
    Optional<Estimate> lead,
    int peak,
    Optional<Region> region) {

  static Findings of(List<Point> points, double chance) {
    Comparator<Point> byMean = Comparator.comparingDouble(point -> point.value().mean());
    List<Point> significant =
        points.stream().filter(point -> point.significant().length > 0).toList();
    boolean found = !significant.isEmpty();
    Point best = (found ? significant : points).stream().max(byMean).orElseThrow();
    Optional<Point> runnerUp = points.stream().filter(point -> !point.equals(best)).max(byMean);
    Optional<Estimate> lead =
        runnerUp.map(next -> best.value().minus(next.value(), best.entry().criticalT()));
    Optional<Region> region =
        found && best.entry().scores().geometry() instanceof Geometry.Volume volume
            ? Optional.of(Region.largest(volume, best.significant()))
            : Optional.empty();
    return new Findings(points, best, found, chance, runnerUp, lead, peak(best), region);
  }

  /** Target with the greatest mean, among the significant ones if there are any. */
  static int peak(Point best) {
    double[] mean = best.entry().mean();
    boolean[] candidate = new boolean[mean.length];
    for (int target : best.significant()) {
      candidate[target] = true;
    }
    int peak = -1;
    for (int target = 0; target < mean.length; target++) {
      boolean eligible = best.significant().length == 0 || candidate[target];
      if (eligible && !Double.isNaN(mean[target]) && (peak < 0 || mean[target] > mean[peak])) {
        peak = target;
      }
    }
    return Math.max(peak, 0);
  }

  /** Whether the curve shows something although no single target does. */
  boolean onlyTheCurve() {
    return !found && best.value().mean() > 0 && chance <= best.entry().level();
  }

  int people() {
    return best.value().values().length;
  }

  /** Number of people whose own best point is the best one. */
  int agreeing() {
    int agreeing = 0;
    for (int person = 0; person < people(); person++) {
      boolean highest = true;
      for (Point point : points) {
        highest &= !(point.value().values()[person] > best.value().values()[person]);
      }
      agreeing += highest ? 1 : 0;
    }
    return agreeing;
  }

  Geometry geometry() {
    return best.entry().scores().geometry();
  }

  /** Whether every point has the scores of the model and of its baseline behind the gain. */
  boolean haveBoth() {
    return points.stream().allMatch(p -> p.model().isPresent() && p.baseline().isPresent());
  }

  /** The greatest mean of any target at any point: the brightest colour of all maps. */
  double greatest() {
    double greatest = 0;
    for (Point point : points) {
      for (double value : point.entry().mean()) {
        greatest = Math.max(greatest, Double.isFinite(value) ? value : 0);
      }
    }
    return greatest;
  }

  /** Where a target lies, in words. */
  String place(int target) {
    String place =
        geometry() instanceof Geometry.Volume volume
            ? Numbers.millimetres(new Grid3(volume).millimetres(target))
            : geometry().targetName(target);
    return geometry().area(target).map(area -> place + ", " + area).orElse(place);
  }
}
