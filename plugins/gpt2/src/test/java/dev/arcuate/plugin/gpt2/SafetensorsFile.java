package dev.arcuate.plugin.gpt2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A safetensors file taken apart into header and values, to be damaged. */
record SafetensorsFile(String header, byte[] values) {
  static SafetensorsFile read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return new SafetensorsFile(
        new String(bytes, Long.BYTES, length, StandardCharsets.UTF_8),
        Arrays.copyOfRange(bytes, Long.BYTES + length, bytes.length));
  }

  /** The same with a part of the header replaced; it must be there. */
  SafetensorsFile with(String pattern, String replacement) {
    Matcher matcher = Pattern.compile(pattern).matcher(header);
    if (!matcher.find()) {
      throw new IllegalArgumentException(pattern);
    }
    return new SafetensorsFile(matcher.replaceFirst(replacement), values);
  }

  SafetensorsFile cutTo(int bytes) {
    return new SafetensorsFile(header, Arrays.copyOf(values, bytes));
  }

  void write(Path file) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES + text.length + values.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(text.length).put(text).put(values);
    Files.write(file, bytes.array());
  }
}
