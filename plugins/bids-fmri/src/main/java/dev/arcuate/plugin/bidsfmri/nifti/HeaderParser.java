package dev.arcuate.plugin.bidsfmri.nifti;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the fixed-size header and refuses what contradicts itself. */
final class HeaderParser {
  static final int SIZE_1 = 348;
  static final int SIZE_2 = 540;
  private static final int EXTENSION_FLAG_BYTES = 4;
  private static final int MOST_AXES = 7;
  private static final int CIFTI_INTENT_FIRST = 3000;
  private static final int CIFTI_INTENT_LAST = 3099;
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;
  private static final int MOST_VOLUMES = 100_000_000;
  private static final double MOST_MATRIX_VALUES = 0x1p48;

  private final String name;
  private final ByteBuffer header;
  private final boolean second;
  private final Kind kind;
  private boolean pair;

  /** What the caller can read. */
  enum Kind {
    /** Voxels, in one file or in two. */
    VOLUMES,
    /** Grayordinates. */
    CIFTI
  }

  private HeaderParser(String name, ByteBuffer header, boolean second, Kind kind) {
    this.name = name;
    this.header = header;
    this.second = second;
    this.kind = kind;
  }

  /** How many bytes the header has, judged by its first four, or 0 if this is no NIfTI file. */
  static int size(byte[] start) {
    int little = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getInt();
    int big = Integer.reverseBytes(little);
    if (little == SIZE_1 || big == SIZE_1) {
      return SIZE_1;
    }
    return little == SIZE_2 || big == SIZE_2 ? SIZE_2 : 0;
  }

  /**
   * @param name of the file, for messages
   * @param bytes as many as {@link #size} says
   */
  static NiftiHeader parse(String name, byte[] bytes, Kind kind) {
    ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (header.getInt(0) != bytes.length) {
      header.order(ByteOrder.BIG_ENDIAN);
    }
    return new HeaderParser(name, header, bytes.length == SIZE_2, kind).parse();
  }

  private NiftiHeader parse() {
    magic();
    int[] shape = shape();
    int code = header.getShort(second ? 12 : 70);
    NiftiType type =
        NiftiType.of(code)
            .orElseThrow(
                () ->
                    Problem.data(
                            "BIDS_FMRI_NIFTI_UNSUPPORTED",
                            name
                                + " holds "
                                + NiftiType.nameOf(code)
                                + " where numbers were expected")
                        .hint("convert it to integers or floating-point numbers")
                        .exception());
    int bits = header.getShort(second ? 14 : 72);
    if (bits != 8 * type.bytes()) {
      throw corrupt("it stores " + type + " values in " + bits + " bits");
    }
    double[] spacing = reals(second ? 104 : 76, 8);
    double slope = real(second ? 176 : 112);
    double intercept = real(second ? 184 : 116);
    boolean scaled = slope != 0 && Double.isFinite(slope);
    if (scaled && !Double.isFinite(intercept)) {
      throw corrupt("its scaling intercept is " + intercept);
    }
    int qform = second ? header.getInt(344) : header.getShort(252);
    int sform = second ? header.getInt(348) : header.getShort(254);
    double[] sformRows = reals(second ? 400 : 280, 12);
    double[] quaternion = reals(second ? 352 : 256, 6);
    boolean useSform = sform > 0;
    boolean useQform = !useSform && qform > 0;
    double[] affine =
        useSform
            ? Affines.ofRows(sformRows)
            : useQform
                ? Affines.ofQuaternion(quaternion, spacing)
                : Affines.ofSpacing(shape, spacing);
    if (!Arrays.stream(affine).allMatch(Double::isFinite)) {
      throw corrupt("its affine holds values that are not numbers");
    }
    return new NiftiHeader(
        second ? 2 : 1,
        header.order(),
        shape,
        type,
        spacing,
        dataOffset(),
        pair,
        scaled ? slope : 1,
        scaled ? intercept : 0,
        second ? header.getInt(500) : header.get(123),
        affine,
        useSform ? "sform" : useQform ? "qform" : "none");
  }

