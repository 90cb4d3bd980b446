package dev.arcuate.plugin.bidsfmri.gifti;

import dev.arcuate.api.ProblemException;
import dev.arcuate.plugin.bids.Fetched;
import dev.arcuate.plugin.bidsfmri.nifti.NiftiType;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringTokenizer;
import java.util.function.Consumer;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;

/** Reads a GIFTI file, plain or compressed as a whole, one array after another. */
public final class GiftiReader {
  private static final String CODE = "BIDS_FMRI_GIFTI_CORRUPT";
  private static final long BEST_COMPRESSION = 1032;
  private static final int MOST_VALUES = Integer.MAX_VALUE / 16;

  /** Files whose values lie elsewhere are small. */
  private static final long LARGEST_WITH_EXTERNALS = 4 << 20;

  private final Path file;
  private final SecureXml xml;
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final Map<Integer, String> labels = new LinkedHashMap<>();
  private final List<Path> externals = new ArrayList<>();
  private int arrays;

  private GiftiReader(Path file, SecureXml xml) {
    this.file = file;
    this.xml = xml;
  }

  /**
   * What a file says besides its arrays.
   *
   * @param metadata by name, of the file
   * @param labels names of keys, in the order of the table
   * @param arrays how many there are
   */
  public record Frame(Map<String, String> metadata, Map<Integer, String> labels, int arrays) {}

  /**
   * Reads all arrays.
   *
   * @param name of the file in messages
   * @param each is given every array; only one is in memory unless it keeps them
   * @throws ProblemException of kind DATA if the file is missing, truncated or damaged
   */
  public static Frame read(Path file, String name, Consumer<GiftiArray> each) throws IOException {
    try (InputStream in = open(file, name);
        SecureXml xml = SecureXml.open(in, name, CODE)) {
      return new GiftiReader(file, xml).read(each, true);
    }
  }

  /** Describes all arrays without their values. */
  public static Frame scan(Path file, String name, Consumer<GiftiArray> each) throws IOException {
    try (InputStream in = open(file, name);
        SecureXml xml = SecureXml.open(in, name, CODE)) {
      return new GiftiReader(file, xml).read(each, false);
    }
  }

  /** All arrays at once. */
  public static List<GiftiArray> arrays(Path file, String name) throws IOException {
    List<GiftiArray> arrays = new ArrayList<>();
    read(file, name, arrays::add);
    return arrays;
  }

