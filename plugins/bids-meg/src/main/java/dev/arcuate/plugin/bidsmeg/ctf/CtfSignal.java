package dev.arcuate.plugin.bidsmeg.ctf;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.plugin.bidsmeg.signal.Channel;
import dev.arcuate.plugin.bidsmeg.signal.Damage;
import dev.arcuate.plugin.bidsmeg.signal.DigitizedPoint;
import dev.arcuate.plugin.bidsmeg.signal.Frame;
import dev.arcuate.plugin.bidsmeg.signal.Signal;
import dev.arcuate.plugin.bidsmeg.signal.SignalInfo;
import dev.arcuate.plugin.bidsmeg.signal.Transform;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A recording in a CTF folder: trials one after another, over one file or several. */
public final class CtfSignal implements Signal {
  private static final int MOST_FILES = 1000;

  /** One of the files of samples. */
  private record Part(String name, FileChannel channel, long first, long samples) {}

  private final SignalInfo info;
  private final Res4 res4;
  private final List<Part> parts;
  private final List<Long> starts;

  private CtfSignal(SignalInfo info, Res4 res4, List<Part> parts, List<Long> starts) {
    this.info = info;
    this.res4 = res4;
    this.parts = parts;
    this.starts = starts;
  }

  /**
   * Opens a folder.
   *
   * @param name for messages
   */
  public static CtfSignal open(Path folder, String name) throws IOException {
    String stem = stem(folder, name);
    Path header = folder.resolve(stem + ".res4");
    Res4 res4 = Res4.read(header, name + "/" + stem + ".res4");
    List<Part> parts = new ArrayList<>();
    try {
      parts(folder, name, stem, res4, parts);
      SignalInfo info = info(folder, name, stem, res4, missing(res4, parts));
      CtfSignal signal = new CtfSignal(info, res4, List.copyOf(parts), new ArrayList<>());
      signal.findStarts();
      return signal;
    } catch (IOException | RuntimeException e) {
      for (Part part : parts) {
        part.channel().close();
      }
      throw e;
    }
  }

