package dev.arcuate.plugin.bidsfmri.nifti;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads a NIfTI file, or a pair of .hdr and .img, from front to back, one volume at a time, so that
 * memory holds one volume only and a compressed file is decompressed once. Not safe for use by
 * several threads.
 */
public final class NiftiReader implements AutoCloseable {
  private static final int CHUNK_BYTES = 1 << 18;

  private final ImageBytes in;
  private final NiftiHeader header;
  private final Scaling scaling;
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private int volumesRead;

  private NiftiReader(ImageBytes in, NiftiHeader header, Part part) {
    this.in = in;
    this.header = header;
    this.scaling = header.scaling(part.complex());
  }

  /**
   * Which number is read where a file holds several per voxel and volume.
   *
   * @param component from 1
   * @param complex of complex numbers
   */
  public record Part(int component, ComplexPart complex) {
    static final Part FIRST = new Part(1, ComplexPart.MAGNITUDE);
  }

  /**
   * Opens a file, or either of a pair, for its first component; the caller closes it.
   *
   * @param name of the file in messages
   * @throws ProblemException of kind DATA if it is missing, empty, truncated, damaged or of a kind
   *     that holds no volumes
   */
  public static NiftiReader open(Path file, String name) throws IOException {
    return open(file, name, Part.FIRST);
  }

  /** As {@link #open(Path, String)}, of a component that the file must have. */
  public static NiftiReader open(Path file, String name, Part part) throws IOException {
    return isPair(file)
        ? openPair(file, name, part)
        : open(ImageBytes.open(file, name), name, part);
  }

  /**
   * Opens a single file and writes what is read of it, decompressed, to another, so that it can be
   * read again without decompressing it again.
   */
  public static NiftiReader openCopying(Path file, String name, Part part, Path copy)
      throws IOException {
    ImageBytes in = ImageBytes.open(file, name);
    try {
      in.copyTo(new BufferedOutputStream(Files.newOutputStream(copy), 1 << 16));
    } catch (IOException e) {
      in.close();
      throw e;
    }
    return open(in, name, part);
  }

  private static NiftiReader open(ImageBytes in, String name, Part part) throws IOException {
    try {
      NiftiHeader header = readHeader(in, name, HeaderParser.Kind.VOLUMES);
      if (header.pair()) {
        throw Problem.data(
                "BIDS_FMRI_NIFTI_UNSUPPORTED",
                name + " is the header of a pair of files, but is not named so")
            .hint("name the pair .hdr and .img, or convert it to a single .nii or .nii.gz file")
            .exception();
      }
      return start(in, header, part);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /** Whether a name is that of one of a pair of files. */
  public static boolean isPair(Path file) {
    String name = plain(file);
    return name.endsWith(".img") || name.endsWith(".hdr");
  }

  private static String plain(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
  }

  /** The other file of a pair: that with the header, or that with the values. */
  public static Path partner(Path file, String ending) {
    String name = file.getFileName().toString();
    int at = plain(file).length() - ".img".length();
    return file.resolveSibling(name.substring(0, at) + ending + name.substring(at + 4));
  }

  private static NiftiReader openPair(Path file, String name, Part part) throws IOException {
    NiftiHeader header;
    Path headerFile = partner(file, ".hdr");
    String headerName = sibling(name, headerFile);
    try (ImageBytes in = ImageBytes.open(headerFile, headerName)) {
      header = readHeader(in, headerName, HeaderParser.Kind.VOLUMES);
    }
    Path values = partner(file, ".img");
    ImageBytes in = ImageBytes.open(values, sibling(name, values));
    try {
      return start(in, header, part);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private static String sibling(String name, Path file) {
    return name.substring(0, name.lastIndexOf('/') + 1) + file.getFileName();
  }

  private static NiftiReader start(ImageBytes in, NiftiHeader header, Part part)
      throws IOException {
    if (part.component() < 1 || part.component() > header.components()) {
      throw new IllegalArgumentException("no component " + part.component());
    }
    in.expect(header.bytes(), header.shapeText() + " values of type " + header.type());
    long volume = (long) header.voxels() * header.type().bytes();
    in.skipTo(header.dataOffset() + (part.component() - 1) * volume * header.volumes());
    return new NiftiReader(in, header, part);
  }

  static NiftiHeader readHeader(ImageBytes in, String name, HeaderParser.Kind kind)
      throws IOException {
    byte[] start = new byte[4];
    in.fill(start, 0, 4);
    int size = HeaderParser.size(start);
    if (size == 0) {
      throw Problem.data("BIDS_FMRI_NIFTI_CORRUPT", name + " does not begin as a NIfTI file does")
          .hint("NIfTI files (.nii, .nii.gz) are read; convert other formats")
          .exception();
    }
    byte[] bytes = Arrays.copyOf(start, size);
    in.fill(bytes, 4, size);
    return HeaderParser.parse(name, bytes, kind);
  }

  public NiftiHeader header() {
    return header;
  }

  /** Whether the values are compressed, so that reading them a second time costs as much again. */
  public boolean compressed() {
    return in.compressed();
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
    requireMore();
    int bytes = header.type().bytes();
    for (int done = 0; done < header.voxels(); ) {
      int count = Math.min(header.voxels() - done, CHUNK_BYTES / bytes);
      header.type().decode(chunk(count * bytes), count, scaling, into, done);
      done += count;
    }
    endVolume();
  }

  /**
   * Reads some voxels of the next volume, scaled.
   *
   * @param voxels indices, ascending
   * @param into one value per index
   */
  public void readVoxels(int[] voxels, float[] into) throws IOException {
    requireMore();
    int bytes = header.type().bytes();
    int from = 0;
    for (int done = 0; done < header.voxels(); ) {
      int count = Math.min(header.voxels() - done, CHUNK_BYTES / bytes);
      ByteBuffer values = chunk(count * bytes);
      int to = from;
      while (to < voxels.length && voxels[to] < done + count) {
        to++;
      }
      header.type().decode(values, done, voxels, from, to, scaling, into);
      from = to;
      done += count;
    }
    endVolume();
  }

  /** Passes over the next volume. */
  public void skipVolume() throws IOException {
    requireMore();
    long end = in.position() + (long) header.voxels() * header.type().bytes();
    in.skipTo(end);
    endVolume();
  }

  private void requireMore() {
    if (remaining() == 0) {
      throw new IllegalStateException("all " + header.volumes() + " volumes are read");
    }
  }

  private ByteBuffer chunk(int bytes) throws IOException {
    in.fill(chunk, 0, bytes);
    return ByteBuffer.wrap(chunk, 0, bytes).order(header.order());
  }

  private void endVolume() throws IOException {
    volumesRead++;
    if (remaining() == 0) {
      in.checkEnd();
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
