package dev.arcuate.plugin.bidsmeg.prepare;

import dev.arcuate.api.Problem;
import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.plugin.bidsmeg.signal.Channel;
import dev.arcuate.plugin.bidsmeg.signal.ChannelType;
import dev.arcuate.plugin.bidsmeg.signal.Compensation;
import dev.arcuate.plugin.bidsmeg.signal.NamedMatrix;
import dev.arcuate.plugin.bidsmeg.signal.Projector;
import dev.arcuate.plugin.bidsmeg.signal.SignalInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Matrices that mix channels: what a sample of each channel is made of afterwards. */
final class Mixing {
  /** Directions weaker than this share of the strongest are counted as none. */
  private static final double DEPENDENT = 1e-2;

  private Mixing() {}

  /**
   * The projection away from stored directions, [channels × channels].
   *
   * @return empty where none of the directions touches one of the channels
   */
  static java.util.Optional<double[]> projection(
      List<Projector> projectors, List<Channel> channels, LinearAlgebra algebra) {
    int n = channels.size();
    List<double[]> directions = new ArrayList<>();
    for (Projector projector : projectors) {
      NamedMatrix vectors = projector.vectors();
      Map<String, Integer> columns = places(vectors.columns());
      for (int row = 0; row < vectors.height(); row++) {
        double[] direction = new double[n];
        double size = 0;
        for (int c = 0; c < n; c++) {
          Integer column = columns.get(channels.get(c).name());
          if (column != null && !channels.get(c).bad()) {
            direction[c] = vectors.values()[row * vectors.columns().size() + column];
            size += direction[c] * direction[c];
          }
        }
        if (size > 0) {
          for (int c = 0; c < n; c++) {
            direction[c] /= Math.sqrt(size);
          }
          directions.add(direction);
        }
      }
    }
    if (directions.isEmpty()) {
      return java.util.Optional.empty();
    }
    int k = directions.size();
    double[] matrix = new double[n * k];
    for (int v = 0; v < k; v++) {
      for (int c = 0; c < n; c++) {
        matrix[c * k + v] = directions.get(v)[c];
      }
    }
    LinearAlgebra.Svd svd = algebra.svd(matrix, n, k);
    int width = svd.s().length;
    double[] projection = identity(n);
    for (int v = 0; v < width && svd.s()[v] / svd.s()[0] > DEPENDENT; v++) {
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          projection[i * n + j] -= svd.u()[i * width + v] * svd.u()[j * width + v];
        }
      }
    }
    return java.util.Optional.of(projection);
  }

  /** From the grade the samples have to another, [channels × channels]. */
  static double[] compensation(SignalInfo info, List<Channel> channels, int wanted) {
    Set<Integer> grades = new HashSet<>();
    channels.stream()
        .filter(c -> c.type().sensor())
        .forEach(c -> grades.add(c.compensationGrade()));
    if (grades.size() > 1) {
      throw Problem.data(
              "BIDS_MEG_COMPENSATION",
              "the sensors have different grades of compensation: " + grades)
          .exception();
    }
    int present = grades.isEmpty() ? 0 : grades.iterator().next();
    double[] back = identity(channels.size());
    if (present == wanted) {
      return back;
    }
    if (present != 0) {
      // What was subtracted is added again: (1 - C)⁻¹ = 1 + C, as references have no compensation.
      add(back, matrix(info, present), channels, 1);
    }
    double[] forth = identity(channels.size());
    if (wanted != 0) {
      add(forth, matrix(info, wanted), channels, -1);
    }
    return product(forth, back, channels.size());
  }

  private static NamedMatrix matrix(SignalInfo info, int grade) {
    return info.compensations().stream()
        .filter(c -> c.grade() == grade)
        .map(Compensation::weights)
        .findFirst()
        .orElseThrow(
            () ->
                Problem.data(
                        "BIDS_MEG_COMPENSATION",
                        "the recording holds no compensation of grade "
                            + grade
                            + "; it has "
                            + info.compensations().stream().map(Compensation::grade).toList())
                    .hint("leave 'compensate' out; only CTF recordings have it")
                    .exception());
  }

  private static void add(double[] into, NamedMatrix weights, List<Channel> channels, double sign) {
    Map<String, Integer> places = places(channels.stream().map(Channel::name).toList());
    int n = channels.size();
    for (int r = 0; r < weights.height(); r++) {
      Integer row = places.get(weights.rows().get(r));
      if (row == null) {
        continue;
      }
      for (int c = 0; c < weights.columns().size(); c++) {
        double weight = weights.values()[r * weights.columns().size() + c];
        Integer column = places.get(weights.columns().get(c));
        if (column == null && weight != 0) {
          throw Problem.data(
                  "BIDS_MEG_COMPENSATION",
                  "the compensation needs channel "
                      + weights.columns().get(c)
                      + ", which the recording lacks")
              .exception();
        }
        if (column != null) {
          into[row * n + column] += sign * weight;
        }
      }
    }
  }

  /** EEG referred to the average of its good channels. */
  static double[] averageReference(List<Channel> channels) {
    int n = channels.size();
    double[] matrix = identity(n);
    long good = channels.stream().filter(c -> c.type() == ChannelType.EEG && !c.bad()).count();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        if (channels.get(i).type() == ChannelType.EEG
            && channels.get(j).type() == ChannelType.EEG
            && !channels.get(j).bad()) {
          matrix[i * n + j] -= 1.0 / good;
        }
      }
    }
    return matrix;
  }

  private static Map<String, Integer> places(List<String> names) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      places.put(names.get(i), i);
    }
    return places;
  }

  static double[] identity(int n) {
    double[] matrix = new double[n * n];
    for (int i = 0; i < n; i++) {
      matrix[i * n + i] = 1;
    }
    return matrix;
  }

  private static double[] product(double[] a, double[] b, int n) {
    double[] c = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < n; k++) {
        double factor = a[i * n + k];
        if (factor != 0) {
          for (int j = 0; j < n; j++) {
            c[i * n + j] += factor * b[k * n + j];
          }
        }
      }
    }
    return c;
  }
}
