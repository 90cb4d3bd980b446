package dev.arcuate.plugin.bidsmeg.fif;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a FIF file tag by tag. */
final class FifTags implements Closeable {
  private static final int VERSION = (1 << 16) | 4;
  private static final int BUFFER = 1 << 16;

  private final DataOutputStream out;

  FifTags(Path file) throws IOException {
    OutputStream stream = Files.newOutputStream(file);
    out = new DataOutputStream(new BufferedOutputStream(stream, BUFFER));
    id(Fif.FILE_ID);
    integer(Fif.DIRECTORY_POINTER, -1);
    integer(Fif.FREE_LIST, -1);
  }

  private void header(int kind, int type, int size, int next) throws IOException {
    out.writeInt(kind);
    out.writeInt(type);
    out.writeInt(size);
    out.writeInt(next);
  }

  /** Names a file or block; the same for every file, since equal input shall give equal bytes. */
  void id(int kind) throws IOException {
    header(kind, Fif.ID_STRUCT, 20, Fif.NEXT_IN_SEQUENCE);
    out.writeInt(VERSION);
    out.writeLong(0);
    out.writeLong(0);
  }

  void begin(int block) throws IOException {
    integer(Fif.BLOCK_START, block);
  }

  void end(int block) throws IOException {
    integer(Fif.BLOCK_END, block);
  }

  void integer(int kind, int... values) throws IOException {
    header(kind, Fif.INT, values.length * Integer.BYTES, Fif.NEXT_IN_SEQUENCE);
    for (int value : values) {
      out.writeInt(value);
    }
  }

  void real(int kind, double... values) throws IOException {
    header(kind, Fif.FLOAT, values.length * Float.BYTES, Fif.NEXT_IN_SEQUENCE);
    for (double value : values) {
      out.writeFloat((float) value);
    }
  }

  void text(int kind, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    header(kind, Fif.STRING, bytes.length, Fif.NEXT_IN_SEQUENCE);
    out.write(bytes);
  }

  void names(int kind, List<String> names) throws IOException {
    text(kind, names.stream().map(n -> n.replace(":", "{COLON}")).collect(Collectors.joining(":")));
  }

  /** The header of a tag whose data the caller writes to {@link #out}. */
  void raw(int kind, int type, int size) throws IOException {
    header(kind, type, size, Fif.NEXT_IN_SEQUENCE);
  }

  /** The header of a dense matrix; its values follow, then {@link #sizes}. */
  void matrix(int kind, int type, long elements, int dimensions) throws IOException {
    int width = type == Fif.DOUBLE ? Double.BYTES : Float.BYTES;
    long size = Math.addExact(Math.multiplyExact(elements, width), 4L * (dimensions + 1));
    header(kind, type | Fif.MATRIX, Math.toIntExact(size), Fif.NEXT_IN_SEQUENCE);
  }

  /** Ends a matrix; sizes from the slowest to the fastest index. */
  void sizes(int... sizes) throws IOException {
    for (int d = sizes.length - 1; d >= 0; d--) {
      out.writeInt(sizes[d]);
    }
    out.writeInt(sizes.length);
  }

  /** A whole float32 matrix of two dimensions. */
  void matrix(int kind, double[] values, int columns) throws IOException {
    matrix(kind, Fif.FLOAT, values.length, 2);
    for (double value : values) {
      out.writeFloat((float) value);
    }
    sizes(values.length / columns, columns);
  }

  DataOutputStream out() {
    return out;
  }

  /** Ends the file. */
  @Override
  public void close() throws IOException {
    try (out) {
      header(Fif.NOP, Fif.VOID, 0, Fif.NEXT_NONE);
    }
  }
}
