package dev.arcuate.pretrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a file holds: either sound tensors within it, or a problem. */
class SafetensorsFuzzTest {
  private static final String HEADER =
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},"
          + "\"b\":{\"dtype\":\"F16\",\"shape\":[4],\"data_offsets\":[24,32]},"
          + "\"__metadata__\":{\"format\":\"pt\"}}";

  @TempDir Path folder;

  @Test
  void readsTensorsAtTheirPlaces() throws IOException {
    Checkpoint checkpoint = Checkpoint.read(write(sound(HEADER)));
    long start = (long) Long.BYTES + HEADER.length();
    assertThat(checkpoint.tensors().keySet()).containsExactly("a", "b");
    assertThat(checkpoint.tensors().get("a").offset()).isEqualTo(start);
    assertThat(checkpoint.tensors().get("b").offset()).isEqualTo(start + 24);
    assertThat(checkpoint.tensors().get("b").type()).isEqualTo("float16");
  }

  @Test
  void neverFailsOtherwiseThanByAProblem() throws IOException {
    Random random = new Random(1);
    byte[] sound = sound(HEADER);
    int refused = 0;
    for (int i = 0; i < 1000; i++) {
      byte[] damaged = sound.clone();
      for (int change = random.nextInt(3); change >= 0; change--) {
        damaged[random.nextInt(sound.length)] = (byte) random.nextInt(128);
      }
      Path file = write(damaged);
      try {
        long size = Files.size(file);
        for (StoredTensor tensor : Checkpoint.read(file).tensors().values()) {
          assertThat(tensor.offset()).isBetween(0L, size);
        }
      } catch (ProblemException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(500);
  }

  @Test
  void refusesATensorThatNoFileCouldHold() throws IOException {
    String header = HEADER.replace("[2,3]", "[9223372036854775807,9]");
    assertThatThrownBy(() -> Checkpoint.read(write(sound(header))))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("that no file could hold");
  }

  private static byte[] sound(String header) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Long.BYTES + text.length + 32)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length)
        .put(text)
        .array();
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("model.safetensors"), bytes);
  }
}
