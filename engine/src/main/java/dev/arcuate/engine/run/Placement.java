package dev.arcuate.engine.run;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.Executor;
import dev.arcuate.api.Executor.Here;
import dev.arcuate.api.Executor.Submission;
import java.util.concurrent.CompletableFuture;

/**
 * Where tasks run: an executor and its settings.
 *
 * @param <S> the settings record
 */
public record Placement<S extends Record>(Executor<S> executor, S settings) {
  public Placement {
    requireNonNull(executor, "executor");
    requireNonNull(settings, "settings");
  }

  CompletableFuture<Void> submit(Submission submission, Here here) {
    return executor.submit(settings, submission, here);
  }

  /** Whether tasks run in this JVM, hence need no file that describes them. */
  boolean isHere() {
    return executor instanceof RunsHere;
  }
}
