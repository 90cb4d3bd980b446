package dev.arcuate.plugin.bidsmeg.ctf;

import dev.arcuate.plugin.bidsmeg.signal.Channel;
import dev.arcuate.plugin.bidsmeg.signal.ChannelType;
import dev.arcuate.plugin.bidsmeg.signal.Compensation;
import dev.arcuate.plugin.bidsmeg.signal.Frame;
import dev.arcuate.plugin.bidsmeg.signal.NamedMatrix;
import dev.arcuate.plugin.bidsmeg.signal.SignalInfo;
import dev.arcuate.plugin.bidsmeg.signal.Transform;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a folder of CTF's shape, trial by trial: a header, samples as whole numbers, and the head
 * coils. MNE opens it if there are compensations and head coils. What it writes can be read by
 * others; what a real acquisition tells beyond it is missing.
 */
public final class CtfWriter implements Closeable {
  private static final int COIL_BYTES = 80;
  private static final double TESLA_STEP = 1e-17;
  private static final double VOLT_STEP = 1e-8;

  /** Triggers are whole numbers; a clock counts for hours. */
  private static final double OTHER_STEP = 1e-5;

  private final OutputStream samples;
  private final SignalInfo info;
  private final int trialSamples;

  /**
   * Creates the folder.
   *
   * @param folder its name ends with {@code .ds}
   * @param trialSamples samples per trial
   * @param preTriggerSamples of them before the event
   */
  public CtfWriter(
      Path folder, SignalInfo info, int trialSamples, int preTriggerSamples, int trials)
      throws IOException {
    this.info = info;
    this.trialSamples = trialSamples;
    Files.createDirectories(folder);
    String stem = folder.getFileName().toString().replaceFirst("\\.ds$", "");
    Files.write(folder.resolve(stem + ".res4"), header(preTriggerSamples, trials));
    Files.writeString(folder.resolve("BadChannels"), badChannels());
    Files.writeString(folder.resolve("bad.segments"), "");
    if (info.transform(Frame.DEVICE, Frame.CTF_HEAD).isPresent()) {
      Files.writeString(folder.resolve(stem + ".hc"), coils());
    }
    samples =
        new BufferedOutputStream(Files.newOutputStream(folder.resolve(stem + ".meg4")), 1 << 16);
    samples.write("MEG41CP\0".getBytes(StandardCharsets.ISO_8859_1));
  }

  private String badChannels() {
    StringBuilder text = new StringBuilder();
    info.channels().stream().filter(Channel::bad).forEach(c -> text.append(c.name()).append('\n'));
    return text.toString();
  }

  private byte[] header(int preTrigger, int trials) {
    int channels = info.channels().size();
    int sensorBytes = 48 + 2 * Res4.COILS * COIL_BYTES;
    int coefficients = info.compensations().stream().mapToInt(c -> c.weights().height()).sum();
    ByteBuffer out =
        ByteBuffer.allocate(
            Res4.FIXED_PART
                + 2
                + channels * (Res4.NAME + sensorBytes)
                + 2
                + coefficients * Res4.COEFFICIENT_BYTES);
    out.put("MEG42RS\0".getBytes(StandardCharsets.ISO_8859_1));
    out.position(8 + 3 * Res4.TEXT);
    out.putShort((short) 0);
    text(out, "00:00:00", 255);
    text(out, "01/01/1970", 255);
    out.putInt(trialSamples);
    out.putShort((short) channels);
    out.position(1296);
    out.putDouble(info.samplingHz());
    out.putDouble(trialSamples / info.samplingHz());
    out.putShort((short) trials);
    out.position(1316);
    out.putInt(preTrigger);
    out.putShort((short) trials);
    out.position(Res4.DESCRIPTION_LENGTH);
    out.putInt(0);
    out.position(Res4.FIXED_PART);
    out.putShort((short) 0);
    info.channels().forEach(channel -> text(out, channel.name(), Res4.NAME));
    info.channels().forEach(channel -> sensor(out, channel));
    out.putShort((short) coefficients);
    info.compensations().forEach(compensation -> coefficients(out, compensation));
    return out.array();
  }

