package dev.arcuate.plugin.bidsfmri.nifti;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a NIfTI-1 file, one volume at a time; compressed if its name ends in {@code .gz}. Little-
 * endian, not scaled, with the transform as sform. Not safe for use by several threads.
 */
public final class NiftiWriter implements AutoCloseable {
  private static final int DATA_OFFSET = 352;
  private static final int CHUNK_VALUES = 1 << 16;
  private static final byte MILLIMETRES_AND_SECONDS = 10;

  private final OutputStream out;
  private final Image image;
  private final ByteBuffer buffer;
  private int written;

  /**
   * What is to be written.
   *
   * @param shape voxels along i, j, k
   * @param volumes 1 makes a file of three axes
   * @param affine 4 × 4, row-major
   * @param spaceCode 1 scanner, 2 aligned to another image, 4 MNI 152
   * @param periodSeconds between volumes; 0 if there is no such time
   * @param type INT16, UINT8 or FLOAT32
   * @param description at most 79 characters of ASCII
   */
  public record Image(
      int[] shape,
      int volumes,
      double[] affine,
      int spaceCode,
      double periodSeconds,
      NiftiType type,
      String description) {

    int voxels() {
      return Math.multiplyExact(Math.multiplyExact(shape[0], shape[1]), shape[2]);
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  private NiftiWriter(OutputStream out, Image image) {
    this.out = out;
    this.image = image;
    this.buffer =
        ByteBuffer.allocate(CHUNK_VALUES * image.type().bytes()).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Opens a file for writing; the caller closes it. */
  public static NiftiWriter create(Path file, Image image) throws IOException {
    for (int size : image.shape()) {
      if (size < 1 || size > Short.MAX_VALUE) {
        throw new IllegalArgumentException("NIfTI-1 holds 1 to 32767 voxels a side, not " + size);
      }
    }
    if (image.volumes() < 1 || image.volumes() > Short.MAX_VALUE) {
      throw new IllegalArgumentException("NIfTI-1 holds 1 to 32767 volumes");
    }
    OutputStream raw = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    OutputStream out = file.getFileName().toString().endsWith(".gz") ? new FastGzip(raw) : raw;
    NiftiWriter writer = new NiftiWriter(out, image);
    out.write(writer.header());
    return writer;
  }

  /** Appends a volume, i fastest. */
  public void append(float[] volume) throws IOException {
    if (written == image.volumes()) {
      throw new IllegalStateException("all " + written + " volumes are written");
    }
    int voxels = image.voxels();
    for (int done = 0; done < voxels; done += CHUNK_VALUES) {
      int count = Math.min(CHUNK_VALUES, voxels - done);
      buffer.clear();
      image.type().encode(volume, done, count, buffer);
      out.write(buffer.array(), 0, buffer.position());
    }
    written++;
  }

  private byte[] header() {
    ByteBuffer header = ByteBuffer.allocate(DATA_OFFSET).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(0, HeaderParser.SIZE_1);
    header.put(38, (byte) 'r');
    boolean series = image.volumes() > 1;
    header.putShort(40, (short) (series ? 4 : 3));
    for (int axis = 0; axis < 7; axis++) {
      int size = axis < 3 ? image.shape()[axis] : axis == 3 ? image.volumes() : 1;
      header.putShort(42 + 2 * axis, (short) size);
    }
    header.putShort(70, (short) image.type().code());
    header.putShort(72, (short) (8 * image.type().bytes()));
    header.putFloat(76, 1);
    for (int axis = 0; axis < 3; axis++) {
      header.putFloat(80 + 4 * axis, (float) Affines.spacing(image.affine(), axis));
    }
    header.putFloat(92, (float) image.periodSeconds());
    header.putFloat(108, DATA_OFFSET);
    header.putFloat(112, 1);
    header.put(123, MILLIMETRES_AND_SECONDS);
    byte[] text = image.description().getBytes(StandardCharsets.US_ASCII);
    header.put(148, text, 0, Math.min(text.length, 79));
    header.putShort(254, (short) image.spaceCode());
    for (int i = 0; i < 12; i++) {
      header.putFloat(280 + 4 * i, (float) image.affine()[i]);
    }
    header.put(344, "n+1\0".getBytes(StandardCharsets.US_ASCII));
    return header.array();
  }

  @Override
  public void close() throws IOException {
    out.close();
    if (written != image.volumes()) {
      throw new IllegalStateException(written + " of " + image.volumes() + " volumes were written");
    }
  }

  /** Noise does not compress better with more effort. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, 1 << 16);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
