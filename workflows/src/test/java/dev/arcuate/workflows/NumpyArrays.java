package dev.arcuate.workflows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** float32 arrays as a user would have them, and those that a command leaves. */
final class NumpyArrays {
  static final int SAMPLES = 120;
  static final int FEATURES = 6;
  static final int TARGETS = 3;
  static final int GROUPS = 4;

  private NumpyArrays() {}

  /** X.npy and Y.npy, in which features drive targets, and G.npy with four runs. */
  static void writeStudy(Path folder) throws IOException {
    Random random = new Random(1);
    float[] x = new float[SAMPLES * FEATURES];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    float[] y = new float[SAMPLES * TARGETS];
    float[] groups = new float[SAMPLES];
    for (int row = 0; row < SAMPLES; row++) {
      groups[row] = row * GROUPS / SAMPLES;
      for (int target = 0; target < TARGETS; target++) {
        double signal = x[row * FEATURES + target] + x[row * FEATURES + target + 3];
        y[row * TARGETS + target] = (float) (signal + 0.3 * random.nextGaussian());
      }
    }
    write(folder.resolve("X.npy"), x, SAMPLES, FEATURES);
    write(folder.resolve("Y.npy"), y, SAMPLES, TARGETS);
    write(folder.resolve("G.npy"), groups, SAMPLES);
  }

  static void write(Path npy, float[] values, int... shape) throws IOException {
    String tuple = shape.length == 1 ? shape[0] + "," : shape[0] + ", " + shape[1];
    String text = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + tuple + "), }";
    String padded = text + " ".repeat(63 - (10 + text.length()) % 64) + "\n";
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + padded.length() + Float.BYTES * values.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    bytes.put((byte) 1).put((byte) 0).putShort((short) padded.length());
    bytes.put(padded.getBytes(StandardCharsets.US_ASCII));
    for (float value : values) {
      bytes.putFloat(value);
    }
    Files.write(npy, bytes.array());
  }

  static String shape(Path npy) throws IOException {
    String header = new String(Files.readAllBytes(npy), 10, 118, StandardCharsets.US_ASCII);
    return header.substring(header.indexOf('('), header.indexOf(')') + 1);
  }

  static float[] floats(Path npy) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(npy)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(10 + Short.toUnsignedInt(bytes.getShort(8)));
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }
}
