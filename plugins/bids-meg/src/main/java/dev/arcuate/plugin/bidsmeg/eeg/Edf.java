package dev.arcuate.plugin.bidsmeg.eeg;

import dev.arcuate.api.Problem;
import dev.arcuate.plugin.bidsmeg.filter.Resampling;
import dev.arcuate.plugin.bidsmeg.signal.Annotation;
import dev.arcuate.plugin.bidsmeg.signal.Channel;
import dev.arcuate.plugin.bidsmeg.signal.ChannelType;
import dev.arcuate.plugin.bidsmeg.signal.Damage;
import dev.arcuate.plugin.bidsmeg.signal.Signal;
import dev.arcuate.plugin.bidsmeg.signal.SignalInfo;
import dev.arcuate.plugin.bidsmeg.signal.Unit;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An EDF or EDF+ recording. Channels with a lower rate than the fastest are brought to its rate as
 * MNE does where it loads a whole file: by their spectrum, triggers by holding each value. The
 * first window of such a channel therefore reads all of it, and keeps it.
 */
public final class Edf implements Signal {
  private static final int HEADER = 256;
  private static final int MOST_SIGNALS = 10_000;
  private static final String ANNOTATIONS = "EDF Annotations";

  /** Triggers are numbers, whatever unit their channel claims; 17 bits of them, as MNE has it. */
  private static final EegNames.Scale CODES = new EegNames.Scale(Unit.NONE, 1);

  private static final int CODE_BITS = (1 << 17) - 1;

  /**
   * A channel with where its samples lie in a data record.
   *
   * @param samples in a data record
   * @param offset in bytes from the start of the record
   */
  private record Track(
      String label,
      double gain,
      double shift,
      EegNames.Scale scale,
      ChannelType type,
      int samples,
      int offset) {
    boolean note() {
      return label.equals(ANNOTATIONS);
    }

    boolean trigger() {
      return type == ChannelType.STIM;
    }

    double si(short stored) {
      return (stored * gain + shift) * scale.factor();
    }
  }

  private final String file;
  private final FileChannel channel;
  private final SignalInfo info;
  private final List<Track> tracks;
  private final int recordSamples;
  private final int recordBytes;
  private final long records;
  private final long dataStart;
  private final List<Long> starts;

  /** Slower channels that were asked for, at the rate of the fastest. */
  private final Map<Track, double[]> quickened = new HashMap<>();

  private Edf(Builder builder, SignalInfo info, List<Long> starts) {
    this.file = builder.file;
    this.channel = builder.channel;
    this.info = info;
    this.tracks = List.copyOf(builder.kept);
    this.recordSamples = builder.recordSamples;
    this.recordBytes = builder.recordBytes;
    this.records = builder.records;
    this.dataStart = builder.dataStart;
    this.starts = starts;
  }

