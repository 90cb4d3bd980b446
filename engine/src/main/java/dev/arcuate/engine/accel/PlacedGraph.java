package dev.arcuate.engine.accel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * An ONNX graph without values of constants that lie in files. ONNX Runtime maps these where they
 * are; handed over with the graph, they would be in memory three times while it is opened. Numbers
 * of fields are those of {@code onnx.proto}.
 */
final class PlacedGraph {
  private static final int MODEL_GRAPH = 7;
  private static final int GRAPH_CONSTANT = 5;
  private static final int ENTRY_KEY = 1;
  private static final int ENTRY_VALUE = 2;

  private final WireReader in;
  private final Pieces model;
  private final Optional<Path> folder;

  private PlacedGraph(WireReader in, Pieces model, Optional<Path> folder) {
    this.in = in;
    this.model = model;
    this.folder = folder;
  }

  /**
   * Finds what to leave out of a graph that {@link OnnxFile} has read without complaint.
   *
   * @param in at its start; read again by {@link #copy}
   * @param sources where the values of a constant are to be read, unless in the graph itself
   */
  static PlacedGraph of(WireReader in, Function<StoredConstant, Optional<WeightSource>> sources)
      throws IOException {
    Reading reading = new Reading(in, sources);
    Pieces model = reading.model();
    Optional<Path> folder = folderOf(reading.places.values());
    for (Map.Entry<Pieces, WeightSource> place : reading.places.entrySet()) {
      place.getKey().write(reference(place.getValue(), folder.orElseThrow()));
    }
    return new PlacedGraph(in, model, folder);
  }

  /** What the graph names files relative to, if it names any. */
  Optional<Path> folder() {
    return folder;
  }

  /** In bytes. */
  long size() {
    return model.size();
  }

  /** Copies it. */
  void copy(ByteBuffer into) throws IOException {
    model.copy(in, into);
  }

  /** The innermost folder around all: files may be named below it only. */
  private static Optional<Path> folderOf(Iterable<WeightSource> sources) throws IOException {
    Path folder = null;
    for (WeightSource source : sources) {
      Path around = source.file().getParent();
      if (folder == null) {
        folder = around;
      }
      while (folder != null && !around.startsWith(folder)) {
        folder = folder.getParent();
      }
      if (folder == null) {
        throw new IOException("its weights lie on several drives");
      }
    }
    return Optional.ofNullable(folder);
  }

  private static byte[] reference(WeightSource source, Path folder) {
    String name =
        folder
            .relativize(source.file())
            .toString()
            .replace(source.file().getFileSystem().getSeparator(), "/");
    WireWriter reference =
        new WireWriter()
            .bytes(StoredConstant.EXTERNAL, entry("location", name))
            .bytes(StoredConstant.EXTERNAL, entry("offset", Long.toString(source.offset())));
    if (source.length() > 0) {
      reference.bytes(StoredConstant.EXTERNAL, entry("length", Long.toString(source.length())));
    }
    return reference.number(StoredConstant.PLACE, StoredConstant.PLACE_EXTERNAL).toBytes();
  }

  private static byte[] entry(String key, String value) {
    return new WireWriter().text(ENTRY_KEY, key).text(ENTRY_VALUE, value).toBytes();
  }

  /** One pass over the graph. */
  private static final class Reading {
    private final WireReader in;
    private final Function<StoredConstant, Optional<WeightSource>> sources;
    private final Map<Pieces, WeightSource> places = new LinkedHashMap<>();

    Reading(WireReader in, Function<StoredConstant, Optional<WeightSource>> sources) {
      this.in = in;
      this.sources = sources;
    }

    Pieces model() throws IOException {
      Pieces model = new Pieces();
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
      return model;
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
      long next = in.position();
      StoredConstant constant = StoredConstant.read(in, end);
      Optional<WeightSource> source = sources.apply(constant);
      if (source.isEmpty()) {
        graph.keep(field, end);
        return;
      }
      Pieces placed = new Pieces();
      for (StoredConstant.Span span : constant.content()) {
        placed.keep(next, span.from());
        next = span.to();
      }
      placed.keep(next, end);
      graph.add(GRAPH_CONSTANT, placed);
      places.put(placed, source.get());
    }

    private static int delimited(int field) {
      return (field << 3) | WireReader.LENGTH_DELIMITED;
    }
  }

  private sealed interface Piece {
    long size();
  }

  /** Bytes of the graph. */
  private record Kept(long from, long to) implements Piece {
    @Override
    public long size() {
      return to - from;
    }
  }

  /** Bytes of our own. */
  private record Written(byte[] bytes) implements Piece {
    @Override
    public long size() {
      return bytes.length;
    }
  }

  /** A message inside another. */
  private record Inner(int field, Pieces content) implements Piece {
    byte[] start() {
      return new WireWriter().start(field, content.size()).toBytes();
    }

    @Override
    public long size() {
      return start().length + content.size();
    }
  }

  /** A message that is put together. */
  private static final class Pieces {
    private final List<Piece> pieces = new ArrayList<>();

    void keep(long from, long to) {
      int last = pieces.size() - 1;
      if (last >= 0 && pieces.get(last) instanceof Kept kept && kept.to() == from) {
        pieces.set(last, new Kept(kept.from(), to));
      } else if (to > from) {
        pieces.add(new Kept(from, to));
      }
    }

    void write(byte[] bytes) {
      pieces.add(new Written(bytes));
    }

    void add(int field, Pieces content) {
      pieces.add(new Inner(field, content));
    }

    long size() {
      return pieces.stream().mapToLong(Piece::size).sum();
    }

    void copy(WireReader in, ByteBuffer into) throws IOException {
      for (Piece piece : pieces) {
        if (piece instanceof Kept kept) {
          in.copy(kept.from(), kept.to(), into);
        } else if (piece instanceof Inner inner) {
          into.put(inner.start());
          inner.content().copy(in, into);
        } else if (piece instanceof Written written) {
          into.put(written.bytes());
        }
      }
    }
  }
}
