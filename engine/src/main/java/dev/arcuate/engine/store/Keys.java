package dev.arcuate.engine.store;

import java.nio.charset.StandardCharsets;

/** Computes keys. */
public final class Keys {
  private Keys() {}

  /**
   * The key of what a task publishes.
   *
   * @throws IllegalArgumentException naming the field that has no place in a key
   */
  public static Key of(TaskSpec spec) {
    byte[] bytes = CanonicalJson.of(spec.material()).getBytes(StandardCharsets.UTF_8);
    return new Key(Sha256.hex(bytes));
  }
}
