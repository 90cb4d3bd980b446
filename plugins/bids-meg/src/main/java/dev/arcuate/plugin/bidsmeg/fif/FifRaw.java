package dev.arcuate.plugin.bidsmeg.fif;

import dev.arcuate.api.Problem;
import dev.arcuate.plugin.bidsmeg.signal.Annotation;
import dev.arcuate.plugin.bidsmeg.signal.Beside;
import dev.arcuate.plugin.bidsmeg.signal.Damage;
import dev.arcuate.plugin.bidsmeg.signal.Signal;
import dev.arcuate.plugin.bidsmeg.signal.SignalInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A continuous recording in one FIF file, or split over several that name each other. */
public final class FifRaw implements Signal {
  private static final int MOST_PARTS = 1000;
  private static final long LONGEST_GAP_SECONDS = 24 * 3600;
  private static final long MOST_BYTES_AT_ONCE = 1 << 23;

  /** Neighbouring samples of all channels; without a file for a gap, which reads as zeros. */
  private record Buffer(FifFile file, Tag tag, long first, int samples) {}

  private final List<FifFile> files;
  private final SignalInfo info;
  private final double[] calibrations;
  private final List<Buffer> buffers;
  private final long firstSample;
  private final long samples;
  private ByteBuffer scratch = ByteBuffer.allocateDirect(0);

  private FifRaw(
      List<FifFile> files,
      SignalInfo info,
      double[] calibrations,
      List<Buffer> buffers,
      long firstSample,
      long samples) {
    this.files = files;
    this.info = info;
    this.calibrations = calibrations;
    this.buffers = buffers;
    this.firstSample = firstSample;
    this.samples = samples;
  }

  /**
   * Opens a recording with all files it is split over.
   *
   * @param name for messages
   */
  public static FifRaw open(Path path, String name) throws IOException {
    List<FifFile> files = new ArrayList<>();
    try {
      return open(path, name, files);
    } catch (IOException | RuntimeException e) {
      for (FifFile file : files) {
        file.close();
      }
      throw e;
    }
  }

  private static FifRaw open(Path path, String name, List<FifFile> files) throws IOException {
    List<Buffer> buffers = new ArrayList<>();
    Set<Path> seen = new HashSet<>();
    Path next = path;
    String label = name;
    FifInfo first = null;
    long begin = 0;
    long at = 0;
    while (next != null) {
      if (!seen.add(next.toAbsolutePath().normalize()) || seen.size() > MOST_PARTS) {
        throw Damage.notOne(label, "its parts name each other in a circle");
      }
      FifFile file = FifFile.open(next, label);
      files.add(file);
      FifInfo info = FifInfo.read(file);
      if (first == null) {
        first = info;
      } else {
        requireSame(file, first, info);
      }
      Layout layout = new Layout(file, info, at, seen.size() == 1);
      layout.read(buffers);
      if (seen.size() == 1) {
        begin = layout.firstSample;
      }
      at = layout.at;
      Optional<String> following = following(file, next);
      next = following.isEmpty() ? null : next.resolveSibling(following.get());
      if (next != null) {
        String from = label;
        label = sibling(label, following.get());
        if (!Files.isRegularFile(next)) {
          throw Problem.data(
                  "BIDS_MEG_PART_ABSENT",
                  from + " goes on in " + following.get() + ", which is not beside it")
              .hint("put all parts of the recording into one folder, under their own names")
              .exception();
        }
      }
    }
    if (at == 0) {
      throw Damage.notOne(name, "it holds no samples");
    }
    FifInfo told = first;
    SignalInfo info = told.info().withAnnotations(onOwnClock(told, begin, buffers));
    return new FifRaw(files, info, told.calibrations(), List.copyOf(buffers), begin, at);
  }

  private static String sibling(String label, String name) {
    int slash = label.lastIndexOf('/');
    return slash < 0 ? name : label.substring(0, slash + 1) + name;
  }

