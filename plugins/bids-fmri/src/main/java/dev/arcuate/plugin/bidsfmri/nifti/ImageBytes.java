package dev.arcuate.plugin.bidsfmri.nifti;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.plugin.bids.Fetched;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The bytes of a file from front to back, decompressed if they are compressed, whatever the file's
 * name says. Not safe for use by several threads.
 */
final class ImageBytes implements AutoCloseable {
  /** Deflate cannot make anything smaller than this. */
  private static final long BEST_COMPRESSION = 1032;

  private static final int SKIP_BYTES = 1 << 16;

  private final String name;
  private final InputStream in;
  private final boolean compressed;
  private final long fileBytes;
  private OutputStream copy = OutputStream.nullOutputStream();
  private long position;
  private String needed = "a NIfTI header needs at least " + HeaderParser.SIZE_1 + " bytes";

  private ImageBytes(Path file, String name) throws IOException {
    this.name = name;
    this.fileBytes = Files.size(file);
    InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    try {
      raw.mark(2);
      int first = raw.read();
      int second = raw.read();
      raw.reset();
      this.compressed = first == 0x1f && second == 0x8b;
      this.in = compressed ? gunzip(raw) : raw;
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw e;
    }
  }

  /**
   * @param name of the file in messages
   * @throws ProblemException of kind DATA if the file is missing or not fetched
   */
  static ImageBytes open(Path file, String name) throws IOException {
    Fetched.require(file, name);
    if (!Files.isRegularFile(file)) {
      throw Problem.data("BIDS_FMRI_NIFTI_CORRUPT", name + " is a folder where a file was expected")
          .exception();
    }
    return new ImageBytes(file, name);
  }

  /** Writes everything read from here on to a stream too, and closes it in the end. */
  void copyTo(OutputStream stream) {
    copy = stream;
  }

  boolean compressed() {
    return compressed;
  }

  long position() {
    return position;
  }

  /**
   * Says how many bytes will be read, before any memory is taken for what a damaged header may
   * promise.
   *
   * @param what needs so many bytes, for messages
   */
  void expect(long bytes, String what) {
    needed = String.format(Locale.ROOT, "%s need %,d bytes", what, bytes);
    if (!compressed && fileBytes < bytes) {
      throw truncated(fileBytes);
    }
    if (compressed && bytes / BEST_COMPRESSION > fileBytes + 1) {
      throw truncated(fileBytes * BEST_COMPRESSION);
    }
  }

  void fill(byte[] into, int from, int to) throws IOException {
    int at = from;
    try {
      while (at < to) {
        int count = in.read(into, at, to - at);
        if (count < 0) {
          throw truncated(position);
        }
        copy.write(into, at, count);
        at += count;
        position += count;
      }
    } catch (EOFException e) {
      throw truncated(position);
    } catch (ZipException e) {
      throw damaged(e);
    }
  }

  void skipTo(long offset) throws IOException {
    byte[] skipped = new byte[(int) Math.max(0, Math.min(SKIP_BYTES, offset - position))];
    while (position < offset) {
      fill(skipped, 0, (int) Math.min(skipped.length, offset - position));
    }
  }

  /** The checksum of compressed data stands after the last value. */
  void checkEnd() throws IOException {
    if (!compressed) {
      return;
    }
    byte[] rest = new byte[SKIP_BYTES];
    try {
      for (int count = in.read(rest); count > 0; count = in.read(rest)) {
        copy.write(rest, 0, count);
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
    try (OutputStream closed = copy) {
      in.close();
    }
  }
}
