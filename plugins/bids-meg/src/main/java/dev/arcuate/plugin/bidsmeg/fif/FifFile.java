package dev.arcuate.plugin.bidsmeg.fif;

import dev.arcuate.plugin.bidsmeg.signal.Damage;
import dev.arcuate.plugin.bidsmeg.signal.NamedMatrix;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An open FIF file: its tree of blocks, and the data behind its tags. The tags are found by walking
 * from one to the next, so that a file whose directory is missing or damaged can be read.
 */
final class FifFile implements Closeable {
  private static final int ID_SIZE = 20;
  private static final int DEEPEST = 64;

  /** A dense matrix of a tag; sizes from the slowest to the fastest index. */
  record Matrix(int[] sizes, double[] values) {}

  private final FifBytes bytes;
  private final Block root;

  private FifFile(FifBytes bytes, Block root) {
    this.bytes = bytes;
    this.root = root;
  }

  static FifFile open(Path file, String name) throws IOException {
    FifBytes bytes = FifBytes.open(file, name);
    try {
      return new FifFile(bytes, tree(bytes));
    } catch (IOException | RuntimeException e) {
      bytes.close();
      throw e;
    }
  }

  String name() {
    return bytes.name();
  }

  FifBytes bytes() {
    return bytes;
  }

  Block root() {
    return root;
  }

  private static Block tree(FifBytes bytes) throws IOException {
    Block root = new Block(0, 0);
    Deque<Block> open = new ArrayDeque<>();
    open.push(root);
    long position = 0;
    boolean more = true;
    // A tag that grew was moved behind the others, and points back to where it once stood.
    Set<Integer> jumps = new HashSet<>();
    ByteBuffer header = ByteBuffer.allocate(Tag.HEADER);
    while (more && position < bytes.size()) {
      if (position + Tag.HEADER > bytes.size()) {
        throw Damage.truncated(bytes.name(), position, Tag.HEADER, bytes.size());
      }
      header.clear();
      bytes.read(position, header);
      Tag tag = new Tag(header.getInt(), header.getInt(), header.getInt(), position);
      int next = header.getInt();
      if (position == 0) {
        requireFif(bytes, tag);
      }
      if (tag.size() < 0 || tag.data() + tag.size() > bytes.size()) {
        throw Damage.truncated(bytes.name(), tag.data(), tag.size(), bytes.size());
      }
      place(bytes, tag, open);
      long after = tag.data() + tag.size();
      if (next > 0 && next != after && !jumps.add(next)) {
        throw Damage.at(bytes.name(), position, "tags point to each other in a circle");
      }
      more = next >= 0;
      position = next > 0 ? next : after;
    }
    if (open.size() > 1) {
      throw Damage.at(
          bytes.name(),
          bytes.size(),
          "the file ends inside block "
              + open.peek().kind()
              + ", which began at byte "
              + open.peek().position());
    }
    return root;
  }

  private static void requireFif(FifBytes bytes, Tag first) {
    if (Integer.reverseBytes(first.kind()) == Fif.FILE_ID) {
      throw Damage.endian(bytes.name(), "FIF files are big-endian");
    }
    if (first.kind() != Fif.FILE_ID || first.type() != Fif.ID_STRUCT || first.size() != ID_SIZE) {
      throw Damage.notOne(bytes.name(), "it does not begin as a FIF file does");
    }
  }

  private static void place(FifBytes bytes, Tag tag, Deque<Block> open) throws IOException {
    if (tag.kind() == Fif.BLOCK_START) {
      Block block = new Block(integer(bytes, tag), tag.position());
      open.peek().blocks().add(block);
      open.push(block);
      if (open.size() > DEEPEST) {
        throw Damage.at(bytes.name(), tag.position(), "more than 64 blocks inside each other");
      }
    } else if (tag.kind() == Fif.BLOCK_END) {
      int kind = integer(bytes, tag);
      if (open.size() == 1 || open.peek().kind() != kind) {
        throw Damage.at(
            bytes.name(),
            tag.position(),
            "the end of block " + kind + ", where block " + open.peek().kind() + " is open");
      }
      open.pop();
    } else {
      open.peek().tags().add(tag);
    }
  }

