package dev.arcuate.engine.run;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.ProblemException;
import dev.arcuate.engine.plan.Plan;
import dev.arcuate.engine.plugins.Components;
import dev.arcuate.engine.stages.Stage;
import dev.arcuate.engine.store.Store;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;

/** Runs plans and lone tasks. Holds nothing of any run; safe for use by several threads. */
public final class Runner {
  private final TaskRunner taskRunner;
  private final Clock clock;

  /**
   * @param components lends components to tasks
   * @param stages finds a stage by its name
   * @param settings makes settings records out of task specifications
   */
  public Runner(
      Components components,
      Function<String, Optional<Stage>> stages,
      SettingsReader settings,
      Clock clock) {
    this.taskRunner = new TaskRunner(components, stages, settings, clock);
    this.clock = requireNonNull(clock, "clock");
  }

  /**
   * Runs a plan on threads of this JVM, until all is done or nothing more can be. The calling
   * thread is kept busy with it; interrupting it cancels the run.
   *
   * @throws ProblemException before anything was run: the store cannot be used, or a task needs
   *     more than there is. Whatever fails later is in the summary.
   */
  public RunSummary run(
      Plan plan, Store store, RunOptions options, RunListener listener, Cancellation cancellation) {
    try (LocalExecutor executor = new LocalExecutor()) {
      Placement<LocalExecutor.Settings> here =
          new Placement<>(executor, new LocalExecutor.Settings());
      return run(plan, store, options, here, listener, cancellation);
    }
  }

  /** Runs a plan with an executor of the caller's, in the same way. */
  public RunSummary run(
      Plan plan,
      Store store,
      RunOptions options,
      Placement<?> placement,
      RunListener listener,
      Cancellation cancellation) {
    return new PlanRun(plan, store, options, placement, taskRunner, clock)
        .run(listener, cancellation);
  }

  /**
   * Runs one task that a file describes, in this JVM, and publishes its result; returns at once if
   * that exists. Waits while another process computes the same.
   *
   * @throws ProblemException if the file cannot be read, or the task fails
   */
  public void runTask(Path specification, Cancellation cancellation) {
    new LoneTask(specification, taskRunner, clock).run(cancellation);
  }
}
