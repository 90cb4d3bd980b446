package dev.arcuate.api;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * Runs tasks somewhere. A task is handed over as a small file that says all that is needed to run
 * it from the store alone: no workflow, no plan and no live scheduler.
 *
 * @param <S> the settings record
 */
public interface Executor<S extends Record> extends Component<S> {

  /**
   * A task ready to run.
   *
   * @param key the artifact it will publish, 64 hexadecimal digits
   * @param id step and sweep labels, for people
   * @param specification the file that {@code arcuate task FILE} runs: component ids, plugin
   *     digests, settings, input keys and store root, as JSON
   * @param resources what it may use
   */
  record Submission(String key, String id, Path specification, Resources resources) {}

  /** Runs a submission in this JVM; what the local executor, and a node of a cluster, call. */
  interface Here {
    /**
     * @throws ProblemException when the task fails
     */
    void run(Submission submission);
  }

  /**
   * Starts a task.
   *
   * @param here runs a submission in this JVM
   * @return completes when the artifact is published, exceptionally with {@link ProblemException}
   *     when the task failed; cancelling it stops the task
   */
  CompletableFuture<Void> submit(S settings, Submission submission, Here here);
}
