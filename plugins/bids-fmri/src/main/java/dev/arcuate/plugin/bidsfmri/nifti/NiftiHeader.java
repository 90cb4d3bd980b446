package dev.arcuate.plugin.bidsfmri.nifti;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the header of a NIfTI file says.
 *
 * @param version 1 or 2
 * @param order byte order of header and data
 * @param shape voxels along i, j, k and any further axes; at least three
 * @param type of the values as stored
 * @param spacing pixdim[0] to pixdim[7]; 1 to 3 in spatial units, 4 in time units
 * @param dataOffset where the values begin, in bytes after decompression
 * @param pair whether the values are in a file of their own (.hdr and .img)
 * @param slope factor of stored values, 1 if the file sets none
 * @param intercept added after the factor
 * @param units the code of spatial and time units
 * @param affine 4 × 4, row-major, voxel indices to millimetres
 * @param affineSource {@code sform}, {@code qform} or {@code none}
 */
public record NiftiHeader(
    int version,
    ByteOrder order,
    int[] shape,
    NiftiType type,
    double[] spacing,
    long dataOffset,
    boolean pair,
    double slope,
    double intercept,
    int units,
    double[] affine,
    String affineSource) {
  private static final int TIME_UNITS = 0x38;
  private static final int SECONDS = 8;
  private static final int MILLISECONDS = 16;
  private static final int MICROSECONDS = 24;

  /** No scanner takes this long for a volume, so such a number is in milliseconds. */
  private static final double IMPOSSIBLE_SECONDS = 100;

  /** No scanner is this fast, so such a number of milliseconds is in seconds. */
  private static final double IMPOSSIBLE_MILLISECONDS = 10;

  /**
   * Time between volumes as the header states it.
   *
   * @param seconds corrected where the label cannot be true
   * @param mislabelled what is wrong with the label, if anything
   */
  public record RepetitionTime(double seconds, Optional<String> mislabelled) {}

  /** Voxels of one volume. */
  public int voxels() {
    return Math.multiplyExact(Math.multiplyExact(shape[0], shape[1]), shape[2]);
  }

  /** Number of volumes: the first axis after the third that is longer than 1 counts them. */
  public int volumes() {
    return Arrays.stream(shape).skip(3).filter(size -> size > 1).findFirst().orElse(1);
  }

  /** Values per voxel and volume, as images of vectors have them; their axes come last. */
  public int components() {
    int all = Arrays.stream(shape).skip(3).reduce(1, Math::multiplyExact);
    return all / volumes();
  }

  Scaling scaling(ComplexPart part) {
    return new Scaling(slope, intercept, part);
  }

  /** Bytes of header and data after decompression. */
  public long bytes() {
    long bytes = type.bytes();
    for (int size : shape) {
      bytes = Math.multiplyExact(bytes, (long) size);
    }
    return Math.addExact(dataOffset, bytes);
  }

  /** Sizes along i, j, k. */
  public int[] volumeShape() {
    return Arrays.copyOf(shape, 3);
  }

  /** As {@code 64 × 64 × 30 × 200}. */
  public String shapeText() {
    return Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(" × "));
  }

  /** Empty if the header states none, or one in units other than time. */
  public Optional<RepetitionTime> repetitionTime() {
    double value = spacing[4];
    if (!(value > 0) || Double.isInfinite(value)) {
      return Optional.empty();
    }
    return switch (units & TIME_UNITS) {
      case 0, SECONDS ->
          Optional.of(
              value >= IMPOSSIBLE_SECONDS
                  ? new RepetitionTime(
                      value / 1e3, Optional.of(value + " s between volumes; taken as milliseconds"))
                  : new RepetitionTime(value, Optional.empty()));
      case MILLISECONDS ->
          Optional.of(
              value <= IMPOSSIBLE_MILLISECONDS
                  ? new RepetitionTime(
                      value, Optional.of(value + " ms between volumes; taken as seconds"))
                  : new RepetitionTime(value / 1e3, Optional.empty()));
      case MICROSECONDS -> Optional.of(new RepetitionTime(value / 1e6, Optional.empty()));
      default -> Optional.empty();
    };
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
