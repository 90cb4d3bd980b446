package dev.arcuate.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares text with a file, byte for byte; {@code -Darcuate.golden.update=true} writes the file in
 * place of comparing.
 */
public final class GoldenFile {
  private GoldenFile() {}

  /** A file below the test resources. */
  public static void check(String resource, String text) {
    check(folder().resolve(resource), text);
  }

  public static void check(Path file, String text) {
    try {
      if (Boolean.getBoolean("arcuate.golden.update")) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
      }
      assertThat(file).exists();
      assertThat(text).as("text of %s", file).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The test resources in the sources. */
  public static Path folder() {
    return Path.of(System.getProperty("arcuate.basedir", "")).resolve("src/test/resources");
  }
}
