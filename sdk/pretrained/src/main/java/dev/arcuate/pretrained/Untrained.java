package dev.arcuate.pretrained;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Draws the weights of a model that has learnt nothing. */
public final class Untrained {
  private static final int BUFFER = 1 << 20;

  private Untrained() {}

  /**
   * Draws all weights of an architecture into a file. A weight depends on the seed and its own name
   * only.
   */
  public static Checkpoint draw(Architecture architecture, long seed, Path file)
      throws IOException {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      for (Weights.Need need : PretrainedModel.needs(architecture)) {
        tensors.put(
            need.name(),
            new StoredTensor(need.name(), "float32", need.shape(), file, channel.position()));
        draw(need, seed, channel);
      }
    }
    return new Checkpoint(tensors, List.of(file));
  }

  private static void draw(Weights.Need need, long seed, FileChannel channel) throws IOException {
    SplittableRandom random = new SplittableRandom(seedOf(need.name(), seed));
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    long count = need.shape().stream().reduce(1L, Math::multiplyExact);
    Initial initial = need.initial();
    for (long i = 0; i < count; i++) {
      double value =
          initial.deviation() == 0
              ? initial.mean()
              : initial.mean() + initial.deviation() * random.nextGaussian();
      buffer.putFloat((float) value);
      if (!buffer.hasRemaining()) {
        flush(buffer, channel);
      }
    }
    flush(buffer, channel);
  }

  private static void flush(ByteBuffer buffer, FileChannel channel) throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }

  /** Of one weight: neither names that are alike nor neighbouring seeds share their draws. */
  public static long seedOf(String name, long seed) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((seed + ":" + name).getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
