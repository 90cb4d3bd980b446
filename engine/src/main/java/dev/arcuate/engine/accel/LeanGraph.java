package dev.arcuate.engine.accel;

import dev.arcuate.api.host.Inference.Weight;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An ONNX file without the values of its larger constants. These are mapped where they lie: handed
 * over with the graph, they would be in memory three times while it is opened. Numbers of fields
 * are those of {@code onnx.proto}.
 */
final class LeanGraph {
  /**
   * From this size on; smaller ones decide how a graph is optimised, as exponents and shapes do.
   */
  private static final long LEAST_BYTES = 1 << 14;

  private static final int MODEL_GRAPH = 7;
  private static final int GRAPH_CONSTANT = 5;

  private final Path file;
  private final Set<String> used;
  private final WireReader in;
  private final List<Weight> left = new ArrayList<>();
  private final Pieces model = new Pieces();

  private LeanGraph(Path file, Set<String> used, WireReader in) {
    this.file = file;
    this.used = used;
    this.in = in;
  }

  /**
   * Finds what to leave out.
   *
   * @param read what the file says but for values
   */
  static LeanGraph of(Path file, OnnxFile read, FileChannel channel) throws IOException {
    // ONNX Runtime drops a constant that no node reads, and fails if it is handed over later.
    Set<String> used = new HashSet<>();
    read.nodes().forEach(node -> used.addAll(node.inputs()));
    LeanGraph lean = new LeanGraph(file, used, new WireReader(channel));
    lean.read();
    return lean;
  }

  /** The constants that were left out. */
  List<Weight> left() {
    return left;
  }

  /** In bytes. */
  long size() {
    return model.size;
  }

  /** Copies the rest. */
  void copy(FileChannel channel, ByteBuffer into) throws IOException {
    for (Piece piece : model.pieces) {
      if (piece instanceof Written written) {
        into.put(written.bytes());
        continue;
      }
      Kept kept = (Kept) piece;
      ByteBuffer part = into.slice(into.position(), Math.toIntExact(kept.to() - kept.from()));
      while (part.hasRemaining()) {
        if (channel.read(part, kept.from() + part.position()) < 0) {
          throw new EOFException("the file has become shorter");
        }
      }
      into.position(into.position() + part.limit());
    }
  }

  private void read() throws IOException {
    while (in.before(in.size())) {
      long field = in.position();
      int tag = in.tag();
      if (tag == delimited(MODEL_GRAPH)) {
        model.add(MODEL_GRAPH, graph(in.end()));
      } else {
        in.skip(tag);
        model.keep(field, in.position());
      }
    }
  }

  private Pieces graph(long end) throws IOException {
    Pieces graph = new Pieces();
    while (in.before(end)) {
      long field = in.position();
      int tag = in.tag();
      if (tag == delimited(GRAPH_CONSTANT)) {
        constant(field, in.end(), graph);
      } else {
        in.skip(tag);
        graph.keep(field, in.position());
      }
    }
    return graph;
  }

  private void constant(long field, long end, Pieces graph) throws IOException {
    long begin = in.position();
    StoredConstant constant = StoredConstant.read(in, end);
    Optional<Weight> place =
        constant
            .place(file)
            .filter(weight -> weight.file().equals(file))
            .filter(weight -> used.contains(weight.constant().name()))
            .filter(weight -> constant.values().get().length() >= LEAST_BYTES);
    if (place.isEmpty()) {
      graph.keep(field, end);
      return;
    }
    StoredConstant.Values values = constant.values().get();
    Pieces lean = new Pieces();
    lean.keep(begin, values.field());
    lean.keep(values.end(), end);
    lean.write(elsewhere());
    graph.add(GRAPH_CONSTANT, lean);
    left.add(place.get());
  }

  /** What a constant says that is given when the graph is opened. */
  private static byte[] elsewhere() {
    byte[] location = new WireWriter().text(1, "location").text(2, "given-when-opened").toBytes();
    return new WireWriter()
        .bytes(StoredConstant.EXTERNAL, location)
        .number(StoredConstant.PLACE, StoredConstant.PLACE_EXTERNAL)
        .toBytes();
  }

  private static int delimited(int field) {
    return (field << 3) | WireReader.LENGTH_DELIMITED;
  }

  private sealed interface Piece {}

  /** Bytes of the file. */
  private record Kept(long from, long to) implements Piece {}

  /** Bytes of our own. */
  private record Written(byte[] bytes) implements Piece {}

  /** A message that is put together. */
  private static final class Pieces {
    private final List<Piece> pieces = new ArrayList<>();
    private long size;

    void keep(long from, long to) {
      size += to - from;
      int last = pieces.size() - 1;
      if (last >= 0 && pieces.get(last) instanceof Kept kept && kept.to() == from) {
        pieces.set(last, new Kept(kept.from(), to));
      } else if (to > from) {
        pieces.add(new Kept(from, to));
      }
    }

    void write(byte[] bytes) {
      size += bytes.length;
      pieces.add(new Written(bytes));
    }

    void add(int field, Pieces content) {
      write(new WireWriter().start(field, content.size).toBytes());
      pieces.addAll(content.pieces);
      size += content.size;
    }
  }
}
