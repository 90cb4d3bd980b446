package dev.arcuate.plugin.bidsmeg.fif;

import dev.arcuate.plugin.bidsmeg.signal.SignalInfo;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Writes a continuous recording as float32. Where it grows longer than a file may be, it goes on in
 * a next one, as MNE and Neuromag split theirs.
 */
public final class FifRawWriter implements Closeable {
  /** Positions in FIF files are signed 32-bit numbers. */
  public static final long LARGEST_FILE = 2_000_000_000L;

  private final Path first;
  private final SignalInfo info;
  private final long largest;
  private FifTags tags;
  private int part;
  private long at;
  private long bytes;

  /**
   * Begins a recording.
   *
   * @param firstSample number of the first sample on the clock of the acquisition
   */
  public static FifRawWriter create(Path file, SignalInfo info, long firstSample)
      throws IOException {
    return new FifRawWriter(file, info, firstSample, LARGEST_FILE);
  }

  FifRawWriter(Path file, SignalInfo info, long firstSample, long largest) throws IOException {
    this.first = file;
    this.info = info;
    this.at = firstSample;
    this.largest = largest;
    begin(file);
  }

  private void begin(Path file) throws IOException {
    tags = new FifTags(file);
    bytes = 0;
    tags.begin(Fif.B_MEASUREMENT);
    tags.id(Fif.BLOCK_ID);
    FifInfoWriter writer = new FifInfoWriter(tags, info);
    writer.write(Fif.FLOAT);
    writer.annotations(at);
    tags.begin(Fif.B_RAW);
    tags.integer(Fif.FIRST_SAMPLE, Math.toIntExact(at));
  }

  /** Appends samples, [channels][count] in SI units, as one buffer. */
  public void append(double[][] values, int count) throws IOException {
    int channels = info.channels().size();
    if (values.length != channels) {
      throw new IllegalArgumentException(values.length + " of " + channels + " channels");
    }
    long size = (long) count * channels * Float.BYTES;
    if (bytes > 0 && bytes + size > largest) {
      next();
    }
    tags.raw(Fif.BUFFER, Fif.FLOAT, Math.toIntExact(size));
    ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(size));
    for (int t = 0; t < count; t++) {
      for (int c = 0; c < channels; c++) {
        buffer.putFloat((float) values[c][t]);
      }
    }
    tags.out().write(buffer.array());
    at += count;
    bytes += size;
  }

  private void next() throws IOException {
    part++;
    Path file = partOf(first, part);
    end(file.getFileName().toString());
    begin(file);
  }

  /** {@code x_raw.fif} goes on in {@code x_raw-1.fif}. */
  static Path partOf(Path first, int part) {
    String name = first.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return first.resolveSibling(name.substring(0, dot) + "-" + part + name.substring(dot));
  }

  private void end(String nextName) throws IOException {
    if (nextName != null) {
      tags.begin(Fif.B_REFERENCE);
      tags.integer(Fif.REFERENCE_ROLE, Fif.ROLE_NEXT_FILE);
      tags.text(Fif.REFERENCE_NAME, nextName);
      tags.integer(Fif.REFERENCE_NUMBER, part);
      tags.end(Fif.B_REFERENCE);
    }
    tags.end(Fif.B_RAW);
    tags.end(Fif.B_MEASUREMENT);
    tags.close();
  }

  @Override
  public void close() throws IOException {
    end(null);
  }
}
