package dev.arcuate.plugin.bidsmeg;

import dev.arcuate.plugin.bidsmeg.signal.Annotation;
import dev.arcuate.plugin.bidsmeg.signal.Channel;
import dev.arcuate.plugin.bidsmeg.signal.ChannelType;
import dev.arcuate.plugin.bidsmeg.signal.DigitizedPoint;
import dev.arcuate.plugin.bidsmeg.signal.Frame;
import dev.arcuate.plugin.bidsmeg.signal.NamedMatrix;
import dev.arcuate.plugin.bidsmeg.signal.Projector;
import dev.arcuate.plugin.bidsmeg.signal.SignalInfo;
import dev.arcuate.plugin.bidsmeg.signal.Transform;
import dev.arcuate.plugin.bidsmeg.signal.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A small made-up recording. */
public final class TinyMeg {
  public static final double RATE = 200;

  private TinyMeg() {}

  /** Magnetometers, two electrodes and a trigger, with everything a file may say of them. */
  public static SignalInfo info(int sensors) {
    List<Channel> channels = new ArrayList<>();
    for (int s = 0; s < sensors; s++) {
      double[] location = new double[12];
      location[0] = 0.1 * Math.cos(s);
      location[1] = 0.1 * Math.sin(s);
      location[2] = 0.02 * s;
      location[3] = 1;
      location[7] = 1;
      location[11] = 1;
      channels.add(
          new Channel(
              "MEG" + (100 + s),
              ChannelType.MAG,
              Unit.TESLA,
              location,
              Frame.DEVICE,
              3024,
              s == 1));
    }
    for (int e = 0; e < 2; e++) {
      double[] location = new double[12];
      location[0] = 0.05 + 0.01 * e;
      location[2] = 0.1;
      channels.add(
          new Channel("EEG00" + e, ChannelType.EEG, Unit.VOLT, location, Frame.HEAD, 1, false));
    }
    channels.add(Channel.unplaced("STI101", ChannelType.STIM, Unit.VOLT));
    List<String> names = channels.subList(0, sensors).stream().map(Channel::name).toList();
    double[] direction = new double[sensors];
    java.util.Arrays.fill(direction, 1 / Math.sqrt(sensors));
    return new SignalInfo(
        RATE,
        0.1,
        80,
        channels,
        List.of(new Projector("PCA-v1", 1, false, new NamedMatrix(List.of(), names, direction))),
        List.of(),
        List.of(new Annotation(1.5, 0.25, "BAD_blink"), new Annotation(2, 0, "note: a")),
        List.of(
            Transform.of(
                Frame.DEVICE,
                Frame.HEAD,
                new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1},
                new double[] {0, 0, 0.04})),
        List.of(
            new DigitizedPoint(1, 1, -0.07, 0, 0, Frame.HEAD),
            new DigitizedPoint(1, 2, 0, 0.1, 0, Frame.HEAD),
            new DigitizedPoint(1, 3, 0.07, 0, 0, Frame.HEAD)),
        List.of());
  }

  /** Values of the size of each channel's unit, exactly those that float32 can hold. */
  public static double[][] values(SignalInfo info, int samples, long seed) {
    Random random = new Random(seed);
    double[][] values = new double[info.channels().size()][samples];
    for (int c = 0; c < values.length; c++) {
      ChannelType type = info.channels().get(c).type();
      double size = type.meg() ? 1e-12 : type == ChannelType.EEG ? 1e-5 : 1;
      for (int t = 0; t < samples; t++) {
        values[c][t] =
            type == ChannelType.STIM
                ? (t % 100 < 5 ? 1 + t / 100 : 0)
                : (float) (size * random.nextGaussian());
      }
    }
    return values;
  }
}
