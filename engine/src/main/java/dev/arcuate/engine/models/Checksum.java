package dev.arcuate.engine.models;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.OptionalLong;

/** Whether a file is what a hub announced. */
final class Checksum {
  private static final int SHA256_DIGITS = 64;
  private static final int SHA1_DIGITS = 40;
  private static final int BUFFER = 1 << 18;

  private Checksum() {}

  /** Whether the file is certainly the announced one: there is a checksum, and it fits. */
  static boolean proves(Path file, String tag, OptionalLong size) throws IOException {
    return tag.matches("[0-9a-fA-F]+")
        && (tag.length() == SHA256_DIGITS || tag.length() == SHA1_DIGITS)
        && Files.isRegularFile(file)
        && fits(file, tag, size);
  }

  /**
   * Compares.
   *
   * @param tag SHA-256 of a large file, or the SHA-1 by which git knows a small one; anything else
   *     is no checksum and says nothing
   */
  static boolean fits(Path file, String tag, OptionalLong size) throws IOException {
    if (size.isPresent() && Files.size(file) != size.getAsLong()) {
      return false;
    }
    if (!tag.matches("[0-9a-fA-F]+")) {
      return true;
    }
    String wanted = tag.toLowerCase(Locale.ROOT);
    if (wanted.length() == SHA256_DIGITS) {
      return digest("SHA-256", new byte[0], file).equals(wanted);
    }
    if (wanted.length() == SHA1_DIGITS) {
      byte[] header = ("blob " + Files.size(file) + "\0").getBytes(StandardCharsets.US_ASCII);
      return digest("SHA-1", header, file).equals(wanted);
    }
    return true;
  }

  private static String digest(String algorithm, byte[] before, Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      digest.update(before);
      byte[] buffer = new byte[BUFFER];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has " + algorithm, e);
    }
  }
}
