package dev.arcuate.plugin.bert;

import dev.arcuate.pretrained.Checkpoint;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A tensor of float32, to be stored in another form. */
record Array(List<Long> shape, float[] values) {
  /** All tensors of a file. */
  static Map<String, Array> read(Path file) throws IOException {
    Golden golden = new Golden(Checkpoint.read(file));
    Map<String, Array> arrays = new LinkedHashMap<>();
    for (String name : golden.arrays().tensors().keySet()) {
      arrays.put(name, new Array(golden.arrays().tensors().get(name).shape(), golden.floats(name)));
    }
    return arrays;
  }

  Array transposed() {
    int rows = Math.toIntExact(shape.get(0));
    int columns = Math.toIntExact(shape.get(1));
    float[] turned = new float[values.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        turned[column * rows + row] = values[row * columns + column];
      }
    }
    return new Array(List.of(shape.get(1), shape.get(0)), turned);
  }

  byte[] bytes() {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  /** Writes a safetensors file. */
  static void write(Path file, Map<String, Array> arrays) throws IOException {
    StringBuilder header = new StringBuilder("{");
    int end = 0;
    for (Map.Entry<String, Array> entry : arrays.entrySet()) {
      int start = end;
      end += entry.getValue().values().length * Float.BYTES;
      header
          .append(header.length() > 1 ? "," : "")
          .append("\"" + entry.getKey() + "\":{\"dtype\":\"F32\",\"shape\":")
          .append(entry.getValue().shape() + ",\"data_offsets\":[" + start + "," + end + "]}");
    }
    byte[] text = header.append("}").toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(length.putLong(text.length).array());
      out.write(text);
      for (Array array : arrays.values()) {
        out.write(array.bytes());
      }
    }
  }
}
