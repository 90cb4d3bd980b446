package dev.arcuate.engine.run;

import dev.arcuate.api.Executor.Submission;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/** Hands attempts to the executor and tells what becomes of them, each end exactly once. */
final class Launcher {
  private final Placement<?> placement;
  private final TaskRunner runner;
  private final TaskRunner.Site site;
  private final Listener listener;

  /** Called on any thread. */
  interface Listener {
    /** The component has done its work; only publishing is left. */
    void computed(Attempt attempt);

    /**
     * @param failure null if the task succeeded
     */
    void ended(Attempt attempt, Throwable failure);
  }

  Launcher(Placement<?> placement, TaskRunner runner, TaskRunner.Site site, Listener listener) {
    this.placement = placement;
    this.runner = runner;
    this.site = site;
    this.listener = listener;
  }

  void launch(Attempt attempt) {
    try {
      attempt.future = placement.submit(submission(attempt.order), ignored -> runHere(attempt));
    } catch (RuntimeException e) {
      attempt.future = CompletableFuture.failedFuture(e);
    }
    attempt.outcome =
        attempt.future.handle(
            (nothing, failure) -> {
              if (attempt.control.endIfNotBegun()) {
                listener.ended(attempt, failure);
              }
              return failure == null;
            });
  }

  /** The file is written only for those who need it to travel. */
  private Submission submission(TaskOrder order) {
    Path root = site.session().store().root();
    Path file =
        site.session()
            .store()
            .runs()
            .folder(order.run())
            .resolve("tasks")
            .resolve(order.key().hex() + ".json");
    if (!placement.isHere()) {
      new SpecFile(order, root).write(file);
    }
    return new Submission(order.key().hex(), order.id(), file, order.resources());
  }

  private void runHere(Attempt attempt) {
    Throwable failure = null;
    try {
      if (!attempt.control.begin()) {
        throw new CancellationException("told to stop before it began");
      }
      attempt.artifact =
          runner.run(attempt.order, site, attempt.control, () -> listener.computed(attempt));
    } catch (Throwable e) {
      failure = e;
      throw e;
    } finally {
      attempt.control.end();
      listener.ended(attempt, failure);
    }
  }
}