  private static void requireSame(FifFile file, FifInfo first, FifInfo info) {
    if (!info.info().names().equals(first.info().names())
        || info.info().samplingHz() != first.info().samplingHz()) {
      throw Damage.notOne(
          file.name(), "as a part of a recording it has other channels or another rate");
    }
  }

  /** Annotations count from the measurement's own zero; gaps of the acquisition join them. */
  private static List<Annotation> onOwnClock(FifInfo told, long begin, List<Buffer> buffers) {
    double rate = told.info().samplingHz();
    List<Annotation> list = new ArrayList<>();
    for (Annotation one : told.info().annotations()) {
      list.add(
          new Annotation(
              one.onsetSeconds() - begin / rate, one.durationSeconds(), one.description()));
    }
    for (Buffer buffer : buffers) {
      if (buffer.file() == null) {
        list.add(new Annotation(buffer.first() / rate, buffer.samples() / rate, "BAD_ACQ_SKIP"));
      }
    }
    list.sort(Comparator.comparingDouble(Annotation::onsetSeconds));
    return list;
  }

  /** The file that the recording goes on in. */
  private static Optional<String> following(FifFile file, Path path) throws IOException {
    for (Block block : file.root().all(Fif.B_REFERENCE)) {
      if (file.integer(block, Fif.REFERENCE_ROLE).orElse(0) != Fif.ROLE_NEXT_FILE) {
        continue;
      }
      Optional<String> name = file.text(block, Fif.REFERENCE_NAME);
      if (name.isPresent()) {
        return Optional.of(Beside.of(path, name.get(), file.name()).getFileName().toString());
      }
      Optional<Integer> number = file.integer(block, Fif.REFERENCE_NUMBER);
      if (number.isPresent()) {
        return Optional.of(numbered(path.getFileName().toString(), number.get()));
      }
    }
    return Optional.empty();
  }

  private static String numbered(String name, int number) {
    int dot = name.indexOf('.');
    String stem = dot < 0 ? name : name.substring(0, dot);
    String end = dot < 0 ? "" : name.substring(dot);
    return stem.replaceFirst("-\\d+$", "") + "-" + number + end;
  }

  /** Finds the buffers of one file. */
  private static final class Layout {
    private final FifFile file;
    private final int channels;
    private final double rate;
    private final boolean firstFile;
    private long at;
    private long firstSample;

    Layout(FifFile file, FifInfo info, long at, boolean firstFile) {
      this.file = file;
      this.channels = info.info().channels().size();
      this.rate = info.info().samplingHz();
      this.at = at;
      this.firstFile = firstFile;
    }

    void read(List<Buffer> into) throws IOException {
      Block raw =
          file.root()
              .first(Fif.B_RAW)
              .or(() -> file.root().first(Fif.B_CONTINUOUS))
              .or(() -> file.root().first(Fif.B_MAXSHIELD_RAW))
              .orElseThrow(() -> Damage.notOne(file.name(), "it holds no continuous recording"));
      long skip = 0;
      boolean begun = false;
      for (Tag tag : raw.tags()) {
        if (tag.kind() == Fif.FIRST_SAMPLE && !begun) {
          firstSample = file.integer(tag);
        } else if (tag.kind() == Fif.SKIP) {
          skip = file.integer(tag);
        } else if (tag.kind() == Fif.BUFFER) {
          int count = samples(tag);
          if (skip > 0 && !begun && firstFile) {
            firstSample += skip * count;
          } else if (skip > 0) {
            gap(tag, skip * count, into);
          }
          skip = 0;
          begun = true;
          into.add(new Buffer(file, tag, at, count));
          at += count;
        }
      }
    }

    private void gap(Tag tag, long length, List<Buffer> into) {
      if (length > LONGEST_GAP_SECONDS * rate || length > Integer.MAX_VALUE) {
        throw Damage.at(file.name(), tag.position(), "a gap of " + length + " samples before it");
      }
      into.add(new Buffer(null, tag, at, (int) length));
      at += length;
    }

