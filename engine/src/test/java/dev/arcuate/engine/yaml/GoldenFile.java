package dev.arcuate.engine.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares text with a file byte for byte, or writes the file. */
final class GoldenFile {
  /** Set to true, it writes golden files in place of comparing them. */
  private static final String UPDATE = "arcuate.golden.update";

  private GoldenFile() {}

  static void check(Path file, String text) throws IOException {
    if (Boolean.getBoolean(UPDATE)) {
      Files.writeString(file, text);
    }
    assertThat(file).exists();
    assertThat(text).as("text of %s", file).isEqualTo(Files.readString(file));
  }
}
