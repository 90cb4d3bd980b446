package dev.arcuate.engine.run;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.engine.plugins.ComponentHandle;
import dev.arcuate.engine.problem.IoReasons;
import dev.arcuate.engine.store.StoreProblems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Whatever a component throws, in words that name it and its plugin. */
final class PluginBorder {
  private final Path store;
  private final Path log;

  /**
   * @param store where results are written
   * @param log where the stack trace went
   */
  PluginBorder(Path store, Path log) {
    this.store = store;
    this.log = log;
  }

  List<Problem> problems(ComponentHandle handle, Throwable thrown) {
    if (thrown instanceof ProblemException e) {
      return e.problems();
    }
    Optional<Problem> disk = StoreProblems.behind(store, thrown);
    if (disk.isPresent()) {
      return List.of(disk.get());
    }
    String who =
        "component '%s' of plugin %s %s"
            .formatted(handle.id(), handle.plugin().id(), handle.plugin().version());
    return List.of(problem(who, thrown));
  }

  private Problem problem(String who, Throwable thrown) {
    if (thrown instanceof OutOfMemoryError) {
      return RunCode.TASK_OUT_OF_MEMORY
          .problem(who + " ran out of memory: " + reason(thrown))
          .hint(
              "run fewer tasks at once with --jobs, or give all of them more with ARCUATE_HEAP=…");
    }
    if (thrown instanceof UncheckedIOException e) {
      return io(who, e.getCause());
    }
    if (thrown instanceof IOException e) {
      return io(who, e);
    }
    if (thrown instanceof LinkageError) {
      return RunCode.PLUGIN_DOES_NOT_FIT
          .problem(who + " was built against another version of what it uses: " + reason(thrown))
          .hint("update the plugin; details are in " + log);
    }
    return RunCode.PLUGIN_FAILED
        .problem(who + " failed: " + reason(thrown))
        .hint("details for the author of the plugin are in " + log);
  }

  private Problem io(String who, IOException e) {
    String file =
        e instanceof FileSystemException f && f.getFile() != null ? f.getFile() : "a file";
    return RunCode.FILE_FAULT
        .problem(who + " cannot read or write " + file + ": " + IoReasons.of(e))
        .hint("check that file and its disk; details are in " + log);
  }

  private static String reason(Throwable thrown) {
    String message = thrown.getMessage();
    // The name of the exception class says nothing to a lab; it stands in the log.
    return message == null || message.isBlank() ? "it gave no reason" : message;
  }
}
