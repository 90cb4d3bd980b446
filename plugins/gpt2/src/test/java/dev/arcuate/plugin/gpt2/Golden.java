package dev.arcuate.plugin.gpt2;

import dev.arcuate.pretrained.Checkpoint;
import dev.arcuate.pretrained.StoredTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;

/** Arrays that a reference has stored. */
record Golden(Checkpoint arrays) {
  static Golden read(Path file) throws IOException {
    return new Golden(Checkpoint.read(file));
  }

  float[] floats(String name) throws IOException {
    ByteBuffer bytes = bytes(name, Float.BYTES);
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }

  long[] longs(String name) throws IOException {
    ByteBuffer bytes = bytes(name, Long.BYTES);
    long[] values = new long[bytes.remaining() / Long.BYTES];
    bytes.asLongBuffer().get(values);
    return values;
  }

  private ByteBuffer bytes(String name, int size) throws IOException {
    StoredTensor tensor = arrays.tensors().get(name);
    long length = tensor.shape().stream().reduce((long) size, Math::multiplyExact);
    try (FileChannel channel = FileChannel.open(tensor.file())) {
      return channel.map(MapMode.READ_ONLY, tensor.offset(), length).order(ByteOrder.LITTLE_ENDIAN);
    }
  }
}
