package dev.arcuate.engine.store;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.engine.problem.IoReasons;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Faults of the disk in words. */
public final class StoreProblems {
  /** Below this, a write that fails for no stated reason counts as one for lack of space. */
  private static final long NEARLY_FULL = 64 << 10;

  private StoreProblems() {}

  /**
   * What went wrong when writing below a folder.
   *
   * @param doing what was tried, as in "cannot … "
   */
  public static ProblemException writing(Path folder, String doing, IOException e) {
    return problem(folder, doing, e).exception(e);
  }

  /**
   * The fault of the disk behind an exception that came out of a component, if there is one: a full
   * disk is not the plugin's doing.
   */
  public static Optional<Problem> behind(Path folder, Throwable thrown) {
    for (Throwable e = thrown; e != null; e = e.getCause()) {
      if (e instanceof IOException io && isFull(io)) {
        return Optional.of(problem(folder, "write a result", io));
      }
    }
    return Optional.empty();
  }

  private static Problem problem(Path folder, String doing, IOException e) {
    long free = free(folder);
    if (isFull(e) || (free >= 0 && free < NEARLY_FULL)) {
      return StoreCode.STORE_DISK_FULL
          .problem(
              "cannot "
                  + doing
                  + ": the disk of "
                  + folder
                  + " is full, "
                  + free
                  + " bytes are free")
          .hint(
              "free space, or run 'arcuate clean', or choose another disk with --store;"
                  + " finished tasks are kept");
    }
    if (isForbidden(e)) {
      return notWritable(folder, doing);
    }
    return StoreCode.STORE_FAULT
        .problem("cannot " + doing + " in " + folder + ": " + IoReasons.of(e))
        .hint("check the disk, then run again; finished tasks are kept");
  }

  private static Problem notWritable(Path folder, String doing) {
    return StoreCode.STORE_NOT_WRITABLE
        .problem("cannot " + doing + ": no permission to write in " + folder)
        .hint("choose a folder you may write to with --store, or set ARCUATE_STORE");
  }

  static Problem damaged(Key key, Path folder, String why) {
    return StoreCode.ARTIFACT_DAMAGED
        .problem("the stored result " + key.brief() + " is damaged: " + why)
        .hint("it is computed again; check the disk if this happens more than once: " + folder);
  }

  private static boolean isFull(IOException e) {
    String text = IoReasons.of(e).toLowerCase(Locale.ROOT);
    return text.contains("no space left")
        || text.contains("not enough space")
        || text.contains("quota exceeded");
  }

  private static boolean isForbidden(IOException e) {
    String text = IoReasons.of(e).toLowerCase(Locale.ROOT);
    return e instanceof AccessDeniedException
        || text.contains("permission denied")
        || text.contains("operation not permitted")
        || text.contains("read-only file system");
  }

  /** Bytes free where a folder lies or would lie, or -1 if that cannot be told. */
  private static long free(Path folder) {
    for (Path place = folder.toAbsolutePath(); place != null; place = place.getParent()) {
      try {
        return Files.getFileStore(place).getUsableSpace();
      } catch (IOException e) {
        continue;
      }
    }
    return -1;
  }
}