  private void magic() {
    byte[] four = new byte[4];
    header.get(second ? 4 : 344, four);
    String magic = new String(four, 0, 3, StandardCharsets.US_ASCII);
    pair = magic.equals(second ? "ni2" : "ni1");
    if (!pair && !magic.equals(second ? "n+2" : "n+1")) {
      throw corrupt("its header does not end as that of a NIfTI file does");
    }
    int intent = second ? header.getInt(504) : header.getShort(68);
    boolean cifti = intent >= CIFTI_INTENT_FIRST && intent <= CIFTI_INTENT_LAST;
    if (cifti && kind == Kind.VOLUMES) {
      throw Problem.data(
              "BIDS_FMRI_NIFTI_UNSUPPORTED",
              name + " is a CIFTI-2 file (grayordinates) where a volume was expected")
          .hint("set source to cifti")
          .exception();
    }
    if (!cifti && kind == Kind.CIFTI) {
      throw Problem.data(
              "BIDS_FMRI_NIFTI_UNSUPPORTED",
              name + " is a NIfTI file of voxels where CIFTI-2 (grayordinates) was expected")
          .hint("set source to volumes")
          .exception();
    }
  }

  private int[] shape() {
    long axes = size(0);
    if (axes < 1 || axes > MOST_AXES) {
      throw corrupt("it has " + axes + " axes where 1 to 7 were expected");
    }
    int[] shape = new int[Math.max((int) axes, 3)];
    Arrays.fill(shape, 1);
    long voxels = 1;
    long volumes = 1;
    for (int axis = 0; axis < axes; axis++) {
      long size = size(axis + 1);
      if (size < 1 || size > LARGEST_ARRAY) {
        throw corrupt("axis " + (axis + 1) + " has " + size + " values");
      }
      shape[axis] = (int) size;
      voxels *= axis < 3 ? size : 1;
      // The axes of a matrix of grayordinates are no series of volumes.
      volumes *= axis < 3 || kind == Kind.CIFTI ? 1 : size;
      if (voxels > LARGEST_ARRAY || volumes > MOST_VOLUMES) {
        throw corrupt(
            "its shape "
                + Arrays.toString(Arrays.copyOf(shape, axis + 1))
                + " leaves the range of any image");
      }
    }
    requireMatrix(shape);
    return shape;
  }

  /** CIFTI-2 uses the fifth and sixth axis, and a seventh that no file here has. */
  private void requireMatrix(int[] shape) {
    if (kind != Kind.CIFTI) {
      return;
    }
    for (int axis = 0; axis < shape.length; axis++) {
      boolean used = axis == 4 || axis == 5;
      if (!used && shape[axis] != 1) {
        throw corrupt("it is CIFTI-2, but not a matrix: its shape is " + Arrays.toString(shape));
      }
    }
    if (shape.length < 6 || (double) shape[4] * shape[5] > MOST_MATRIX_VALUES) {
      throw corrupt("it is CIFTI-2, but not a matrix: its shape is " + Arrays.toString(shape));
    }
  }

  private long size(int index) {
    return second ? header.getLong(16 + 8 * index) : header.getShort(40 + 2 * index);
  }

  private long dataOffset() {
    double stated = second ? header.getLong(168) : header.getFloat(108);
    int least = pair ? 0 : (second ? SIZE_2 : SIZE_1) + EXTENSION_FLAG_BYTES;
    if (stated == 0) {
      return least;
    }
    if (!(stated >= least) || stated > LARGEST_ARRAY || stated != Math.rint(stated)) {
      throw corrupt("its values begin at byte " + stated + ", inside the header or nowhere");
    }
    return (long) stated;
  }

  private double real(int offset) {
    return second ? header.getDouble(offset) : header.getFloat(offset);
  }

  private double[] reals(int offset, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = real(offset + i * (second ? Double.BYTES : Float.BYTES));
    }
    return values;
  }

  private ProblemException corrupt(String why) {
    return Problem.data("BIDS_FMRI_NIFTI_CORRUPT", name + " is not a sound NIfTI file: " + why)
        .hint("copy the file anew from where it came")
        .exception();
  }
}