  /** Other files in which values of this one lie. Damage is told when the file is read. */
  public static List<Path> externals(Path file) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_WITH_EXTERNALS) {
        return List.of();
      }
      try (InputStream in = open(file, "");
          SecureXml xml = SecureXml.open(in, "", CODE)) {
        GiftiReader reader = new GiftiReader(file, xml);
        reader.read(array -> {}, false);
        return reader.externals.stream().distinct().toList();
      }
    } catch (IOException | ProblemException e) {
      return List.of();
    }
  }

  private static InputStream open(Path file, String name) throws IOException {
    Fetched.require(file, name);
    InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    try {
      raw.mark(2);
      boolean compressed = raw.read() == 0x1f && raw.read() == 0x8b;
      raw.reset();
      return compressed ? new GZIPInputStream(raw, 1 << 16) : raw;
    } catch (IOException e) {
      raw.close();
      throw dev.arcuate.api.Problem.data(CODE, name + " is damaged: " + e.getMessage())
          .hint("copy the file anew from where it came")
          .exception(e);
    }
  }

  private Frame read(Consumer<GiftiArray> each, boolean decode) throws IOException {
    boolean gifti = false;
    while (xml.next()) {
      if (xml.starts("GIFTI")) {
        gifti = true;
      } else if (!gifti) {
        throw xml.wrong("this is XML, but no GIFTI file");
      } else if (xml.starts("MetaData")) {
        metadata.putAll(metadata());
      } else if (xml.starts("Label")) {
        int key = xml.attribute("Key").isPresent() ? xml.integer("Key") : xml.integer("Index");
        labels.put(key, xml.text().strip());
      } else if (xml.starts("DataArray")) {
        GiftiArray array = array(decode);
        arrays++;
        each.accept(array);
      }
    }
    return new Frame(metadata, labels, arrays);
  }

  private Map<String, String> metadata() {
    Map<String, String> found = new LinkedHashMap<>();
    String key = "";
    while (xml.next() && !xml.ends("MetaData")) {
      if (xml.starts("Name")) {
        key = xml.text().strip();
      } else if (xml.starts("Value")) {
        found.put(key, xml.text().strip());
      }
    }
    return found;
  }

  private GiftiArray array(boolean decode) throws IOException {
    Shape shape = shape();
    String encoding = plain(xml.required("Encoding"));
    boolean external = encoding.equals("ExternalFileBinary");
    Optional<Path> elsewhere = external ? Optional.of(external()) : Optional.empty();
    long offset = external ? offset() : 0;
    elsewhere.ifPresent(externals::add);
    Map<String, String> own = Map.of();
    Optional<ByteBuffer> values = Optional.empty();
    do {
      if (xml.starts("MetaData")) {
        own = metadata();
      } else if (xml.starts("Data") && decode) {
        String text = xml.text();
        values =
            Optional.of(
                external
                    ? external(elsewhere.orElseThrow(), offset, shape)
                    : decode(encoding, text, shape));
      }
      if (!xml.next()) {
        throw xml.wrong("it ends inside " + here());
      }
    } while (!xml.ends("DataArray"));
    if (decode && values.isEmpty() && external) {
      values = Optional.of(external(elsewhere.orElseThrow(), offset, shape));
    }
    if (decode && values.isEmpty()) {
      throw xml.wrong(here() + " holds no data");
    }
    return new GiftiArray(
        shape.intent(),
        shape.type(),
        shape.dims(),
        shape.columnMajor(),
        values.orElseGet(() -> ByteBuffer.allocate(0)),
        own);
  }

  private String here() {
    return "array " + (arrays + 1);
  }

  private record Shape(
      String intent,
      NiftiType type,
      int[] dims,
      boolean columnMajor,
      ByteOrder order,
      long values) {
    long bytes() {
      return values * type.bytes();
    }
  }

  private Shape shape() {
    int axes = xml.integer("Dimensionality");
    if (axes < 1 || axes > 6) {
      throw xml.wrong(here() + " has " + axes + " axes where 1 to 6 were expected");
    }
    int[] dims = new int[axes];
    long values = 1;
    for (int axis = 0; axis < axes; axis++) {
      dims[axis] = xml.integer("Dim" + axis);
      values = dims[axis] < 0 ? -1 : values * dims[axis];
      if (values < 0 || values > MOST_VALUES) {
        throw xml.wrong(here() + " has a shape that no surface has: " + Arrays.toString(dims));
      }
    }
    String type = xml.required("DataType");
    return new Shape(
        xml.attribute("Intent").orElse("NIFTI_INTENT_NONE"),
        NiftiType.named(type.replaceFirst("^NIFTI_TYPE_", ""))
            .orElseThrow(() -> xml.wrong(here() + " holds values of type " + type)),
        dims,
        order("ArrayIndexingOrder", "RowMajorOrder", "ColumnMajorOrder"),
        order("Endian", "LittleEndian", "BigEndian")
            ? ByteOrder.BIG_ENDIAN
            : ByteOrder.LITTLE_ENDIAN,
        values);
  }

  private boolean order(String attribute, String first, String second) {
    String value = plain(xml.attribute(attribute).orElse(first));
    if (!value.equals(first) && !value.equals(second)) {
      throw xml.wrong(
          attribute + "=\"" + value + "\" where " + first + " or " + second + " was expected");
    }
    return value.equals(second);
  }

  /** Some tools write the names of the constants of a library. */
  private static String plain(String value) {
    return switch (value) {
      case "GIFTI_ENCODING_ASCII" -> "ASCII";
      case "GIFTI_ENCODING_B64BIN" -> "Base64Binary";
      case "GIFTI_ENCODING_B64GZ" -> "GZipBase64Binary";
      case "GIFTI_ENCODING_EXTBIN" -> "ExternalFileBinary";
      case "GIFTI_ENDIAN_LITTLE" -> "LittleEndian";
      case "GIFTI_ENDIAN_BIG" -> "BigEndian";
      case "GIFTI_IND_ORD_ROW_MAJOR" -> "RowMajorOrder";
      case "GIFTI_IND_ORD_COL_MAJOR" -> "ColumnMajorOrder";
      default -> value;
    };
  }

  private ByteBuffer decode(String encoding, String text, Shape shape) {
    return switch (encoding) {
      case "ASCII" -> ascii(text, shape);
      case "Base64Binary" -> binary(base64(text), shape);
      case "GZipBase64Binary" -> inflate(base64(text), shape);
      default -> throw xml.wrong(here() + " has the unknown encoding " + encoding);
    };
  }

  private ByteBuffer ascii(String text, Shape shape) {
    if (shape.values() > text.length()) {
      throw wrongLength(text.length() / 2L, shape.values(), "values at most");
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) shape.bytes()).order(ByteOrder.nativeOrder());
    StringTokenizer tokens = new StringTokenizer(text);
    int count = 0;
    while (tokens.hasMoreTokens()) {
      String token = tokens.nextToken();
      if (count == shape.values()) {
        throw wrongLength(count + 1L + tokens.countTokens(), shape.values(), "values");
      }
      try {
        shape.type().put(bytes, Double.parseDouble(token));
      } catch (NumberFormatException e) {
        throw xml.wrong(here() + ": '" + token + "' is not a number");
      }
      count++;
    }
    if (count < shape.values()) {
      throw wrongLength(count, shape.values(), "values");
    }
    return bytes.flip();
  }

  private byte[] base64(String text) {
    try {
      return Base64.getMimeDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw xml.wrong(here() + " is not base64: " + e.getMessage());
    }
  }

  private ByteBuffer binary(byte[] bytes, Shape shape) {
    if (bytes.length != shape.bytes()) {
      throw wrongLength(bytes.length, shape.bytes(), "bytes");
    }
    return ByteBuffer.wrap(bytes).order(shape.order());
  }

  private ByteBuffer inflate(byte[] compressed, Shape shape) {
    if (shape.bytes() / BEST_COMPRESSION > compressed.length + 1L) {
      throw wrongLength(compressed.length * BEST_COMPRESSION, shape.bytes(), "bytes at most");
    }
    byte[] bytes = new byte[(int) shape.bytes() + 1];
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(compressed);
      int done = 0;
      while (!inflater.finished() && done < bytes.length) {
        int count = inflater.inflate(bytes, done, bytes.length - done);
        if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
          break;
        }
        done += count;
      }
      if (done != shape.bytes()) {
        throw wrongLength(done, shape.bytes(), "bytes");
      }
      return ByteBuffer.wrap(bytes, 0, done).slice().order(shape.order());
    } catch (DataFormatException e) {
      throw xml.wrong(here() + ": its compressed data is damaged: " + e.getMessage());
    } finally {
      inflater.end();
    }
  }

  private Path external() {
    String other = xml.required("ExternalFileName");
    Path folder = file.toAbsolutePath().normalize().getParent();
    try {
      Path path = folder.resolve(other).normalize();
      if (other.isEmpty() || !path.startsWith(folder)) {
        throw xml.wrong(
            here() + " lies in '" + other + "', which is not beside or below this file");
      }
      return path;
    } catch (java.nio.file.InvalidPathException e) {
      throw xml.wrong(here() + " lies in '" + other + "', which is no name of a file");
    }
  }

  private long offset() {
    String text = xml.attribute("ExternalFileOffset").filter(t -> !t.isEmpty()).orElse("0");
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw xml.wrong("ExternalFileOffset=\"" + text + "\" is not a whole number");
    }
  }

  private ByteBuffer external(Path path, long offset, Shape shape) throws IOException {
    Fetched.require(path, path.getFileName() + " (values of " + file.getFileName() + ")");
    try (FileChannel channel = FileChannel.open(path)) {
      if (offset < 0 || channel.size() - offset < shape.bytes()) {
        throw wrongLength(Math.max(0, channel.size() - offset), shape.bytes(), "bytes");
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) shape.bytes()).order(shape.order());
      channel.position(offset);
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
      return bytes.flip();
    }
  }

  private ProblemException wrongLength(long found, long expected, String what) {
    return xml.wrong(
        here() + " holds " + found + " " + what + " where its shape asks for " + expected);
  }
}
