package dev.arcuate.plugin.bidsfmri.nifti;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Reads the matrix that a CIFTI-2 file keeps in NIfTI-2, from front to back. Not safe for use by
 * several threads.
 */
public final class MatrixReader implements AutoCloseable {
  private static final int CHUNK_BYTES = 1 << 18;
  private static final int CIFTI_EXTENSION = 32;
  private static final int LONGEST_EXTENSION = 1 << 29;

  private final ImageBytes in;
  private final NiftiHeader header;
  private final byte[] extension;
  private final byte[] chunk = new byte[CHUNK_BYTES];

  private MatrixReader(ImageBytes in, NiftiHeader header, byte[] extension) {
    this.in = in;
    this.header = header;
    this.extension = extension;
  }

  /**
   * @param name of the file in messages
   * @throws ProblemException of kind DATA if it is missing, truncated, damaged or no CIFTI-2 file
   */
  public static MatrixReader open(Path file, String name) throws IOException {
    ImageBytes in = ImageBytes.open(file, name);
    try {
      NiftiHeader header = NiftiReader.readHeader(in, name, HeaderParser.Kind.CIFTI);
      in.expect(header.bytes(), header.shapeText() + " values of type " + header.type());
      return new MatrixReader(in, header, extension(in, header, name));
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private static byte[] extension(ImageBytes in, NiftiHeader header, String name)
      throws IOException {
    byte[] eight = new byte[8];
    in.fill(eight, 0, 4);
    boolean more = eight[0] != 0;
    while (more && in.position() + 8 <= header.dataOffset()) {
      in.fill(eight, 0, 8);
      ByteBuffer sizes = ByteBuffer.wrap(eight).order(header.order());
      int size = sizes.getInt(0);
      int code = sizes.getInt(4);
      if (size < 8 || in.position() - 8 + size > header.dataOffset() || size > LONGEST_EXTENSION) {
        break;
      }
      if (code == CIFTI_EXTENSION) {
        byte[] text = new byte[size - 8];
        in.fill(text, 0, text.length);
        return text;
      }
      in.skipTo(in.position() + size - 8);
    }
    throw Problem.data(
            "BIDS_FMRI_CIFTI_CORRUPT", name + " lacks the XML that says what its values mean")
        .hint("copy the file anew from where it came")
        .exception();
  }

  public NiftiHeader header() {
    return header;
  }

  /** The XML of the file. */
  public byte[] extension() {
    return extension.clone();
  }

  /** Entries of side 0, which lie next to each other in the file. */
  public int inner() {
    return header.shape()[4];
  }

  /** Entries of side 1. */
  public int outer() {
    return header.shape()[5];
  }

  /** Takes the values of one entry of side 1, one per entry of side 0, and that entry's index. */
  @FunctionalInterface
  public interface Rows {
    void accept(int outer, float[] values);
  }

  /** Reads everything, in the order of the file. The array handed over is used again. */
  public void read(Rows rows) throws IOException {
    in.skipTo(header.dataOffset());
    float[] row = new float[inner()];
    int bytes = header.type().bytes();
    Scaling scaling = header.scaling(ComplexPart.MAGNITUDE);
    for (int outer = 0; outer < outer(); outer++) {
      for (int done = 0; done < row.length; ) {
        int count = Math.min(row.length - done, CHUNK_BYTES / bytes);
        in.fill(chunk, 0, count * bytes);
        ByteBuffer values = ByteBuffer.wrap(chunk, 0, count * bytes).order(header.order());
        header.type().decode(values, count, scaling, row, done);
        done += count;
      }
      rows.accept(outer, row);
    }
    in.checkEnd();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
