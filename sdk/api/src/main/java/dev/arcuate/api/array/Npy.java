package dev.arcuate.api.array;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The NumPy array format, version 1.0 written, 1.0 to 3.0 read (NEP 1). Written arrays are little-
 * endian in C order, float32 unless given as doubles. Read arrays may be float32, float64 or
 * integers of either byte order, and come out as float32 unless asked for as doubles.
 */
public final class Npy {
  private static final int CHUNK_BYTES = 1 << 20;
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern DESCR = Pattern.compile("'descr':\\s*'([<>|=])([fiu])(\\d)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order':\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([^)]*)\\)");

  private static final Set<String> TYPES =
      Set.of("f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8");

  private Npy() {}

  /** Kind, size and byte order of an element, and where the data begins. */
  record Header(char kind, int size, ByteOrder order, boolean fortran, long[] shape, long offset) {
    long elements() {
      return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }
  }

  /** Writes values as an array of the given shape. */
  public static void write(Path file, float[] values, int... shape) throws IOException {
    try (NpyWriter writer = NpyWriter.create(file, shape)) {
      writer.append(values, 0, values.length);
    }
  }

  /** Writes values as a float64 array of the given shape. */
  public static void write(Path file, double[] values, int... shape) throws IOException {
    if (IntStream.of(shape).asLongStream().reduce(1, Math::multiplyExact) != values.length) {
      throw new IllegalArgumentException(
          values.length + " values do not make " + Arrays.toString(shape));
    }
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      writeFully(channel, ByteBuffer.wrap(header("<f8", shape)));
      ByteBuffer buffer = doubles(values.length);
      for (int done = 0; done < values.length; ) {
        int chunk = Math.min(values.length - done, buffer.capacity() / Double.BYTES);
        buffer.clear();
        buffer.asDoubleBuffer().put(values, done, chunk);
        buffer.limit(chunk * Double.BYTES);
        writeFully(channel, buffer);
        done += chunk;
      }
    }
  }

  /**
   * All values of a little-endian float64 array in C order, as {@link #write(Path, double[],
   * int...)} made it.
   *
   * @throws ProblemException {@code NPY_UNREADABLE} if the file is no such array or is truncated
   */
  public static double[] readDoubles(Path file) {
    Header header = readHeader(file);
    if (header.kind() != 'f'
        || header.size() != Double.BYTES
        || header.order() != ByteOrder.LITTLE_ENDIAN
        || header.fortran()) {
      throw unreadable(file, "it is not little-endian float64 in C order");
    }
    double[] values = new double[Math.toIntExact(header.elements())];
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer buffer = doubles(values.length);
      for (int done = 0; done < values.length; ) {
        int chunk = Math.min(values.length - done, buffer.capacity() / Double.BYTES);
        buffer.clear().limit(chunk * Double.BYTES);
        fill(channel, buffer, header.offset() + (long) done * Double.BYTES);
        buffer.flip();
        buffer.asDoubleBuffer().get(values, done, chunk);
        done += chunk;
      }
    } catch (IOException e) {
      throw Problem.data("NPY_UNREADABLE", "cannot read the array " + file + ": " + e.getMessage())
          .exception(e);
    }
    return values;
  }

  private static ByteBuffer doubles(int count) {
    long bytes = Math.min(Math.max(count, 1) * (long) Double.BYTES, CHUNK_BYTES);
    return ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /**
   * Opens a one- or two-dimensional array for block reads; a vector counts as one column.
   *
   * @throws ProblemException {@code NPY_UNREADABLE} if the file is no such array or is truncated
   */
  public static FloatMatrix open(Path file) {
    return new NpyMatrix(file, readHeader(file));
  }

  private static ByteBuffer map(Path file, int bytesPerValue) {
    Header header = readHeader(file);
    if (header.kind() != 'f'
        || header.size() != bytesPerValue
        || header.order() != ByteOrder.LITTLE_ENDIAN
        || header.fortran()) {
      throw unreadable(file, "it is not little-endian float" + 8 * bytesPerValue + " in C order");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long length = header.elements() * bytesPerValue;
      return channel
          .map(FileChannel.MapMode.READ_ONLY, header.offset(), length)
          .order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw Problem.data("NPY_UNREADABLE", "cannot map the array " + file + ": " + e.getMessage())
          .exception(e);
    }
  }

  /**
   * A float32 array below 2 GiB, mapped read-only: values are read from the file when they are
   * looked at and take no heap. The mapping lasts until nobody refers to it.
   *
   * @throws ProblemException {@code NPY_UNREADABLE} if the file is no such array or is truncated
   */
  public static FloatBuffer mapFloats(Path file) {
    return map(file, Float.BYTES).asFloatBuffer();
  }

  /** As {@link #mapFloats}, of a float64 array. */
  public static DoubleBuffer mapDoubles(Path file) {
    return map(file, Double.BYTES).asDoubleBuffer();
  }

  /** The sizes of an array's dimensions. */
  public static int[] shape(Path file) {
    return Arrays.stream(readHeader(file).shape()).mapToInt(Math::toIntExact).toArray();
  }

  static byte[] header(int... shape) {
    return header("<f4", shape);
  }

  private static byte[] header(String descr, int... shape) {
    String tuple =
        shape.length == 1
            ? shape[0] + ","
            : IntStream.of(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    String text =
        String.format(
            Locale.ROOT, "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }", descr, tuple);
    int unpadded = MAGIC.length + 4 + text.length() + 1;
    int padding = (64 - unpadded % 64) % 64;
    byte[] body = (text + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(MAGIC.length + 4 + body.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .put((byte) 1)
        .put((byte) 0)
        .putShort((short) body.length)
        .put(body)
        .array();
  }

  static Header readHeader(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer start = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
      fill(channel, start, 0);
      start.flip();
      byte[] magic = new byte[MAGIC.length];
      if (start.remaining() == start.capacity()) {
        start.get(magic);
      }
      if (!Arrays.equals(magic, MAGIC)) {
        throw unreadable(file, "it does not begin as a NumPy array does");
      }
      int major = start.get();
      start.get();
      boolean small = major == 1;
      long length = small ? Short.toUnsignedLong(start.getShort()) : start.getInt();
      long offset = (small ? 10 : 12) + length;
      if (length < 0 || offset > channel.size()) {
        throw unreadable(file, "it ends inside its header");
      }
      ByteBuffer body = ByteBuffer.allocate((int) length);
      fill(channel, body, offset - length);
      Header header = parse(file, new String(body.array(), StandardCharsets.UTF_8), offset);
      long expected = offset + header.elements() * header.size();
      if (channel.size() < expected) {
        throw unreadable(
            file,
            String.format(
                Locale.ROOT,
                "it is truncated: shape %s needs %d bytes, the file has %d",
                Arrays.toString(header.shape()),
                expected,
                channel.size()));
      }
      return header;
    } catch (IOException e) {
      throw Problem.data("NPY_UNREADABLE", "cannot read the array " + file + ": " + e.getMessage())
          .exception(e);
    }
  }

  private static Header parse(Path file, String text, long offset) {
    Matcher descr = DESCR.matcher(text);
    Matcher order = ORDER.matcher(text);
    Matcher shape = SHAPE.matcher(text);
    if (!descr.find() || !order.find() || !shape.find()) {
      throw noNumbers(file, "its header is not that of a numeric array: " + text.strip());
    }
    if (!TYPES.contains(descr.group(2) + descr.group(3))) {
      throw noNumbers(file, "its values are of type " + descr.group(2) + descr.group(3));
    }
    long[] sizes = sizes(file, shape.group(1));
    ByteOrder byteOrder =
        ">".equals(descr.group(1)) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    return new Header(
        descr.group(2).charAt(0),
        Integer.parseInt(descr.group(3)),
        byteOrder,
        "True".equals(order.group(1)),
        sizes,
        offset);
  }

  private static long[] sizes(Path file, String tuple) {
    try {
      long[] sizes =
          Arrays.stream(tuple.split(","))
              .map(String::strip)
              .filter(size -> !size.isEmpty())
              .mapToLong(Long::parseUnsignedLong)
              .toArray();
      double bytes =
          Arrays.stream(sizes).mapToDouble(size -> Math.max(size, 1)).reduce(8, (a, b) -> a * b);
      if (Arrays.stream(sizes).allMatch(size -> size >= 0) && bytes < Long.MAX_VALUE) {
        return sizes;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw unreadable(file, "it has the impossible shape (" + tuple + ")");
  }

  static void fill(FileChannel channel, ByteBuffer buffer, long position) throws IOException {
    long at = position;
    while (buffer.hasRemaining()) {
      int count = channel.read(buffer, at);
      if (count < 0) {
        break;
      }
      at += count;
    }
  }

  static ProblemException unreadable(Path file, String why) {
    return problem(file, why).exception();
  }

  private static ProblemException noNumbers(Path file, String why) {
    return problem(file, why)
        .hint("save it as numbers: np.save('" + file.getFileName() + "', x.astype('float32'))")
        .exception();
  }

  private static Problem problem(Path file, String why) {
    return Problem.data("NPY_UNREADABLE", "cannot read the array " + file + ": " + why);
  }
}