  /**
   * Opens a file.
   *
   * @param name for messages
   */
  public static Edf open(Path path, String name) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw Problem.data("BIDS_MEG_FILE_ABSENT", "there is no file " + name).exception();
    }
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      return new Builder(name, channel).build();
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Reads the header and the annotations. */
  private static final class Builder {
    private final String file;
    private final FileChannel channel;
    private final List<Track> kept = new ArrayList<>();
    private final List<Track> notes = new ArrayList<>();
    private final List<Channel> channels = new ArrayList<>();
    private byte[] text;
    private double recordSeconds;
    private int recordSamples;
    private int recordBytes;
    private long records;
    private long dataStart;

    Builder(String file, FileChannel channel) {
      this.file = file;
      this.channel = channel;
    }

    Edf build() throws IOException {
      text = read(0, HEADER);
      if (text[0] != '0') {
        throw Damage.notOne(file, "it does not begin as an EDF file does");
      }
      dataStart = whole(184, 8, "the length of the header");
      long promised = whole(236, 8, "the number of data records");
      recordSeconds = number(244, 8, "the duration of a data record");
      final long count = whole(252, 4, "the number of signals");
      boolean interrupted = field(192, 44).startsWith("EDF+D");
      if (count < 1 || count > MOST_SIGNALS || dataStart != HEADER * (count + 1)) {
        throw Damage.at(file, 184, count + " signals in a header of " + dataStart + " bytes");
      }
      text = read(0, (int) dataStart);
      tracks((int) count);
      long body = channel.size() - dataStart;
      if (recordBytes == 0 || body < recordBytes) {
        throw Damage.truncated(file, channel.size(), Math.max(recordBytes, 1), channel.size());
      }
      records = promised < 0 ? body / recordBytes : promised;
      if (records < 1 || records > body / recordBytes) {
        throw Damage.truncated(file, channel.size(), records * recordBytes - body, channel.size());
      }
      if (kept.isEmpty() || !(recordSeconds > 0)) {
        throw Damage.at(file, 244, "data records of " + recordSeconds + " s without samples");
      }
      List<Annotation> annotations = new ArrayList<>();
      List<Long> starts = new ArrayList<>(List.of(0L));
      annotations(annotations, starts, interrupted);
      SignalInfo info =
          SignalInfo.of(recordSamples / recordSeconds, channels)
              .withAnnotations(annotations)
              .withFlags(flags());
      return new Edf(this, info, List.copyOf(starts));
    }

    private void tracks(int count) {
      int at = 0;
      List<Track> all = new ArrayList<>();
      for (int s = 0; s < count; s++) {
        String label = field(HEADER + 16 * s, 16);
        boolean note = label.equals(ANNOTATIONS);
        EegNames.Scale scale = EegNames.scale(field(HEADER + 96 * count + 8 * s, 8));
        int base = HEADER + 104 * count + 8 * s;
        double low = number(base, 8, "the physical minimum of " + label);
        double high = number(base + 8 * count, 8, "the physical maximum of " + label);
        double least = number(base + 16 * count, 8, "the digital minimum of " + label);
        double most = number(base + 24 * count, 8, "the digital maximum of " + label);
        int lengthAt = HEADER + 216 * count + 8 * s;
        long samples = whole(lengthAt, 8, "the samples of " + label);
        if (samples < 1 || samples > 1 << 24 || at + 2 * samples > 1 << 29) {
          throw Damage.at(file, lengthAt, samples + " samples of '" + label + "' in a record");
        }
        if (!note && most == least) {
          throw Damage.at(file, base + 16 * count, "the digital range of '" + label + "' is empty");
        }
        double gain = note ? 1 : (high - low) / (most - least);
        ChannelType type = EegNames.type(label, scale.unit());
        if (type == ChannelType.STIM) {
          scale = CODES;
        }
        all.add(new Track(label, gain, low - least * gain, scale, type, (int) samples, at));
        at += (int) (2 * samples);
      }
      recordBytes = at;
      for (Track track : all) {
        if (track.note()) {
          notes.add(track);
        } else {
          keep(track);
        }
      }
      // The rate is that of the fastest signal; triggers follow it.
      recordSamples =
          kept.stream()
              .filter(track -> !track.trigger())
              .mapToInt(Track::samples)
              .max()
              .orElseGet(() -> kept.stream().mapToInt(Track::samples).max().orElse(0));
    }

    private void keep(Track track) {
      String label = track.label();
      for (int copy = 1; hasName(label); copy++) {
        label = track.label() + "-" + copy;
      }
      kept.add(track);
      channels.add(
          Channel.unplaced(label, track.type(), track.scale().unit())
              .coiled(track.type() == ChannelType.EEG ? 1 : 0));
    }

    /** What {@code inspect} says of channels that had another rate. */
    private List<String> flags() {
      List<String> flags = new ArrayList<>();
      for (int c = 0; c < kept.size(); c++) {
        if (kept.get(c).samples() != recordSamples) {
          double hertz = kept.get(c).samples() / recordSeconds;
          String rate = BigDecimal.valueOf(hertz).stripTrailingZeros().toPlainString();
          flags.add(channels.get(c).name() + " recorded at " + rate + " Hz");
        }
      }
      return flags;
    }

    private boolean hasName(String label) {
      return channels.stream().anyMatch(c -> c.name().equals(label));
    }

    private void annotations(List<Annotation> into, List<Long> starts, boolean interrupted)
        throws IOException {
      double begin = 0;
      double expected = 0;
      for (long record = 0; record < records && !notes.isEmpty(); record++) {
        for (int n = 0; n < notes.size(); n++) {
          Track track = notes.get(n);
          long position = dataStart + record * recordBytes + track.offset();
          List<Annotation> found =
              tals(
                  new String(read(position, 2 * track.samples()), StandardCharsets.UTF_8),
                  position);
          if (n == 0 && !found.isEmpty()) {
            double onset = found.get(0).onsetSeconds();
            begin = record == 0 ? onset : begin;
            if (interrupted && record > 0 && Math.abs(onset - expected) > 1e-3 * recordSeconds) {
              starts.add(record * recordSamples);
            }
            expected = onset + recordSeconds;
          }
          double inFile = record * recordSeconds;
          for (Annotation one : found) {
            if (!one.description().isEmpty()) {
              // On the clock of the samples, which knows no interruptions.
              double onset =
                  interrupted
                      ? inFile + one.onsetSeconds() - (expected - recordSeconds)
                      : one.onsetSeconds() - begin;
              into.add(new Annotation(onset, one.durationSeconds(), one.description()));
            }
          }
        }
      }
    }

    private List<Annotation> tals(String notesText, long position) {
      List<Annotation> list = new ArrayList<>();
      for (String tal : notesText.split("\u0000", -1)) {
        String[] parts = tal.split("\u0014", -1);
        if (parts.length < 2) {
          continue;
        }
        String[] time = parts[0].split("\u0015", -1);
        try {
          double onset = Double.parseDouble(time[0].strip());
          double duration = time.length > 1 ? Double.parseDouble(time[1].strip()) : 0;
          if (!Double.isFinite(onset) || !Double.isFinite(duration)) {
            throw new NumberFormatException(time[0]);
          }
          for (int i = 1; i < Math.max(2, parts.length - 1); i++) {
            list.add(new Annotation(onset, duration, parts[i]));
          }
        } catch (NumberFormatException e) {
          throw Damage.at(file, position, "an annotation without a time: " + printable(tal));
        }
      }
      return list;
    }

    private static String printable(String text) {
      String plain = text.replaceAll("\\p{Cntrl}", " ").strip();
      return plain.length() > 40 ? plain.substring(0, 40) + "…" : plain;
    }

    private String field(int at, int length) {
      return new String(text, at, length, StandardCharsets.ISO_8859_1).strip();
    }

    private double number(int at, int length, String what) {
      try {
        double value = Double.parseDouble(field(at, length));
        if (!Double.isFinite(value)) {
          throw new NumberFormatException(field(at, length));
        }
        return value;
      } catch (NumberFormatException e) {
        throw Damage.at(
            file, at, what + " is '" + printable(field(at, length)) + "', not a number");
      }
    }

    private long whole(int at, int length, String what) {
      double value = number(at, length, what);
      if (value != Math.rint(value)) {
        throw Damage.at(file, at, what + " is " + value + ", not a whole number");
      }
      return (long) value;
    }

    private byte[] read(long position, int count) throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(count);
      fill(file, channel, bytes, position);
      return bytes.array();
    }
  }

  private static void fill(String file, FileChannel channel, ByteBuffer bytes, long position)
      throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      int count = channel.read(bytes, at);
      if (count < 0) {
        throw Damage.truncated(file, at, bytes.remaining(), channel.size());
      }
      at += count;
    }
  }

  @Override
  public SignalInfo info() {
    return info;
  }

  @Override
  public long samples() {
    return records * recordSamples;
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
  public void read(int[] wanted, long first, int count, double[][] into) throws IOException {
    if (first < 0 || count < 0 || first + count > samples()) {
      throw new IndexOutOfBoundsException(first + "+" + count + " of " + samples());
    }
    for (int c = 0; c < wanted.length; c++) {
      Track track = tracks.get(wanted[c]);
      if (track.samples() == recordSamples || track.trigger()) {
        readStored(track, first, count, into[c]);
      } else {
        double[] all = quickened.get(track);
        if (all == null) {
          all = quicken(track);
          quickened.put(track, all);
        }
        System.arraycopy(all, (int) first, into[c], 0, count);
      }
    }
  }

  /** As stored; a sample of a slower trigger lasts until its next one. */
  private void readStored(Track track, long first, int count, double[] into) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(2 * track.samples()).order(ByteOrder.LITTLE_ENDIAN);
    for (long at = first; at < first + count; ) {
      long record = at / recordSamples;
      int within = (int) (at % recordSamples);
      int some = (int) Math.min(recordSamples - within, first + count - at);
      int from = stored(track, within);
      int to = stored(track, within + some - 1) + 1;
      long position = dataStart + record * recordBytes + track.offset() + 2L * from;
      fill(file, channel, bytes.clear().limit(2 * (to - from)), position);
      for (int t = 0; t < some; t++) {
        int place = stored(track, within + t) - from;
        double value = track.si(bytes.getShort(2 * place));
        into[(int) (at - first) + t] = track.trigger() ? (int) value & CODE_BITS : value;
      }
      at += some;
    }
  }

  private int stored(Track track, int within) {
    return (int) ((long) within * track.samples() / recordSamples);
  }

  /** All samples of a slower channel at the rate of the fastest, each stretch for itself. */
  private double[] quicken(Track track) throws IOException {
    double[] all = new double[Math.toIntExact(samples())];
    ByteBuffer bytes = ByteBuffer.allocate(2 * track.samples()).order(ByteOrder.LITTLE_ENDIAN);
    for (int s = 0; s < starts.size(); s++) {
      long firstRecord = starts.get(s) / recordSamples;
      long end = s + 1 < starts.size() ? starts.get(s + 1) : samples();
      int stretch = (int) (end / recordSamples - firstRecord);
      double[] slow = new double[stretch * track.samples()];
      for (int record = 0; record < stretch; record++) {
        long position = dataStart + (firstRecord + record) * recordBytes + track.offset();
        fill(file, channel, bytes.clear(), position);
        for (int t = 0; t < track.samples(); t++) {
          slow[record * track.samples() + t] = track.si(bytes.getShort(2 * t));
        }
      }
      double ratio = (double) recordSamples / track.samples();
      double[] fast = Resampling.circular(ratio, slow.length).apply(slow);
      System.arraycopy(fast, 0, all, (int) (firstRecord * recordSamples), fast.length);
    }
    return all;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
