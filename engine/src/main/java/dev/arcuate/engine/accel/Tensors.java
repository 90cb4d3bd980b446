package dev.arcuate.engine.accel;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import dev.arcuate.api.Problem;
import dev.arcuate.api.host.Inference.Room;
import dev.arcuate.api.host.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;

/**
 * Moves tensors in and out of ONNX Runtime. A graph that counts in int32 or computes in float64 or
 * half precision gets and gives what the API knows: int64 and float32.
 */
final class Tensors {
  private Tensors() {}

  static OnnxTensor toNative(OrtEnvironment environment, Tensor tensor, TensorInfo type)
      throws OrtException {
    if (tensor instanceof Tensor.Longs longs) {
      return switch (type.type) {
        case INT64 ->
            OnnxTensor.createTensor(environment, LongBuffer.wrap(longs.values()), longs.shape());
        case INT32 ->
            OnnxTensor.createTensor(
                environment, IntBuffer.wrap(narrowed(longs.values())), longs.shape());
        case BOOL ->
            OnnxTensor.createTensor(environment, truths(longs.values()), longs.shape(), type.type);
        default -> throw unsupported("an input", type);
      };
    }
    Tensor.Floats floats = (Tensor.Floats) tensor;
    return switch (type.type) {
      case FLOAT ->
          OnnxTensor.createTensor(environment, FloatBuffer.wrap(floats.values()), floats.shape());
      case DOUBLE ->
          OnnxTensor.createTensor(
              environment, DoubleBuffer.wrap(widened(floats.values())), floats.shape());
      default -> throw unsupported("an input", type);
    };
  }

  /** A tensor in memory of somebody else, not copied. */
  static OnnxTensor over(OrtEnvironment environment, Room room) throws OrtException {
    FloatBuffer values = room.values();
    long size = Arrays.stream(room.shape()).reduce(1, Math::multiplyExact);
    if (!values.isDirect()
        || values.order() != ByteOrder.nativeOrder()
        || values.remaining() != size) {
      throw new IllegalArgumentException(
          values + " is no direct buffer of " + size + " floats as this machine has them");
    }
    return OnnxTensor.createTensor(environment, values, room.shape());
  }

  static Tensor fromNative(String name, OnnxValue value) {
    if (!(value instanceof OnnxTensor tensor)) {
      throw Problem.data("ONNX_TYPE", "output '" + name + "' is no tensor").exception();
    }
    TensorInfo type = tensor.getInfo();
    long[] shape = type.getShape();
    return switch (type.type) {
      // Half precision is widened by the library.
      case FLOAT, FLOAT16, BFLOAT16 -> new Tensor.Floats(shape, array(tensor.getFloatBuffer()));
      case DOUBLE -> new Tensor.Floats(shape, rounded(tensor.getDoubleBuffer()));
      case INT64 -> new Tensor.Longs(shape, array(tensor.getLongBuffer()));
      case INT32 -> new Tensor.Longs(shape, widened(tensor.getIntBuffer()));
      case BOOL, UINT8, INT8 -> new Tensor.Longs(shape, widened(tensor.getByteBuffer()));
      default -> throw unsupported("output '" + name + "'", type);
    };
  }

  private static RuntimeException unsupported(String what, TensorInfo type) {
    return Problem.data(
            "ONNX_TYPE",
            what
                + " of the graph has type "
                + ElementTypes.name(type.onnxType)
                + "; float32 and int64 are expected")
        .exception();
  }

  /** The library fills a new array for each buffer: no second copy. */
  private static float[] array(FloatBuffer buffer) {
    if (buffer.hasArray() && buffer.array().length == buffer.remaining()) {
      return buffer.array();
    }
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  private static long[] array(LongBuffer buffer) {
    long[] values = new long[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  private static int[] narrowed(long[] values) {
    int[] narrow = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      narrow[i] = Math.toIntExact(values[i]);
    }
    return narrow;
  }

  private static ByteBuffer truths(long[] values) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(values.length).order(ByteOrder.nativeOrder());
    for (long value : values) {
      bytes.put((byte) (value == 0 ? 0 : 1));
    }
    return bytes.flip();
  }

  private static double[] widened(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  private static float[] rounded(DoubleBuffer buffer) {
    float[] values = new float[buffer.remaining()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) buffer.get(i);
    }
    return values;
  }

  private static long[] widened(IntBuffer buffer) {
    long[] values = new long[buffer.remaining()];
    for (int i = 0; i < values.length; i++) {
      values[i] = buffer.get(i);
    }
    return values;
  }

  private static long[] widened(ByteBuffer buffer) {
    long[] values = new long[buffer.remaining()];
    for (int i = 0; i < values.length; i++) {
      values[i] = buffer.get(i);
    }
    return values;
  }
}
