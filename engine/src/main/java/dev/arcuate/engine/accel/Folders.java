package dev.arcuate.engine.accel;

import dev.arcuate.engine.accel.Doctor.Check;
import dev.arcuate.engine.accel.Doctor.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Whether a folder can be written and has room. */
final class Folders {
  private Folders() {}

  /**
   * @param wanted bytes below which there is a warning
   */
  static Check check(String name, Path folder, long wanted) {
    Path existing = folder.toAbsolutePath();
    while (existing.getParent() != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    try {
      Files.delete(Files.createTempFile(existing, "arcuate-doctor", null));
    } catch (IOException e) {
      return Check.of(
          name,
          Status.FAILED,
          "'" + folder + "' cannot be written",
          "choose another folder, or change the rights of '" + existing + "'");
    }
    long free = existing.toFile().getUsableSpace();
    String finding = "'" + folder + "' can be written, " + gib(free) + " free";
    return free >= wanted
        ? Check.ok(name, finding)
        : Check.of(name, Status.WARNING, finding, "free some space: " + gib(wanted) + " and more");
  }

  static String gib(long bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
  }
}
