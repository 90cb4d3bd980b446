package dev.arcuate.plugin.bidsfmri.nifti;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.plugin.bids.Fetched;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads a NIfTI file from front to back, one volume at a time, so that memory holds one volume only
 * and a compressed file is decompressed once. Not safe for use by several threads.
 */
public final class NiftiReader implements AutoCloseable {
  private static final int CHUNK_BYTES = 1 << 18;

  /** Deflate cannot make anything smaller than this. */
  private static final long BEST_COMPRESSION = 1032;

  private final String name;
  private final InputStream in;
  private final boolean compressed;
  private final NiftiHeader header;
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private long position;
  private int volumesRead;

  private NiftiReader(Path file, String name) throws IOException {
    this.name = name;
    InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    try {
      raw.mark(2);
      int first = raw.read();
      int second = raw.read();
      raw.reset();
      this.compressed = first == 0x1f && second == 0x8b;
      this.in = compressed ? gunzip(raw) : raw;
      this.header = readHeader();
      checkSize(Files.size(file));
      skipTo(header.dataOffset());
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw e;
    }
  }

  /**
   * Opens a file; the caller closes it.
   *
   * @param name of the file in messages
   * @throws ProblemException of kind DATA if it is missing, empty, truncated, damaged or of a kind
   *     that holds no volumes
   */
  public static NiftiReader open(Path file, String name) throws IOException {
    Fetched.require(file, name);
    return new NiftiReader(file, name);
  }

  public NiftiHeader header() {
    return header;
  }

  /** Volumes not read yet. */
  public int remaining() {
    return header.volumes() - volumesRead;
  }

  /**
   * Reads the next volume, scaled, i fastest.
   *
   * @param into at least {@link NiftiHeader#voxels} values
   */
  public void readVolume(float[] into) throws IOException {
    if (remaining() == 0) {
      throw new IllegalStateException("all " + header.volumes() + " volumes are read");
    }
    int bytes = header.type().bytes();
    int done = 0;
    while (done < header.voxels()) {
      int count = Math.min(header.voxels() - done, CHUNK_BYTES / bytes);
      fill(chunk, count * bytes);
      ByteBuffer values = ByteBuffer.wrap(chunk, 0, count * bytes).order(header.order());
      header.type().decode(values, count, header.slope(), header.intercept(), into, done);
      done += count;
    }
    volumesRead++;
    if (remaining() == 0 && compressed) {
      checkTrailer();
    }
  }

  private NiftiHeader readHeader() throws IOException {
    byte[] start = new byte[4];
    fill(start, 4);
    int size = HeaderParser.size(start);
    if (size == 0) {
      throw Problem.data("BIDS_FMRI_NIFTI_CORRUPT", name + " does not begin as a NIfTI file does")
          .hint("NIfTI files (.nii, .nii.gz) are read; convert other formats")
          .exception();
    }
    byte[] bytes = new byte[size];
    fill(bytes, 4, size);
    System.arraycopy(start, 0, bytes, 0, 4);
    return HeaderParser.parse(name, bytes);
  }

  /** Before any memory is taken for what a damaged header may promise. */
  private void checkSize(long fileBytes) {
    if (!compressed && fileBytes < header.bytes()) {
      throw truncated(fileBytes);
    }
    if (compressed && header.bytes() / BEST_COMPRESSION > fileBytes + 1) {
      throw truncated(fileBytes * BEST_COMPRESSION);
    }
  }

  private void skipTo(long offset) throws IOException {
    while (position < offset) {
      fill(chunk, (int) Math.min(CHUNK_BYTES, offset - position));
    }
  }

  /** The checksum stands after the last value. */
  private void checkTrailer() throws IOException {
    try {
      while (in.read(chunk) > 0) {
        position++;
      }
    } catch (EOFException e) {
      throw truncated(position);
    } catch (ZipException e) {
      throw damaged(e);
    }
  }

  private void fill(byte[] into, int to) throws IOException {
    fill(into, 0, to);
  }

  private void fill(byte[] into, int from, int to) throws IOException {
    int at = from;
    try {
      while (at < to) {
        int count = in.read(into, at, to - at);
        if (count < 0) {
          throw truncated(position);
        }
        at += count;
        position += count;
      }
    } catch (EOFException e) {
      throw truncated(position);
    } catch (ZipException e) {
      throw damaged(e);
    }
  }

  private InputStream gunzip(InputStream raw) throws IOException {
    try {
      return new GZIPInputStream(raw, 1 << 16);
    } catch (EOFException e) {
      throw truncated(0);
    } catch (ZipException e) {
      throw damaged(e);
    }
  }

  private ProblemException truncated(long bytes) {
    String needed =
        header == null
            ? "a NIfTI header needs at least " + HeaderParser.SIZE_1 + " bytes"
            : String.format(
                Locale.ROOT,
                "%s values of type %s need %,d bytes",
                header.shapeText(),
                header.type(),
                header.bytes());
    return Problem.data(
            "BIDS_FMRI_NIFTI_TRUNCATED",
            String.format(
                Locale.ROOT,
                "%s is truncated: %s, the file holds %,d%s",
                name,
                needed,
                bytes,
                compressed ? " after decompression" : ""))
        .hint("copy the file anew from where it came")
        .exception();
  }

  private ProblemException damaged(ZipException cause) {
    return Problem.data(
            "BIDS_FMRI_NIFTI_CORRUPT",
            String.format(
                Locale.ROOT,
                "%s is damaged: its compressed data cannot be read beyond byte %,d of the image (%s)",
                name,
                position,
                cause.getMessage()))
        .hint("copy the file anew from where it came")
        .exception(cause);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