    private int samples(Tag tag) {
      int width = width(file, tag);
      if (tag.size() == 0 || tag.size() % (width * channels) != 0) {
        throw Damage.at(
            file.name(),
            tag.position(),
            "a buffer of "
                + tag.size()
                + " bytes, which is no whole number of samples of "
                + channels
                + " channels");
      }
      return tag.size() / (width * channels);
    }
  }

  private static int width(FifFile file, Tag tag) {
    return switch (tag.type()) {
      case Fif.SHORT, Fif.PACK16 -> Short.BYTES;
      case Fif.INT, Fif.FLOAT -> Float.BYTES;
      case Fif.DOUBLE -> Double.BYTES;
      default ->
          throw Damage.at(
              file.name(), tag.position(), "a buffer with numbers of type " + tag.type());
    };
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
    return firstSample;
  }

  @Override
  public List<Long> starts() {
    return List.of(0L);
  }

  @Override
  public void read(int[] channels, long first, int count, double[][] into) throws IOException {
    if (first < 0 || count < 0 || first + count > samples) {
      throw new IndexOutOfBoundsException(first + "+" + count + " of " + samples);
    }
    int index = find(first);
    long at = first;
    while (at < first + count) {
      Buffer buffer = buffers.get(index++);
      int from = (int) (at - buffer.first());
      int some = (int) Math.min(buffer.samples() - from, first + count - at);
      if (buffer.file() == null) {
        for (double[] channel : into) {
          java.util.Arrays.fill(channel, (int) (at - first), (int) (at - first) + some, 0);
        }
      } else {
        window(buffer, from, some, channels, into, (int) (at - first));
      }
      at += some;
    }
  }

  private int find(long sample) {
    int low = 0;
    int high = buffers.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (buffers.get(middle).first() <= sample) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private void window(
      Buffer buffer, int from, int count, int[] channels, double[][] into, int offset)
      throws IOException {
    int width = width(buffer.file(), buffer.tag());
    int all = calibrations.length;
    int most = (int) Math.max(1, MOST_BYTES_AT_ONCE / ((long) width * all));
    for (int done = 0; done < count; done += most) {
      int some = Math.min(most, count - done);
      ByteBuffer bytes = scratch(some * all * width);
      long position = buffer.tag().data() + (long) (from + done) * all * width;
      buffer.file().bytes().read(position, bytes);
      decode(bytes, buffer.tag().type(), some, channels, into, offset + done);
    }
  }

  private ByteBuffer scratch(int size) {
    if (scratch.capacity() < size) {
      scratch = ByteBuffer.allocateDirect(size);
    }
    return scratch.clear().limit(size);
  }

  private void decode(
      ByteBuffer bytes, int type, int count, int[] channels, double[][] into, int offset) {
    int all = calibrations.length;
    for (int c = 0; c < channels.length; c++) {
      int channel = channels[c];
      double factor = calibrations[channel];
      double[] target = into[c];
      switch (type) {
        case Fif.FLOAT -> {
          for (int t = 0; t < count; t++) {
            target[offset + t] = (double) bytes.getFloat((t * all + channel) << 2) * factor;
          }
        }
        case Fif.INT -> {
          for (int t = 0; t < count; t++) {
            target[offset + t] = (double) bytes.getInt((t * all + channel) << 2) * factor;
          }
        }
        case Fif.DOUBLE -> {
          for (int t = 0; t < count; t++) {
            target[offset + t] = bytes.getDouble((t * all + channel) << 3) * factor;
          }
        }
        default -> {
          for (int t = 0; t < count; t++) {
            target[offset + t] = (double) bytes.getShort((t * all + channel) << 1) * factor;
          }
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (FifFile file : files) {
      file.close();
    }
  }
}
