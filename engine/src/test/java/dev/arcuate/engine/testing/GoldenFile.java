package dev.arcuate.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares text with a file below the test resources, byte for byte, or writes the file. */
public final class GoldenFile {
  private GoldenFile() {}

  /** The file {@code -Darcuate.golden.update=true} writes in place of comparing. */
  public static void check(String resource, String text) {
    Path file = folder().resolve(resource);
    try {
      if (Boolean.getBoolean("arcuate.golden.update")) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
      }
      assertThat(file).exists();
      assertThat(text).as("text of %s", resource).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The test resources in the sources. */
  public static Path folder() {
    return Path.of(System.getProperty("arcuate.basedir", "")).resolve("src/test/resources");
  }
}
