package dev.arcuate.plugin.bidsmeg;

import dev.arcuate.plugin.bidsmeg.ctf.CtfWriter;
import dev.arcuate.plugin.bidsmeg.fif.FifCuts;
import dev.arcuate.plugin.bidsmeg.fif.FifEvoked;
import dev.arcuate.plugin.bidsmeg.fif.FifRawWriter;
import dev.arcuate.plugin.bidsmeg.signal.Channel;
import dev.arcuate.plugin.bidsmeg.signal.ChannelType;
import dev.arcuate.plugin.bidsmeg.signal.Event;
import dev.arcuate.plugin.bidsmeg.signal.Frame;
import dev.arcuate.plugin.bidsmeg.signal.SignalInfo;
import dev.arcuate.plugin.bidsmeg.signal.Transform;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Small files of every format. */
public final class FormatFixtures {
  private FormatFixtures() {}

  public static Path fif(Path folder, int samples) throws IOException {
    SignalInfo info = TinyMeg.info(4);
    Path file = folder.resolve("tiny_raw.fif");
    try (FifRawWriter writer = FifRawWriter.create(file, info, 100)) {
      writer.append(TinyMeg.values(info, samples, 4), samples);
    }
    return file;
  }

  public static Path epochs(Path folder) throws IOException {
    SignalInfo info = TinyMeg.info(4);
    Path file = folder.resolve("tiny-epo.fif");
    List<Event> events = List.of(new Event(50, 0, 1), new Event(90, 0, 2), new Event(130, 0, 1));
    FifCuts.epochs(file, info, events, -4, 12, event -> TinyMeg.values(info, 12, event));
    return file;
  }

  public static Path evoked(Path folder) throws IOException {
    SignalInfo info = TinyMeg.info(4);
    Path file = folder.resolve("tiny-ave.fif");
    double[][] values = TinyMeg.values(info, 30, 2);
    FifCuts.evoked(file, List.of(new FifEvoked(info, "words", 100, 20, -10, -0.05, values)));
    return file;
  }

  public static Path events(Path folder) throws IOException {
    Path file = folder.resolve("tiny-eve.fif");
    FifCuts.events(file, List.of(new Event(50, 0, 1), new Event(90, 0, 2)));
    return file;
  }

  /** Three trials without a clock. */
  public static Path ctf(Path folder, int trial) throws IOException {
    List<Channel> channels = new ArrayList<>();
    for (Channel channel : TinyMeg.info(4).channels()) {
      channels.add(channel.type() == ChannelType.MAG ? channel.coiled(5001) : channel);
    }
    SignalInfo info =
        SignalInfo.of(TinyMeg.RATE, channels)
            .withTransforms(
                List.of(
                    Transform.of(
                        Frame.DEVICE,
                        Frame.CTF_HEAD,
                        new double[] {0, 1, 0, -1, 0, 0, 0, 0, 1},
                        new double[] {0, 0, 0.04})),
                List.of());
    Path ds = folder.resolve("tiny.ds");
    try (CtfWriter writer = new CtfWriter(ds, info, trial, trial / 4, 3)) {
      for (int t = 0; t < 3; t++) {
        writer.append(TinyMeg.values(info, trial, t));
      }
    }
    Files.writeString(ds.resolve("bad.segments"), "muscle 0.10 0.25\n");
    Files.writeString(
        ds.resolve("MarkerFile.mrk"),
        """
        PATH OF DATASET:
        tiny.ds

        NUMBER OF MARKERS:
        1

        CLASSGROUPID:
        3
        NAME:
        word
        COMMENT:

        NUMBER OF SAMPLES:
        2
        LIST OF SAMPLES:
        TRIAL NUMBER\t\tTIME FROM SYNC POINT (in seconds)
                          +0\t\t\t\t\t +0.05
                          +2\t\t\t\t\t +0.1
        """);
    return ds;
  }

  public static Path brainVision(Path folder, int samples, boolean floats) throws IOException {
    Files.writeString(
        folder.resolve("tiny.vhdr"),
        """
        Brain Vision Data Exchange Header File Version 1.0
        ; made up
        [Common Infos]
        Codepage=UTF-8
        DataFile=tiny.eeg
        MarkerFile=tiny.vmrk
        DataFormat=BINARY
        DataOrientation=MULTIPLEXED
        NumberOfChannels=3
        SamplingInterval=4000
        [Binary Infos]
        BinaryFormat=%s
        [Channel Infos]
        Ch1=Cz,,0.5,µV
        Ch2=a\\1b,,1,mV
        Ch3=VEOG,,0.1,µV
        """
            .formatted(floats ? "IEEE_FLOAT_32" : "INT_16"));
    Files.writeString(
        folder.resolve("tiny.vmrk"),
        """
        Brain Vision Data Exchange Marker File, Version 1.0
        [Common Infos]
        DataFile=tiny.eeg
        [Marker Infos]
        Mk1=New Segment,,1,1,0,20260101000000000000
        Mk2=Stimulus,S  1,26,1,0
        Mk3=New Segment,,51,1,0,20260101000010000000
        """);
    ByteBuffer data =
        ByteBuffer.allocate(samples * 3 * (floats ? 4 : 2)).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < samples * 3; i++) {
      if (floats) {
        data.putFloat(i / 2f);
      } else {
        data.putShort((short) i);
      }
    }
    Files.write(folder.resolve("tiny.eeg"), data.array());
    return folder.resolve("tiny.vhdr");
  }

  /** Two channels at 100 Hz in records of a second, and annotations. */
  public static Path edf(Path folder, int records) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int signals = 3;
    text(out, "0", 8);
    text(out, "X X X X", 80);
    text(out, "Startdate 01-JAN-2026 X X X", 80);
    text(out, "01.01.26", 8);
    text(out, "00.00.00", 8);
    text(out, Integer.toString(256 * (signals + 1)), 8);
    text(out, "EDF+C", 44);
    text(out, Integer.toString(records), 8);
    text(out, "1", 8);
    text(out, Integer.toString(signals), 4);
    List<String> labels = List.of("Cz", "ECG", "EDF Annotations");
    labels.forEach(label -> text(out, label, 16));
    labels.forEach(label -> text(out, "", 80));
    List.of("uV", "mV", "").forEach(unit -> text(out, unit, 8));
    List.of("-100", "-5", "-1").forEach(low -> text(out, low, 8));
    List.of("100", "5", "1").forEach(high -> text(out, high, 8));
    labels.forEach(label -> text(out, "-32768", 8));
    labels.forEach(label -> text(out, "32767", 8));
    labels.forEach(label -> text(out, "", 80));
    List.of("100", "100", "30").forEach(count -> text(out, count, 8));
    labels.forEach(label -> text(out, "", 32));
    for (int r = 0; r < records; r++) {
      ByteBuffer samples = ByteBuffer.allocate(400).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < 200; i++) {
        samples.putShort((short) (i * 100 - 3000 + r));
      }
      out.write(samples.array());
      String notes = String.format(Locale.ROOT, "+%d\u0014\u0014\u0000", r);
      if (r == 1) {
        notes += "+1.25\u00150.5\u0014word\u0014\u0000";
      }
      text(out, notes, 60, '\u0000');
    }
    Path file = folder.resolve("tiny.edf");
    Files.write(file, out.toByteArray());
    return file;
  }

  private static void text(ByteArrayOutputStream out, String text, int length) {
    text(out, text, length, ' ');
  }

  private static void text(ByteArrayOutputStream out, String text, int length, char fill) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < length; i++) {
      out.write(i < bytes.length ? bytes[i] : fill);
    }
  }
}
