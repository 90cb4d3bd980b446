package dev.arcuate.plugin.bidsmeg.epochs;

import dev.arcuate.api.value.Geometry;
import dev.arcuate.plugin.bidsmeg.signal.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Cuts epochs by the rules of MNE: samples are counted from the rounded onset, the baseline is
 * taken before decimation, thresholds hold for what is left after it.
 */
final class Cut {
  private final EpochsSettings settings;
  private final double rate;
  private final List<String> types;
  private final List<String> names;
  private final int first;
  private final int times;

  Cut(EpochsSettings settings, double rate, Geometry geometry) {
    this.settings = settings;
    this.rate = rate;
    first = (int) Math.rint(settings.start() * rate);
    times = (int) Math.rint(settings.end() * rate) - first + 1;
    List<String> labels = new ArrayList<>();
    List<String> kinds = new ArrayList<>();
    for (int c = 0; c < geometry.targets(); c++) {
      labels.add(geometry.targetName(c));
      kinds.add(geometry instanceof Geometry.Sensors sensors ? sensors.types().get(c) : "other");
    }
    names = List.copyOf(labels);
    types = List.copyOf(kinds);
  }

  /** Samples of an epoch before decimation. */
  int times() {
    return times;
  }

  /** Which samples are kept, the one at the onset among them. */
  int[] kept() {
    int offset = Math.floorMod(-first, settings.decimate());
    int count = (times - offset + settings.decimate() - 1) / settings.decimate();
    int[] kept = new int[count];
    for (int i = 0; i < count; i++) {
      kept[i] = offset + i * settings.decimate();
    }
    return kept;
  }

  /** Time of the first sample kept. */
  double startSeconds() {
    return (first + kept()[0]) / rate;
  }

  /** The first sample of an epoch in its run. */
  long begin(double onsetSeconds) {
    return (long) Math.rint(onsetSeconds * rate) + first;
  }

  /** Why an epoch has no samples, or an empty text. */
  String place(long begin, int runSamples, List<Annotation> annotations) {
    if (begin < 0) {
      return "NO_DATA";
    }
    double from = begin / rate;
    double to = (begin + times) / rate;
    if (settings.rejectAnnotations()) {
      for (Annotation annotation : annotations) {
        double end = annotation.onsetSeconds() + annotation.durationSeconds();
        if (annotation.bad() && annotation.onsetSeconds() < to && end > from) {
          return annotation.description();
        }
      }
    }
    return begin + times > runSamples ? "TOO_SHORT" : "";
  }

  /** Subtracts the baseline, in place; {@code epoch} is [channels][times]. */
  void baseline(double[][] epoch) {
    if (settings.baseline().isEmpty()) {
      return;
    }
    int from = Math.max(0, (int) Math.rint(settings.baseline().get(0) * rate) - first);
    int to = Math.min(times - 1, (int) Math.rint(settings.baseline().get(1) * rate) - first);
    for (double[] channel : epoch) {
      double mean = 0;
      for (int t = from; t <= to; t++) {
        mean += channel[t];
      }
      mean /= to - from + 1;
      for (int t = 0; t < times; t++) {
        channel[t] -= mean;
      }
    }
  }

  /** Channels for whose sake the epoch is dropped, in the order of MNE's drop log. */
  List<String> rejected(double[][] epoch, int[] kept) {
    List<String> bad = new ArrayList<>();
    for (boolean flat : new boolean[] {false, true}) {
      for (Map.Entry<String, Double> limit :
          (flat ? settings.flat() : settings.reject()).entrySet()) {
        for (int c = 0; c < epoch.length; c++) {
          if (types.get(c).equals(limit.getKey())) {
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (int t : kept) {
              least = Math.min(least, epoch[c][t]);
              most = Math.max(most, epoch[c][t]);
            }
            double range = most - least;
            if (flat ? range < limit.getValue() : range > limit.getValue()) {
              bad.add(names.get(c));
            }
          }
        }
      }
    }
    return bad;
  }

  /** Types that thresholds name and the recording lacks. */
  List<String> unknownTypes() {
    List<String> unknown = new ArrayList<>(settings.reject().keySet());
    unknown.addAll(settings.flat().keySet());
    unknown.removeIf(types::contains);
    return unknown;
  }
}