  private static int integer(FifBytes bytes, Tag tag) throws IOException {
    if (tag.size() < Integer.BYTES) {
      throw Damage.at(bytes.name(), tag.position(), "tag " + tag.kind() + " holds no number");
    }
    return bytes.read(tag.data(), Integer.BYTES).getInt();
  }

  /** The data of a tag. */
  ByteBuffer data(Tag tag) throws IOException {
    return bytes.read(tag.data(), tag.size());
  }

  /** The data of a tag that must be at least so long. */
  ByteBuffer data(Tag tag, int least) throws IOException {
    if (tag.size() < least) {
      throw Damage.at(
          name(),
          tag.position(),
          "tag " + tag.kind() + " has " + tag.size() + " bytes where " + least + " are needed");
    }
    return data(tag);
  }

  int integer(Tag tag) throws IOException {
    return integer(bytes, tag);
  }

  Optional<Integer> integer(Block block, int kind) throws IOException {
    Optional<Tag> tag = block.tag(kind);
    return tag.isPresent() ? Optional.of(integer(tag.get())) : Optional.empty();
  }

  Optional<Double> real(Block block, int kind) throws IOException {
    Optional<Tag> tag = block.tag(kind);
    if (tag.isEmpty()) {
      return Optional.empty();
    }
    double[] values = reals(tag.get());
    if (values.length == 0) {
      throw Damage.at(name(), tag.get().position(), "tag " + kind + " holds no number");
    }
    return Optional.of(values[0]);
  }

  String text(Tag tag) throws IOException {
    return StandardCharsets.ISO_8859_1.decode(data(tag)).toString();
  }

  Optional<String> text(Block block, int kind) throws IOException {
    Optional<Tag> tag = block.tag(kind);
    return tag.isPresent() ? Optional.of(text(tag.get())) : Optional.empty();
  }

  /** Names between colons; those with a colon inside have it written as {@code {COLON}}. */
  List<String> names(Tag tag) throws IOException {
    String all = text(tag);
    if (all.isEmpty()) {
      return List.of();
    }
    return List.of(all.split(":", -1)).stream().map(n -> n.replace("{COLON}", ":")).toList();
  }

  int[] integers(Tag tag) throws IOException {
    if (tag.type() != Fif.INT && tag.type() != Fif.UNSIGNED) {
      throw Damage.at(name(), tag.position(), "tag " + tag.kind() + " holds no whole numbers");
    }
    ByteBuffer data = data(tag);
    int[] values = new int[data.remaining() / Integer.BYTES];
    data.asIntBuffer().get(values);
    return values;
  }

  double[] reals(Tag tag) throws IOException {
    return decode(tag, data(tag), tag.type());
  }

