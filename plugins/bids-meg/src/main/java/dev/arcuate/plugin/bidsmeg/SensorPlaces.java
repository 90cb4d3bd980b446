package dev.arcuate.plugin.bidsmeg;

import dev.arcuate.api.value.Geometry;
import dev.arcuate.plugin.bidsmeg.signal.Channel;
import dev.arcuate.plugin.bidsmeg.signal.Frame;
import dev.arcuate.plugin.bidsmeg.signal.SignalInfo;
import dev.arcuate.plugin.bidsmeg.signal.Transform;
import java.util.List;
import java.util.Optional;

/** Channels as the places of targets. */
final class SensorPlaces {
  private SensorPlaces() {}

  /**
   * Positions in head coordinates; where the head was not located, in those of the helmet, whose
   * origin is moved so that maps look alike.
   */
  static Geometry.Sensors of(List<Channel> channels, SignalInfo info) {
    Optional<Transform> toHead = info.transform(Frame.DEVICE, Frame.HEAD);
    double[] positions = new double[3 * channels.size()];
    for (int c = 0; c < channels.size(); c++) {
      double[] at = channels.get(c).location();
      double[] place = {at[0], at[1], at[2]};
      if (channels.get(c).frame() == Frame.DEVICE && toHead.isPresent()) {
        place = toHead.get().point(at[0], at[1], at[2]);
      }
      for (int i = 0; i < 3; i++) {
        // JSON knows no NaN.
        positions[3 * c + i] = Double.isFinite(place[i]) ? place[i] : 0;
      }
    }
    return new Geometry.Sensors(
        channels.stream().map(Channel::name).toList(),
        channels.stream().map(c -> c.type().label()).toList(),
        positions);
  }

  /** The unit that all channels share, or {@code SI} where they differ. */
  static String unit(List<Channel> channels) {
    List<String> units = channels.stream().map(c -> c.unit().symbol()).distinct().toList();
    return units.size() == 1 ? units.get(0) : "SI";
  }
}
