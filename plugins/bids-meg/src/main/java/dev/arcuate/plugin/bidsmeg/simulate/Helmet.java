package dev.arcuate.plugin.bidsmeg.simulate;

import dev.arcuate.plugin.bidsmeg.signal.Channel;
import dev.arcuate.plugin.bidsmeg.signal.ChannelType;
import dev.arcuate.plugin.bidsmeg.signal.Compensation;
import dev.arcuate.plugin.bidsmeg.signal.DigitizedPoint;
import dev.arcuate.plugin.bidsmeg.signal.Frame;
import dev.arcuate.plugin.bidsmeg.signal.NamedMatrix;
import dev.arcuate.plugin.bidsmeg.signal.SignalInfo;
import dev.arcuate.plugin.bidsmeg.signal.Transform;
import dev.arcuate.plugin.bidsmeg.signal.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Magnetometers spread evenly over the upper part of a sphere, and a trigger channel. In CTF's form
 * also its clock, and three references above the helmet.
 */
final class Helmet {
  static final String TRIGGER = "STI101";
  static final String CLOCK = "SCLK01-177";

  private static final double RADIUS = 0.115;

  /** The sensors reach from the crown to a little below the middle of the sphere. */
  private static final double LOWEST = -0.25;

  private static final double GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));
  private static final int NEUROMAG_MAGNETOMETER = 3024;
  private static final int CTF_GRADIOMETER = 5001;
  private static final int CTF_REFERENCE = 5002;
  private static final double HEAD_HEIGHT = 0.04;

  /** Along the axes x, y and z. */
  private static final List<String> REFERENCES = List.of("BG1", "BG2", "BG3");

  private static final double REFERENCE_HEIGHT = 0.3;

  private final int sensors;
  private final double[][] places;

  Helmet(int sensors) {
    this.sensors = sensors;
    places = new double[sensors][];
    for (int s = 0; s < sensors; s++) {
      double z = 1 - (1 - LOWEST) * (s + 0.5) / sensors;
      double ring = Math.sqrt(1 - z * z);
      double angle = s * GOLDEN_ANGLE;
      places[s] = new double[] {ring * Math.cos(angle), ring * Math.sin(angle), z};
    }
  }

  int sensors() {
    return sensors;
  }

  /** How well each sensor hears a place, at most 1. */
  double[] topography(List<Double> center, double radius) {
    double[] gains = new double[sensors];
    double nearest = Double.POSITIVE_INFINITY;
    double[] distances = new double[sensors];
    for (int s = 0; s < sensors; s++) {
      double sum = 0;
      for (int i = 0; i < 3; i++) {
        double head = places[s][i] * RADIUS + (i == 2 ? HEAD_HEIGHT : 0);
        sum += (head - center.get(i)) * (head - center.get(i));
      }
      distances[s] = Math.sqrt(sum);
      nearest = Math.min(nearest, distances[s]);
    }
    for (int s = 0; s < sensors; s++) {
      double far = (distances[s] - nearest) / radius;
      gains[s] = Math.exp(-far * far / 2);
    }
    return gains;
  }

  SignalInfo info(SimulateMegSettings settings) {
    boolean ctf = settings.format() == SimulateMegSettings.Format.CTF;
    List<Channel> channels = new ArrayList<>();
    for (int s = 0; s < sensors; s++) {
      channels.add(sensor(s, ctf));
    }
    channels.add(Channel.unplaced(TRIGGER, ChannelType.STIM, Unit.VOLT));
    if (ctf) {
      channels.add(Channel.unplaced(CLOCK, ChannelType.MISC, Unit.VOLT));
      for (int axis = 0; axis < REFERENCES.size(); axis++) {
        channels.add(reference(axis));
      }
    }
    double[] straight = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    Transform toHead =
        Transform.of(Frame.DEVICE, Frame.HEAD, straight, new double[] {0, 0, HEAD_HEIGHT});
    // CTF's head: x to the nose, y to the left ear.
    Transform toCtfHead =
        toHead.then(
            Transform.of(
                Frame.HEAD,
                Frame.CTF_HEAD,
                new double[] {0, 1, 0, -1, 0, 0, 0, 0, 1},
                new double[3]));
    return SignalInfo.of(settings.samplingRate(), channels)
        .withCompensations(ctf ? List.of(nothingShared()) : List.of())
        .withTransforms(
            ctf ? List.of(toHead, toCtfHead) : List.of(toHead),
            List.of(
                new DigitizedPoint(1, 1, -0.075, 0, 0, Frame.HEAD),
                new DigitizedPoint(1, 2, 0, 0.1, 0, Frame.HEAD),
                new DigitizedPoint(1, 3, 0.075, 0, 0, Frame.HEAD)));
  }

  /** The sensors hear nothing of what the references hear, so there is nothing to subtract. */
  private Compensation nothingShared() {
    List<String> rows = IntStream.range(0, sensors).mapToObj(Helmet::name).toList();
    return new Compensation(
        1,
        Compensation.FIRST,
        new NamedMatrix(rows, REFERENCES, new double[sensors * REFERENCES.size()]));
  }

  private static String name(int s) {
    return String.format(Locale.ROOT, "SIM%04d", s + 1);
  }

  private Channel sensor(int s, boolean ctf) {
    double[] normal = places[s];
    double[] place = {normal[0] * RADIUS, normal[1] * RADIUS, normal[2] * RADIUS};
    return magnetometer(
        name(s), ChannelType.MAG, place, normal, ctf ? CTF_GRADIOMETER : NEUROMAG_MAGNETOMETER);
  }

  private static Channel reference(int axis) {
    double[] normal = new double[3];
    normal[axis] = 1;
    double[] place = {0, 0, REFERENCE_HEIGHT};
    return magnetometer(REFERENCES.get(axis), ChannelType.REF_MEG, place, normal, CTF_REFERENCE);
  }

  private static Channel magnetometer(
      String name, ChannelType type, double[] place, double[] normal, int coil) {
    // Any axis that is not parallel to the normal gives the plane of the coil.
    double[] x =
        Math.abs(normal[2]) < 0.9
            ? unit(new double[] {-normal[1], normal[0], 0})
            : unit(new double[] {normal[2], 0, -normal[0]});
    double[] y = {
      normal[1] * x[2] - normal[2] * x[1],
      normal[2] * x[0] - normal[0] * x[2],
      normal[0] * x[1] - normal[1] * x[0]
    };
    double[] location = new double[12];
    for (int i = 0; i < 3; i++) {
      location[i] = place[i];
      location[3 + i] = x[i];
      location[6 + i] = y[i];
      location[9 + i] = normal[i];
    }
    return new Channel(name, type, Unit.TESLA, location, Frame.DEVICE, coil, false);
  }

  private static double[] unit(double[] a) {
    double size = Math.sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2]);
    return new double[] {a[0] / size, a[1] / size, a[2] / size};
  }
}
