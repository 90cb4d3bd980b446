package dev.arcuate.engine.store;

/**
 * Names an artifact by all that decides its content.
 *
 * @param hex SHA-256 of the canonical JSON of the key material, 64 lower-case hexadecimal digits
 */
public record Key(String hex) implements Comparable<Key> {
  public Key {
    if (!hex.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("not a key: " + hex);
    }
  }

  /** The first twelve digits, for people. */
  public String brief() {
    return hex.substring(0, 12);
  }

  @Override
  public int compareTo(Key other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
