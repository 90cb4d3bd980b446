package dev.arcuate.plugin.bidsmeg.ctf;

import dev.arcuate.plugin.bidsmeg.signal.Channel;
import dev.arcuate.plugin.bidsmeg.signal.ChannelType;
import dev.arcuate.plugin.bidsmeg.signal.Compensation;
import dev.arcuate.plugin.bidsmeg.signal.Frame;
import dev.arcuate.plugin.bidsmeg.signal.NamedMatrix;
import dev.arcuate.plugin.bidsmeg.signal.Transform;
import dev.arcuate.plugin.bidsmeg.signal.Unit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Turns CTF's description of channels into ours, with places as MNE computes them. */
final class CtfChannels {
  private static final double NOWHERE = 1e-6;
  private static final double ORIGIN = 1e-8;

  private CtfChannels() {}

  static Channel channel(Res4.Sensor sensor, Optional<Transform> toHead) {
    return switch (sensor.type()) {
      case CtfNumbers.REFERENCE_MAGNETOMETER, CtfNumbers.REFERENCE_GRADIOMETER, CtfNumbers.SENSOR ->
          magnetic(sensor);
      case CtfNumbers.EEG -> electrode(sensor, toHead);
      case CtfNumbers.STIMULUS -> Channel.unplaced(sensor.name(), ChannelType.STIM, Unit.VOLT);
      default -> Channel.unplaced(sensor.name(), ChannelType.MISC, Unit.VOLT);
    };
  }

  private static Channel magnetic(Res4.Sensor sensor) {
    double[] place = sensor.position(0);
    double[] normal = sensor.normal(0);
    if (Alignment.dot(place, place) < NOWHERE || Alignment.dot(normal, normal) < NOWHERE) {
      return Channel.unplaced(sensor.name(), ChannelType.MISC, Unit.VOLT);
    }
    // A positive gain means a coil wound the other way.
    double[] z = sensor.properGain() > 0 ? scaled(normal, -1) : normal;
    double[] x = null;
    boolean offDiagonal = false;
    if (sensor.type() == CtfNumbers.REFERENCE_GRADIOMETER) {
      double[] between = Alignment.minus(place, sensor.position(1));
      double size = Math.sqrt(Alignment.dot(between, between));
      double[] along = size > 0 ? scaled(between, 1 / size) : between;
      if (Math.abs(Alignment.dot(along, z)) < 1e-3) {
        offDiagonal = true;
        place = Alignment.minus(place, scaled(along, size / 2));
        x = along;
      }
    }
    double[] y;
    if (x == null) {
      double length = Math.sqrt(Alignment.dot(z, z));
      x = anyNormalTo(z, length);
      z = scaled(z, 1 / length);
      x = Alignment.minus(x, scaled(z, Alignment.dot(z, x)));
      x = scaled(x, 1 / Math.sqrt(Alignment.dot(x, x)));
    }
    y = Alignment.cross(z, x);
    double[] location = new double[12];
    System.arraycopy(place, 0, location, 0, 3);
    System.arraycopy(x, 0, location, 3, 3);
    System.arraycopy(y, 0, location, 6, 3);
    System.arraycopy(z, 0, location, 9, 3);
    int coil =
        switch (sensor.type()) {
          case CtfNumbers.REFERENCE_MAGNETOMETER -> CtfNumbers.COIL_REFERENCE_MAGNETOMETER;
          case CtfNumbers.REFERENCE_GRADIOMETER ->
              offDiagonal ? CtfNumbers.COIL_OFF_DIAGONAL : CtfNumbers.COIL_REFERENCE_GRADIOMETER;
          default -> CtfNumbers.COIL_GRADIOMETER;
        };
    return new Channel(
        sensor.name(),
        sensor.type() == CtfNumbers.SENSOR ? ChannelType.MAG : ChannelType.REF_MEG,
        Unit.TESLA,
        HeadCoils.TO_DEVICE.location(location),
        Frame.DEVICE,
        coil | sensor.grade() << 16,
        false);
  }

  /** An axis of the frame that is as far from parallel to a direction as can be. */
  private static double[] anyNormalTo(double[] z, double length) {
    double[] x = new double[3];
    if (Math.abs(length - Math.abs(z[2])) < 1e-5) {
      x[0] = 1;
    } else if (z[1] < z[2]) {
      x[z[0] < z[1] ? 0 : 1] = 1;
    } else {
      x[z[0] < z[2] ? 0 : 2] = 1;
    }
    return x;
  }

  private static double[] scaled(double[] a, double factor) {
    return new double[] {a[0] * factor, a[1] * factor, a[2] * factor};
  }

  private static Channel electrode(Res4.Sensor sensor, Optional<Transform> toHead) {
    double[] location = new double[12];
    Arrays.fill(location, Double.NaN);
    double[] place = sensor.position(0);
    Frame frame = Frame.HEAD;
    if (Alignment.dot(place, place) < ORIGIN) {
      System.arraycopy(place, 0, location, 0, 3);
    } else if (toHead.isPresent()) {
      double[] there = toHead.get().point(place[0], place[1], place[2]);
      System.arraycopy(there, 0, location, 0, 3);
    } else {
      frame = Frame.CTF_HEAD;
    }
    return new Channel(sensor.name(), ChannelType.EEG, Unit.VOLT, location, frame, 1, false);
  }

  /** Compensations by kind; coefficients of one kind name the same references. */
  static List<Compensation> compensations(Res4 res4) {
    List<Res4.Coefficients> sorted =
        res4.coefficients().stream()
            .sorted(
                Comparator.comparingInt(Res4.Coefficients::kind)
                    .thenComparingInt(Res4.Coefficients::place))
            .toList();
    List<Compensation> list = new ArrayList<>();
    int first = 0;
    for (int i = 1; i <= sorted.size(); i++) {
      if (i == sorted.size() || sorted.get(i).kind() != sorted.get(first).kind()) {
        matrix(res4, sorted.subList(first, i)).ifPresent(list::add);
        first = i;
      }
    }
    return list;
  }

  private static Optional<Compensation> matrix(Res4 res4, List<Res4.Coefficients> rows) {
    List<String> references = rows.get(0).names();
    int[] known =
        IntStream.range(0, references.size())
            .filter(r -> place(res4, references.get(r)) >= 0)
            .toArray();
    boolean even = rows.stream().allMatch(row -> row.names().equals(references));
    List<String> columns = Arrays.stream(known).mapToObj(references::get).toList();
    if (!even || columns.isEmpty() || columns.stream().distinct().count() != columns.size()) {
      return Optional.empty();
    }
    double[] values = new double[rows.size() * known.length];
    for (int r = 0; r < rows.size(); r++) {
      double rowGain = gain(res4.sensors().get(rows.get(r).place()));
      for (int c = 0; c < known.length; c++) {
        double columnGain = gain(res4.sensors().get(place(res4, columns.get(c))));
        values[r * known.length + c] = 1 / rowGain * rows.get(r).values()[known[c]] * columnGain;
      }
    }
    int kind = rows.get(0).kind();
    List<String> names = rows.stream().map(Res4.Coefficients::sensor).toList();
    return Optional.of(
        new Compensation(Compensation.grade(kind), kind, new NamedMatrix(names, columns, values)));
  }

  private static int place(Res4 res4, String name) {
    for (int i = 0; i < res4.sensors().size(); i++) {
      if (res4.sensors().get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  private static double gain(Res4.Sensor sensor) {
    return sensor.properGain() * sensor.sampleGain();
  }
}
