package dev.arcuate.plugin.bidsmeg.eeg;

import dev.arcuate.api.Problem;
import dev.arcuate.plugin.bidsmeg.signal.Annotation;
import dev.arcuate.plugin.bidsmeg.signal.Beside;
import dev.arcuate.plugin.bidsmeg.signal.Channel;
import dev.arcuate.plugin.bidsmeg.signal.ChannelType;
import dev.arcuate.plugin.bidsmeg.signal.Damage;
import dev.arcuate.plugin.bidsmeg.signal.Signal;
import dev.arcuate.plugin.bidsmeg.signal.SignalInfo;
import dev.arcuate.plugin.bidsmeg.signal.Unit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** A recording of BrainVision: header {@code .vhdr}, markers {@code .vmrk} and samples. */
public final class BrainVision implements Signal {
  private static final int MOST_CHANNELS = 100_000;
  private static final double MICROSECONDS = 1e6;

  /** Where the recording was started, for the first time or again after a pause. */
  private static final String SEGMENT = "New Segment/";

  private enum Format {
    INT_16(2),
    INT_32(4),
    IEEE_FLOAT_32(4);

    private final int width;

    Format(int width) {
      this.width = width;
    }
  }

  private final SignalInfo info;
  private final FileChannel data;
  private final String dataName;
  private final Format format;
  private final boolean multiplexed;
  private final double[] factors;
  private final long samples;
  private final List<Long> starts;

  private BrainVision(
      SignalInfo info,
      FileChannel data,
      String dataName,
      Format format,
      boolean multiplexed,
      double[] factors,
      long samples,
      List<Long> starts) {
    this.info = info;
    this.data = data;
    this.dataName = dataName;
    this.format = format;
    this.multiplexed = multiplexed;
    this.factors = factors;
    this.samples = samples;
    this.starts = List.copyOf(starts);
  }

  /**
   * Opens a recording by its header.
   *
   * @param name for messages
   */
  public static BrainVision open(Path header, String name) throws IOException {
    Ini ini = Ini.read(header, name);
    if (!ini.title().contains("rain") || !ini.title().contains("ision")) {
      throw Damage.notOne(name, "it does not begin as a BrainVision header does");
    }
    String common = "Common Infos";
    int channels = (int) ini.number(common, "NumberOfChannels");
    double interval = ini.number(common, "SamplingInterval");
    if (channels < 1 || channels > MOST_CHANNELS || !(interval > 0) || interval > 1e9) {
      throw Damage.text(name, channels + " channels, a sample every " + interval + " µs");
    }
    if (!ini.text(common, "DataFormat").orElse("BINARY").equalsIgnoreCase("BINARY")) {
      throw Damage.unsupported(name, "its samples are stored as text (DataFormat=ASCII)");
    }
    Format format = format(ini, name);
    boolean multiplexed =
        ini.text(common, "DataOrientation").orElse("MULTIPLEXED").equalsIgnoreCase("MULTIPLEXED");
    List<Channel> list = new ArrayList<>();
    double[] factors = new double[channels];
    for (int c = 0; c < channels; c++) {
      list.add(channel(ini, c, factors, name));
    }
    if (list.stream().map(Channel::name).distinct().count() != channels) {
      throw Damage.text(name, "two channels have one name");
    }
    Path dataFile = beside(header, ini, "DataFile", name);
    String dataName = dataFile.getFileName().toString();
    long step = (long) format.width * channels;
    FileChannel data = FileChannel.open(dataFile, StandardOpenOption.READ);
    try {
      long size = data.size();
      if (size == 0 || size % step != 0) {
        throw Damage.truncated(dataName, size, step - size % step, size);
      }
      double rate = MICROSECONDS / interval;
      List<Annotation> markers = List.of();
      if (ini.text(common, "MarkerFile").isPresent()) {
        markers = markers(beside(header, ini, "MarkerFile", name), rate);
      }
      long samples = size / step;
      List<Long> starts = starts(markers, rate, samples);
      if (!markers.isEmpty() && markers.get(0).description().startsWith(SEGMENT)) {
        // It tells the date only.
        markers = markers.subList(1, markers.size());
      }
      SignalInfo info = SignalInfo.of(rate, list).withAnnotations(markers);
      return new BrainVision(info, data, dataName, format, multiplexed, factors, samples, starts);
    } catch (IOException | RuntimeException e) {
      data.close();
      throw e;
    }
  }

  private static Format format(Ini ini, String name) {
    String text = ini.text("Binary Infos", "BinaryFormat").orElse("INT_16");
    for (Format format : Format.values()) {
      if (format.name().equals(text.toUpperCase(Locale.ROOT))) {
        return format;
      }
    }
    throw Damage.unsupported(name, "BinaryFormat=" + text);
  }