  /** The files are named after the folder; where it was renamed, after the one header in it. */
  private static String stem(Path folder, String name) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw Problem.data("BIDS_MEG_FILE_ABSENT", "there is no folder " + name).exception();
    }
    String own = folder.getFileName().toString().replaceFirst("\\.ds$", "");
    if (Files.isRegularFile(folder.resolve(own + ".res4"))) {
      return own;
    }
    try (var files = Files.list(folder)) {
      List<String> headers =
          files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith(".res4")).toList();
      if (headers.isEmpty()) {
        throw absent(name, own + ".res4, its header");
      }
      if (headers.size() > 1) {
        throw Damage.notOne(name, "it holds " + headers.size() + " headers (.res4), not one");
      }
      return headers.get(0).substring(0, headers.get(0).length() - ".res4".length());
    }
  }

  private static ProblemException absent(String name, String what) {
    return Problem.data("BIDS_MEG_PART_ABSENT", name + " lacks " + what)
        .hint("a CTF recording is the whole folder: copy it again, with all its files")
        .exception();
  }

  private static void parts(Path folder, String name, String stem, Res4 res4, List<Part> into)
      throws IOException {
    long at = 0;
    for (int number = 0; number < MOST_FILES; number++) {
      String file = stem + "." + (number == 0 ? "meg4" : number + "_meg4");
      Path path = folder.resolve(file);
      if (!Files.isRegularFile(path)) {
        break;
      }
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      String label = name + "/" + file;
      into.add(new Part(label, channel, at, 0));
      long trial = 4L * res4.samples() * res4.sensors().size();
      long body = channel.size() - CtfNumbers.MEG4_HEADER;
      if (body < 0 || body % trial != 0) {
        throw Damage.truncated(
            label, channel.size(), body < 0 ? -body : trial - body % trial, channel.size());
      }
      long stored = body / trial * res4.samples();
      long valid = valid(label, channel, res4, stored);
      into.set(into.size() - 1, new Part(label, channel, at, valid));
      at += valid;
      if (valid < stored) {
        break;
      }
    }
    if (at == 0) {
      throw absent(name, stem + ".meg4, its samples");
    }
  }

  /** Samples up to where the clock of the acquisition drops to 0: nothing was recorded after it. */
  private static long valid(String label, FileChannel channel, Res4 res4, long stored)
      throws IOException {
    int clock = clock(res4);
    if (clock < 0) {
      return stored;
    }
    ByteBuffer bytes = ByteBuffer.allocate(4 * res4.samples());
    for (long first = 0; first < stored; first += res4.samples()) {
      bytes.clear();
      long position =
          CtfNumbers.MEG4_HEADER
              + 4L * (first * res4.sensors().size() + (long) clock * res4.samples());
      fill(label, channel, bytes, position);
      for (int t = 0; t < res4.samples(); t++) {
        if (bytes.getInt(4 * t) == 0) {
          return first + t;
        }
      }
    }
    return stored;
  }

  private static int clock(Res4 res4) {
    for (int i = 0; i < res4.sensors().size(); i++) {
      if (res4.sensors().get(i).name().equals(CtfNumbers.CLOCK)) {
        return i;
      }
    }
    return -1;
  }

  /** Trials that the header promises beyond those stored, unless the acquisition was stopped. */
  private static List<String> missing(Res4 res4, List<Part> parts) throws IOException {
    Part last = parts.get(parts.size() - 1);
    long end = 4L * res4.sensors().size() * last.samples() + CtfNumbers.MEG4_HEADER;
    boolean stopped = end < last.channel().size();
    long stored = (last.first() + last.samples()) / res4.samples();
    return stopped || stored >= res4.trials()
        ? List.of()
        : List.of(SignalInfo.INCOMPLETE + stored + " of " + res4.trials() + " trials");
  }

  private static SignalInfo info(
      Path folder, String name, String stem, Res4 res4, List<String> flags) throws IOException {
    List<Transform> transforms = List.of();
    List<DigitizedPoint> points = List.of();
    Path coilFile = folder.resolve(stem + ".hc");
    if (Files.isRegularFile(coilFile)) {
      HeadCoils coils = HeadCoils.read(coilFile, name + "/" + stem + ".hc");
      if (coils.complete()) {
        transforms = coils.transforms();
        points = coils.points();
      }
    }
    Optional<Transform> toHead =
        transforms.stream().filter(t -> t.from() == Frame.CTF_HEAD).findFirst();
    CtfNotes notes = new CtfNotes(folder, name, res4);
    Set<String> bad = notes.badChannels();
    List<Channel> channels = new ArrayList<>();
    for (Res4.Sensor sensor : res4.sensors()) {
      channels.add(CtfChannels.channel(sensor, toHead).marked(bad.contains(sensor.name())));
    }
    return new SignalInfo(
        res4.samplingHz(),
        res4.highPassHz(),
        res4.lowPassHz(),
        channels,
        List.of(),
        CtfChannels.compensations(res4),
        notes.annotations(),
        transforms,
        points,
        flags);
  }

  /** Trials that follow each other without a gap, by the clock, are one stretch. */
  private void findStarts() throws IOException {
    int clock = clock(res4);
    starts.add(0L);
    long samples = samples();
    double[][] ends = new double[1][2];
    for (long start = res4.samples(); start < samples; start += res4.samples()) {
      boolean follows = false;
      if (clock >= 0) {
        read(new int[] {clock}, start - 1, 2, ends);
        double step = (ends[0][1] - ends[0][0]) * res4.samplingHz();
        follows = Math.abs(step - 1) < 0.5;
      }
      if (!follows) {
        starts.add(start);
      }
    }
  }

  @Override
  public SignalInfo info() {
    return info;
  }

  /** Samples of one trial. */
  public int trialSamples() {
    return res4.samples();
  }

  /** Samples of a trial before its trigger. */
  public int preTriggerSamples() {
    return res4.preTriggerSamples();
  }

  @Override
  public long samples() {
    Part last = parts.get(parts.size() - 1);
    return last.first() + last.samples();
  }

  @Override
  public long firstSample() {
    return 0;
  }

  @Override
  public List<Long> starts() {
    return List.copyOf(starts);
  }

  @Override
  public void read(int[] channels, long first, int count, double[][] into) throws IOException {
    if (first < 0 || count < 0 || first + count > samples()) {
      throw new IndexOutOfBoundsException(first + "+" + count + " of " + samples());
    }
    ByteBuffer bytes = ByteBuffer.allocateDirect(4 * Math.min(res4.samples(), Math.max(count, 1)));
    for (Part part : parts) {
      long from = Math.max(first, part.first());
      long to = Math.min(first + count, part.first() + part.samples());
      for (long at = from; at < to; ) {
        long inPart = at - part.first();
        int within = (int) (inPart % res4.samples());
        int some = (int) Math.min(res4.samples() - within, to - at);
        trial(part, inPart - within, within, some, channels, into, (int) (at - first), bytes);
        at += some;
      }
    }
  }

  private void trial(
      Part part,
      long trialStart,
      int within,
      int count,
      int[] channels,
      double[][] into,
      int offset,
      ByteBuffer bytes)
      throws IOException {
    for (int c = 0; c < channels.length; c++) {
      Res4.Sensor sensor = res4.sensors().get(channels[c]);
      double factor = 1 / (sensor.properGain() * sensor.sampleGain());
      long position =
          CtfNumbers.MEG4_HEADER
              + 4
                  * (trialStart * res4.sensors().size()
                      + (long) channels[c] * res4.samples()
                      + within);
      bytes.clear().limit(4 * count);
      fill(part.name(), part.channel(), bytes, position);
      for (int t = 0; t < count; t++) {
        into[c][offset + t] = bytes.getInt(4 * t) * factor;
      }
    }
  }

  private static void fill(String label, FileChannel channel, ByteBuffer bytes, long position)
      throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      int count = channel.read(bytes, at);
      if (count < 0) {
        throw Damage.truncated(label, at, bytes.remaining(), channel.size());
      }
      at += count;
    }
  }

  @Override
  public void close() throws IOException {
    for (Part part : parts) {
      part.channel().close();
    }
  }
}
