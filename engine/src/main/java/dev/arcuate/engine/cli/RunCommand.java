package dev.arcuate.engine.cli;

import dev.arcuate.engine.Arcuate;
import dev.arcuate.engine.Request;
import dev.arcuate.engine.Results;
import dev.arcuate.engine.plan.Plan;
import dev.arcuate.engine.plan.PlannedTask;
import dev.arcuate.engine.problem.ProblemReport;
import dev.arcuate.engine.run.Cancellation;
import dev.arcuate.engine.run.Permits;
import dev.arcuate.engine.run.RunListener;
import dev.arcuate.engine.run.RunOptions;
import dev.arcuate.engine.run.RunSummary;
import dev.arcuate.engine.store.RunRecord.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code arcuate run}: plans, runs what is not there yet, and lays out the results. */
@Command(
    name = "run",
    description = "Runs a workflow. What was done before is not done again.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private WorkflowOptions workflow = new WorkflowOptions();
  @Mixin private EngineOptions engine = new EngineOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the results go (default: results/NAME).")
  private Path out;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "CPU threads that all tasks use together (default: all cores).")
  private Integer jobs;

  @Option(names = "--keep-going", description = "Go on with what does not depend on a failed task.")
  private boolean keepGoing;

  @Option(names = "--json", description = "Print every event as a line of JSON.")
  private boolean json;

  RunCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    return engine.with(
        console,
        arcuate -> {
          Request request = workflow.request();
          Plan plan = arcuate.plan(request, keepGoing);
          console.err().print(console.report().text(plan.warnings()));
          Results results = new Results(arcuate, request, plan, out(plan));
          results.check();
          RunSummary summary = run(arcuate, plan);
          return conclude(summary, results);
        });
  }

  private Path out(Plan plan) {
    return out == null ? Path.of("results", plan.workflow()) : out;
  }

  private RunSummary run(Arcuate arcuate, Plan plan) {
    Permits permits = arcuate.permits();
    if (jobs != null) {
      permits = permits.withThreads(jobs);
    }
    Cancellation cancellation = new Cancellation();
    try (StopSignal signal = new StopSignal(cancellation)) {
      return arcuate.run(
          plan,
          RunOptions.with(permits).keepGoing(keepGoing),
          listener(arcuate, plan),
          cancellation);
    }
  }

  private RunListener listener(Arcuate arcuate, Plan plan) {
    if (json) {
      return new JsonProgress(console.out());
    }
    Map<String, Integer> tasks = new LinkedHashMap<>();
    for (PlannedTask task : plan.tasks()) {
      if (!arcuate.store().contains(task.key())) {
        tasks.merge(task.step(), 1, Integer::sum);
      }
    }
    RunProgress progress = new RunProgress(tasks);
    ProblemReport report = console.report();
    return console.live()
        ? new TerminalProgress(console.err(), progress, report)
        : new PlainProgress(console.err(), progress, report);
  }

  private int conclude(RunSummary summary, Results results) {
    if (summary.status() == Status.SUCCEEDED) {
      Path shown = results.write(summary);
      if (!json) {
        console
            .out()
            .println(
                summary.done() == 0
                    ? "nothing to do: all " + summary.tasks() + " results exist"
                    : summary.done()
                        + " tasks run, "
                        + summary.cached()
                        + " cached, in "
                        + Durations.text(summary.took()));
        console.out().println("results: " + shown);
      }
    } else if (!json) {
      console
          .err()
          .printf(
              "%s: %d tasks run, %d failed, %d skipped; what is done is kept, and the next run goes"
                  + " on from there%nlogs: %s%n",
              summary.status() == Status.CANCELLED ? "stopped" : "failed",
              summary.done(),
              summary.failed(),
              summary.skipped(),
              summary.folder());
    }
    return summary.exitStatus();
  }
}
