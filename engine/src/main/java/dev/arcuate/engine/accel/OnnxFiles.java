package dev.arcuate.engine.accel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Reads ONNX files. Whoever opens a model asks for its nodes, inputs, weights and their places one
 * after the other: the last file is kept as it was read, as long as it stays the same. Safe for
 * concurrent use.
 */
final class OnnxFiles {
  private final AtomicReference<Read> last = new AtomicReference<>();

  /** What tells one state of a file from another. */
  private record Stamp(Path file, long size, FileTime modified, Object key) {}

  private record Read(Stamp stamp, OnnxFile file) {}

  /**
   * What a file holds besides the values of its weights.
   *
   * @throws dev.arcuate.api.ProblemException {@code ONNX_UNREADABLE}
   */
  OnnxFile read(Path file) {
    Stamp stamp;
    try {
      stamp = stamp(file);
    } catch (IOException missing) {
      // Said by the one who reads it, who can say it better.
      return OnnxFile.read(file);
    }
    Read before = last.get();
    if (before != null && before.stamp().equals(stamp)) {
      return before.file();
    }
    OnnxFile read = OnnxFile.read(file);
    last.set(new Read(stamp, read));
    return read;
  }

  private static Stamp stamp(Path file) throws IOException {
    BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
    return new Stamp(
        file.toAbsolutePath(),
        now.size(),
        now.lastModifiedTime(),
        Objects.requireNonNullElse(now.fileKey(), ""));
  }
}