  private double[] decode(Tag tag, ByteBuffer data, int type) {
    int width =
        switch (type) {
          case Fif.BYTE -> 1;
          case Fif.SHORT, Fif.PACK16 -> Short.BYTES;
          case Fif.INT, Fif.FLOAT -> Integer.BYTES;
          case Fif.DOUBLE -> Double.BYTES;
          default ->
              throw Damage.at(
                  name(),
                  tag.position(),
                  "tag " + tag.kind() + " has data of type " + type + ", not plain numbers");
        };
    double[] values = new double[data.remaining() / width];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (type) {
            case Fif.BYTE -> Byte.toUnsignedInt(data.get());
            case Fif.SHORT, Fif.PACK16 -> data.getShort();
            case Fif.INT -> data.getInt();
            case Fif.FLOAT -> data.getFloat();
            default -> data.getDouble();
          };
    }
    return values;
  }

  /** Where the numbers of a dense matrix lie, without reading them. */
  record Shape(int type, int[] sizes, long position) {
    long elements() {
      long all = 1;
      for (int size : sizes) {
        all = Math.multiplyExact(all, (long) size);
      }
      return all;
    }
  }

  Shape shape(Tag tag) throws IOException {
    if ((tag.type() & Fif.MATRIX_CODING) != Fif.MATRIX) {
      throw Damage.at(name(), tag.position(), "tag " + tag.kind() + " is no dense matrix");
    }
    int type = tag.type() & ~Fif.MATRIX_CODING;
    int width = type == Fif.DOUBLE ? Double.BYTES : Float.BYTES;
    if (type != Fif.DOUBLE && type != Fif.FLOAT && type != Fif.INT) {
      throw Damage.unsupported(name(), "tag " + tag.kind() + " is a matrix of type " + type);
    }
    long end = tag.data() + tag.size();
    int dimensions = tag.size() < 8 ? 0 : bytes.read(end - 4, 4).getInt();
    if (dimensions < 1 || dimensions > 3 || 4L * (dimensions + 1) > tag.size()) {
      throw Damage.at(name(), end - 4, "a matrix of " + dimensions + " dimensions");
    }
    ByteBuffer stored = bytes.read(end - 4L * (dimensions + 1), 4 * dimensions);
    int[] sizes = new int[dimensions];
    long room = (tag.size() - 4L * (dimensions + 1)) / width;
    long elements = 1;
    for (int d = dimensions - 1; d >= 0; d--) {
      sizes[d] = stored.getInt();
      if (sizes[d] < 0 || (elements *= sizes[d]) > room) {
        throw Damage.at(
            name(), end - 4L * (dimensions + 1), "the matrix is larger than the tag that holds it");
      }
    }
    if (elements != room) {
      throw Damage.at(
          name(), end - 4L * (dimensions + 1), "the matrix is smaller than the tag that holds it");
    }
    return new Shape(type, sizes, tag.data());
  }

  Matrix matrix(Tag tag) throws IOException {
    Shape shape = shape(tag);
    int width = shape.type() == Fif.DOUBLE ? Double.BYTES : Float.BYTES;
    int length = Math.toIntExact(shape.elements() * width);
    return new Matrix(
        shape.sizes(), decode(tag, bytes.read(shape.position(), length), shape.type()));
  }

  /** A matrix with names, from the block that holds it. */
  NamedMatrix namedMatrix(Block block, int kind) throws IOException {
    Tag tag = block.tag(kind).orElseThrow(() -> missing(block, "its matrix"));
    Matrix matrix = matrix(tag);
    Optional<Tag> rows = block.tag(Fif.ROW_NAMES);
    Tag columns = block.tag(Fif.COLUMN_NAMES).orElseThrow(() -> missing(block, "column names"));
    return named(
        tag, rows.isPresent() ? names(rows.get()) : List.of(), names(columns), matrix, false);
  }

  /** Puts names to a matrix of two dimensions, turning it over if it lies the other way. */
  NamedMatrix named(
      Tag tag, List<String> rows, List<String> columns, Matrix matrix, boolean mayBeTurned) {
    int[] sizes = matrix.sizes();
    boolean turned =
        mayBeTurned
            && sizes.length == 2
            && sizes[1] != columns.size()
            && sizes[0] == columns.size();
    if (sizes.length != 2
        || columns.isEmpty()
        || (turned ? sizes[0] : sizes[1]) != columns.size()
        || (!rows.isEmpty() && rows.size() != sizes[0])
        || columns.stream().distinct().count() != columns.size()) {
      throw Damage.at(
          name(), tag.position(), "the names do not fit the matrix of tag " + tag.kind());
    }
    double[] values = matrix.values();
    if (turned) {
      values = new double[values.length];
      for (int r = 0; r < sizes[1]; r++) {
        for (int c = 0; c < sizes[0]; c++) {
          values[r * sizes[0] + c] = matrix.values()[c * sizes[1] + r];
        }
      }
    }
    return new NamedMatrix(rows, columns, values);
  }

  dev.arcuate.api.ProblemException missing(Block block, String what) {
    return Damage.at(name(), block.position(), "block " + block.kind() + " lacks " + what);
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
