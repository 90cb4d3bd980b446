package dev.arcuate.plugin.stimulus;

import dev.arcuate.api.Problem;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.plugin.stimulus.DesignSettings.Derivatives;
import dev.arcuate.plugin.stimulus.DesignSettings.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Events of one run, convolved with a haemodynamic response on a grid of fiftieths of the time
 * between volumes that begins 24 s before the first, and sampled at the volumes by linear
 * interpolation. Grid and sampling follow nilearn's compute_regressor.
 */
final class Convolution {
  static final double LEAD_SECONDS = 24;
  private static final int OVERSAMPLING = 50;

  /** Sums of each kernel up to and including a place. */
  private final List<double[]> sums;

  private final double start;
  private final double step;
  private final int count;
  private final double end;

  /** For each volume the grid point after it, and how far towards that point it lies. */
  private final int[] after;

  private final double[] share;

  /** Receives the weight of an event in a volume. */
  interface Weights {
    void add(int volume, double weight);
  }

  /**
   * One for each run of a grid, dropped volumes included.
   *
   * @throws dev.arcuate.api.ProblemException {@code STIMULUS_TOO_SHORT} if a run has one volume
   */
  static List<Convolution> ofRuns(
      ScanGrid grid,
      Response response,
      Derivatives derivatives,
      Optional<Double> sliceTimeReference) {
    Sampling full = grid.full();
    double reference = grid.reference(sliceTimeReference, 0);
    List<Convolution> convolutions = new ArrayList<>();
    for (Sampling.Run run : full.runs()) {
      if (run.samples() < 2) {
        throw Problem.data(
                "STIMULUS_TOO_SHORT",
                "run " + run.label() + " has one volume; a response needs at least two")
            .exception();
      }
      convolutions.add(
          new Convolution(
              response,
              derivatives,
              run.startSeconds() + reference,
              run.samples(),
              full.periodSeconds()));
    }
    return convolutions;
  }

  /**
   * @param firstSeconds time of the first volume
   * @param volumes at least 2
   */
  Convolution(
      Response response,
      Derivatives derivatives,
      double firstSeconds,
      int volumes,
      double periodSeconds) {
    double last = firstSeconds + (volumes - 1) * periodSeconds;
    this.start = firstSeconds - LEAD_SECONDS;
    this.end = last * (1 + 1.0 / (volumes - 1));
    double points =
        (volumes - 1) / (last - firstSeconds) * (end - firstSeconds + LEAD_SECONDS) * OVERSAMPLING
            + 1;
    this.count = (int) Math.rint(points);
    this.step = (end - start) / (count - 1);
    this.sums =
        Hrf.kernels(response, derivatives, periodSeconds / OVERSAMPLING, Hrf.LENGTH_SECONDS)
            .stream()
            .map(Convolution::cumulated)
            .toList();
    this.after = new int[volumes];
    this.share = new double[volumes];
    for (int volume = 0; volume < volumes; volume++) {
      double time = firstSeconds + volume * periodSeconds;
      after[volume] = Math.min(Math.max(index(time), 1), count - 1);
      double before = grid(after[volume] - 1);
      share[volume] = (time - before) / (grid(after[volume]) - before);
    }
  }

  private static double[] cumulated(double[] kernel) {
    double[] sums = kernel.clone();
    for (int i = 1; i < sums.length; i++) {
      sums[i] += sums[i - 1];
    }
    return sums;
  }

  private double grid(int point) {
    return point == count - 1 ? end : point * step + start;
  }

  /** The first grid point that is not before a time. */
  private int index(double time) {
    int guess = (int) Math.ceil((time - start) / step);
    int point = Math.max(0, Math.min(guess, count));
    while (point > 0 && grid(point - 1) >= time) {
      point--;
    }
    while (point < count && grid(point) < time) {
      point++;
    }
    return point;
  }

  /** Response and derivatives. */
  int kernels() {
    return sums.size();
  }

  /** When an event may begin at the earliest and latest to be seen in a volume. */
  boolean reaches(double onset) {
    return onset >= start && onset <= end;
  }

  /**
   * Hands out the weights of an event of height 1.
   *
   * @param duration 0 for an impulse of one grid step
   */
  void weigh(double onset, double duration, int kernel, Weights to) {
    double[] sum = sums.get(kernel);
    int from = Math.min(index(onset), count - 1);
    int until = Math.min(index(onset + duration), count - 1);
    if (until < count - 1 && until == from) {
      until++;
    }
    for (int volume = 0; volume < after.length; volume++) {
      if (after[volume] < from) {
        continue;
      }
      if (after[volume] - 1 - until >= sum.length) {
        break;
      }
      double low = height(sum, after[volume] - 1, from, until);
      double high = height(sum, after[volume], from, until);
      double weight = low + share[volume] * (high - low);
      if (weight != 0) {
        to.add(volume, weight);
      }
    }
  }

  private static double height(double[] sum, int point, int from, int until) {
    return upTo(sum, point - from) - upTo(sum, point - until);
  }

  private static double upTo(double[] sum, int place) {
    return place < 0 ? 0 : sum[Math.min(place, sum.length - 1)];
  }
}