  private static Channel channel(Ini ini, int place, double[] factors, String name) {
    String key = "Ch" + (place + 1);
    String line =
        ini.text("Channel Infos", key)
            .orElseThrow(() -> Damage.text(name, "it does not describe channel " + key));
    String[] parts = line.split(",", -1);
    String label = parts[0].replace("\\1", ",");
    double resolution = 1;
    if (parts.length > 2 && !parts[2].isBlank()) {
      try {
        resolution = Double.parseDouble(parts[2].strip().replace(',', '.'));
      } catch (NumberFormatException e) {
        throw Damage.text(name, key + ": the resolution '" + parts[2] + "' is no number");
      }
    }
    EegNames.Scale scale = EegNames.scale(parts.length > 3 ? parts[3] : "");
    factors[place] = resolution * scale.factor();
    if (!Double.isFinite(factors[place])) {
      throw Damage.text(name, key + ": a resolution of " + resolution);
    }
    ChannelType type = EegNames.type(label, scale.unit());
    return Channel.unplaced(label, type, scale.unit() == Unit.NONE ? Unit.NONE : scale.unit())
        .coiled(type == ChannelType.EEG ? 1 : 0);
  }

  private static Path beside(Path header, Ini ini, String key, String name) {
    String file =
        ini.text("Common Infos", key)
            .orElseThrow(() -> Damage.text(name, "it names no " + key))
            .replace("$b", header.getFileName().toString().replaceFirst("\\.[^.]*$", ""));
    Path path = Beside.of(header, file, name);
    if (!Files.isRegularFile(path)) {
      throw Problem.data(
              "BIDS_MEG_PART_ABSENT", name + " names the file " + file + ", which is not beside it")
          .hint("a recording was renamed without its header: correct " + key + " in it")
          .exception();
    }
    return path;
  }

  private static List<Annotation> markers(Path file, double rate) throws IOException {
    String name = file.getFileName().toString();
    Ini ini = Ini.read(file, name);
    List<Annotation> list = new ArrayList<>();
    for (String line : ini.values("Marker Infos")) {
      String[] parts = line.split(",", -1);
      try {
        if (parts.length < 4) {
          throw new NumberFormatException(line);
        }
        double position = Double.parseDouble(parts[2].strip());
        double size = parts[3].isBlank() ? 0 : Double.parseDouble(parts[3].strip());
        if (!Double.isFinite(position) || !Double.isFinite(size)) {
          throw new NumberFormatException(line);
        }
        String text = parts[0] + "/" + parts[1].replace("\\1", ",");
        list.add(new Annotation((position - 1) / rate, size / rate, text));
      } catch (NumberFormatException e) {
        throw Damage.text(name, "this is no marker: " + line);
      }
    }
    return list;
  }

  /** Samples before which the recording paused, and the first. */
  private static List<Long> starts(List<Annotation> markers, double rate, long samples) {
    TreeSet<Long> starts = new TreeSet<>(List.of(0L));
    for (Annotation marker : markers) {
      long at = Math.round(marker.onsetSeconds() * rate);
      if (marker.description().startsWith(SEGMENT) && at > 0 && at < samples) {
        starts.add(at);
      }
    }
    return List.copyOf(starts);
  }

  @Override
  public SignalInfo info() {
    return info;
  }

  @Override
  public long samples() {
    return samples;
  }

  @Override
  public long firstSample() {
    return 0;
  }

  @Override
  public List<Long> starts() {
    return starts;
  }

  @Override
  public void read(int[] channels, long first, int count, double[][] into) throws IOException {
    if (first < 0 || count < 0 || first + count > samples) {
      throw new IndexOutOfBoundsException(first + "+" + count + " of " + samples);
    }
    int all = factors.length;
    if (multiplexed) {
      int most = Math.max(1, (1 << 22) / (all * format.width));
      ByteBuffer bytes =
          ByteBuffer.allocateDirect(Math.min(most, Math.max(count, 1)) * all * format.width)
              .order(ByteOrder.LITTLE_ENDIAN);
      for (int done = 0; done < count; done += most) {
        int some = Math.min(most, count - done);
        fill(bytes.clear().limit(some * all * format.width), (first + done) * all * format.width);
        for (int c = 0; c < channels.length; c++) {
          decode(bytes, channels[c], all, some, into[c], done, factors[channels[c]]);
        }
      }
    } else {
      ByteBuffer bytes =
          ByteBuffer.allocateDirect(Math.max(1, count) * format.width)
              .order(ByteOrder.LITTLE_ENDIAN);
      for (int c = 0; c < channels.length; c++) {
        fill(
            bytes.clear().limit(count * format.width),
            (channels[c] * samples + first) * format.width);
        decode(bytes, 0, 1, count, into[c], 0, factors[channels[c]]);
      }
    }
  }

  private void decode(
      ByteBuffer bytes, int from, int step, int count, double[] into, int offset, double factor) {
    for (int t = 0; t < count; t++) {
      int at = (t * step + from) * format.width;
      double stored =
          switch (format) {
            case INT_16 -> bytes.getShort(at);
            case INT_32 -> bytes.getInt(at);
            case IEEE_FLOAT_32 -> bytes.getFloat(at);
          };
      into[offset + t] = stored * factor;
    }
  }

  private void fill(ByteBuffer bytes, long position) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      int count = data.read(bytes, at);
      if (count < 0) {
        throw Damage.truncated(dataName, at, bytes.remaining(), data.size());
      }
      at += count;
    }
  }

  @Override
  public void close() throws IOException {
    data.close();
  }
}
