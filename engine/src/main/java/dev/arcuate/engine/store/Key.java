package dev.arcuate.engine.store;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names an artifact by all that decides its content.
 *
 * @param hex SHA-256 of the canonical JSON of the key material, 64 lower-case hexadecimal digits
 */
public record Key(String hex) implements Comparable<Key> {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  public Key {
    if (!FORM.matcher(hex).matches()) {
      throw new IllegalArgumentException("not a key: " + hex);
    }
  }

  /** A key, if the text is one. */
  public static Optional<Key> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new Key(text)) : Optional.empty();
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
