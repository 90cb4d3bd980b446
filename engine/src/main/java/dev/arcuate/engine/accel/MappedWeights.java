package dev.arcuate.engine.accel;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Problem.Position;
import dev.arcuate.api.host.Inference.Weight;
import dev.arcuate.api.onnx.OnnxType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Constants of a graph whose values stay in their files: the system reads the pages that are asked
 * for, and may drop them again. To be kept as long as the session that uses them.
 */
final class MappedWeights implements AutoCloseable {
  static final MappedWeights NONE = new MappedWeights();

  private final Map<String, OnnxTensorLike> tensors = new LinkedHashMap<>();

  private MappedWeights() {}

  /**
   * Maps files.
   *
   * @throws dev.arcuate.api.ProblemException {@code ONNX_WEIGHT_UNREADABLE}
   */
  static MappedWeights of(OrtEnvironment environment, List<Weight> weights) throws OrtException {
    MappedWeights mapped = new MappedWeights();
    Map<Path, FileChannel> channels = new HashMap<>();
    try {
      for (Weight weight : weights) {
        mapped.add(environment, weight, channels);
      }
      return mapped;
    } catch (OrtException | RuntimeException e) {
      mapped.close();
      throw e;
    } finally {
      channels.values().forEach(MappedWeights::close);
    }
  }

  void addTo(SessionOptions options) throws OrtException {
    if (!tensors.isEmpty()) {
      options.addExternalInitializers(tensors);
    }
  }

  private void add(OrtEnvironment environment, Weight weight, Map<Path, FileChannel> channels)
      throws OrtException {
    String name = weight.constant().name();
    OnnxType type =
        OnnxType.of(weight.constant().type())
            .orElseThrow(
                () -> new IllegalArgumentException("no values of type " + weight.constant()));
    long[] shape = weight.constant().shape().stream().mapToLong(size -> size).toArray();
    long bytes = type.bytes();
    for (long size : shape) {
      bytes = Math.multiplyExact(bytes, size);
    }
    if (bytes > Integer.MAX_VALUE) {
      throw unreadable(weight, "it takes " + bytes + " bytes; at most 2 GiB can be mapped");
    }
    ByteBuffer values = map(weight, bytes, channels).order(ByteOrder.nativeOrder());
    tensors.put(name, OnnxTensor.createTensor(environment, values, shape, javaType(type)));
  }

  private static ByteBuffer map(Weight weight, long bytes, Map<Path, FileChannel> channels) {
    try {
      FileChannel channel = channels.get(weight.file());
      if (channel == null) {
        channel = FileChannel.open(weight.file());
        channels.put(weight.file(), channel);
      }
      if (weight.offset() < 0 || weight.offset() + bytes > channel.size()) {
        throw unreadable(
            weight,
            "its bytes "
                + weight.offset()
                + " to "
                + (weight.offset() + bytes)
                + " lie beyond the end of the file, which has "
                + channel.size());
      }
      return channel.map(MapMode.READ_ONLY, weight.offset(), bytes);
    } catch (NoSuchFileException e) {
      throw unreadable(weight, "there is no such file");
    } catch (IOException e) {
      throw unreadable(weight, e.getMessage());
    }
  }

  private static RuntimeException unreadable(Weight weight, String why) {
    return Problem.data(
            "ONNX_WEIGHT_UNREADABLE",
            "cannot read the weight '" + weight.constant().name() + "': " + why)
        .at(new Position(weight.file().toString(), 0, 0))
        .hint("copy the file again and compare its size with the original")
        .exception();
  }

  private static OnnxJavaType javaType(OnnxType type) {
    return switch (type) {
      case FLOAT32 -> OnnxJavaType.FLOAT;
      case FLOAT64 -> OnnxJavaType.DOUBLE;
      case FLOAT16 -> OnnxJavaType.FLOAT16;
      case BFLOAT16 -> OnnxJavaType.BFLOAT16;
      case INT8 -> OnnxJavaType.INT8;
      case UINT8 -> OnnxJavaType.UINT8;
      case INT32 -> OnnxJavaType.INT32;
      case INT64 -> OnnxJavaType.INT64;
      case BOOL -> OnnxJavaType.BOOL;
    };
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Gives the tensors back; pages stay mapped until the buffers are collected. */
  @Override
  public void close() {
    tensors.values().forEach(tensor -> ((OnnxTensor) tensor).close());
    tensors.clear();
  }
}