  /** What the references tell of each sensor. All our magnetic channels have one gain. */
  private static void coefficients(ByteBuffer out, Compensation compensation) {
    NamedMatrix weights = compensation.weights();
    int references = weights.columns().size();
    for (int row = 0; row < weights.height(); row++) {
      final int end = out.position() + Res4.COEFFICIENT_BYTES;
      text(out, weights.rows().get(row), Res4.NAME);
      out.putInt(compensation.code());
      out.putInt(0);
      out.putShort((short) references);
      final int values = out.position() + Res4.BALANCING * Res4.LABEL;
      weights.columns().forEach(name -> text(out, name, Res4.LABEL));
      out.position(values);
      for (int column = 0; column < references; column++) {
        out.putDouble(weights.values()[row * references + column]);
      }
      out.position(end);
    }
  }

  private static void text(ByteBuffer out, String text, int length) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int end = out.position() + length;
    out.put(bytes, 0, Math.min(bytes.length, length));
    out.position(end);
  }

  private static void sensor(ByteBuffer out, Channel channel) {
    final int end = out.position() + 48 + 2 * Res4.COILS * COIL_BYTES;
    boolean magnetic = channel.type().meg();
    out.putShort((short) type(channel.type()));
    out.putShort((short) 0);
    out.putInt(0);
    // A negative gain: the normal is the sensor's own.
    out.putDouble(magnetic ? -1 : 1);
    out.putDouble((magnetic ? -1 : 1) / step(channel));
    out.putDouble(1);
    out.putDouble(0);
    out.putShort((short) 1);
    out.putShort((short) channel.compensationGrade());
    out.putInt(0);
    if (magnetic) {
      double[] there = HeadCoils.TO_DEVICE.inverse().location(channel.location());
      for (int i = 0; i < 3; i++) {
        out.putDouble(there[i] * 100);
      }
      out.putDouble(0);
      for (int i = 9; i < 12; i++) {
        out.putDouble(there[i]);
      }
    }
    out.position(end);
  }

  /** What a stored number counts in. */
  private static double step(Channel channel) {
    if (channel.type().meg()) {
      return TESLA_STEP;
    }
    return channel.type() == ChannelType.EEG ? VOLT_STEP : OTHER_STEP;
  }

  private static int type(ChannelType type) {
    return switch (type) {
      case MAG, GRAD -> CtfNumbers.SENSOR;
      case REF_MEG -> CtfNumbers.REFERENCE_MAGNETOMETER;
      case EEG -> CtfNumbers.EEG;
      case STIM -> CtfNumbers.STIMULUS;
      default -> 18;
    };
  }

  /** Three coils on the axes of the head, told in both frames. */
  private String coils() {
    Transform toHead = info.transform(Frame.DEVICE, Frame.CTF_HEAD).orElseThrow();
    Transform toDewar = toHead.inverse().then(HeadCoils.TO_DEVICE.inverse());
    double[][] head = {{0.1, 0, 0}, {0, 0.075, 0}, {0, -0.075, 0}};
    String[] names = {"nasion", "left ear", "right ear"};
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < names.length; i++) {
      coil(
          text,
          names[i] + " coil position relative to dewar (cm):",
          toDewar.point(head[i][0], head[i][1], head[i][2]));
    }
    for (int i = 0; i < names.length; i++) {
      coil(text, names[i] + " coil position relative to head (cm):", head[i]);
    }
    return text.toString();
  }

  private static void coil(StringBuilder text, String title, double[] place) {
    text.append("measured ").append(title).append('\n');
    for (int i = 0; i < 3; i++) {
      text.append('\t').append("xyz".charAt(i)).append(" = ").append(place[i] * 100).append('\n');
    }
  }

  /** Appends a trial, [channels][samples], SI units. */
  public void append(double[][] trial) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4 * trialSamples);
    for (int c = 0; c < trial.length; c++) {
      double step = step(info.channels().get(c));
      bytes.clear();
      for (int t = 0; t < trialSamples; t++) {
        bytes.putInt(Math.toIntExact((long) Math.rint(trial[c][t] / step)));
      }
      samples.write(bytes.array());
    }
  }

  @Override
  public void close() throws IOException {
    samples.close();
  }
}
