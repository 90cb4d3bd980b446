package dev.arcuate.engine.cli;

import dev.arcuate.engine.Arcuate;
import dev.arcuate.engine.plan.Plan;
import dev.arcuate.engine.plan.PlanSummary;
import dev.arcuate.engine.plan.PlannedTask;
import dev.arcuate.engine.plan.Why;
import dev.arcuate.engine.stages.SizedByInputs.Need;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code arcuate plan}: what a run would do. */
@Command(
    name = "plan",
    description = "Shows what a run would do, step by step, and what it would take.",
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private WorkflowOptions workflow = new WorkflowOptions();
  @Mixin private EngineOptions engine = new EngineOptions();

  @Option(names = "--why", description = "Say for each task why it is cached or runs.")
  private boolean why;

  PlanCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    return engine.with(
        console,
        arcuate -> {
          Plan plan = arcuate.plan(workflow.request());
          console.err().print(console.report().text(plan.warnings()));
          if (why) {
            explain(arcuate, plan);
          }
          sumUp(arcuate.summary(plan));
          return 0;
        });
  }

  private void explain(Arcuate arcuate, Plan plan) {
    for (Why.Explanation explanation : arcuate.explain(plan)) {
      PlannedTask task = explanation.task();
      console
          .out()
          .printf(
              Locale.ROOT, "%s  %s: %s%n", task.key().brief(), task.id(), explanation.sentence());
    }
    console.out().println();
  }

  private void sumUp(PlanSummary summary) {
    int toRun = 0;
    int cached = 0;
    console
        .out()
        .printf(
            "%-24s %7s %7s %10s %10s %10s%n", "step", "cached", "to run", "memory", "work", "disk");
    for (Map.Entry<String, PlanSummary.Line> step : summary.steps().entrySet()) {
      PlanSummary.Line line = step.getValue();
      toRun += line.toRun();
      cached += line.cached();
      console
          .out()
          .printf(
              Locale.ROOT,
              "%-24s %7d %7d %10s %10s %10s%n",
              step.getKey(),
              line.cached(),
              line.toRun(),
              line.toRun() == 0 ? "" : Durations.bytes(line.memoryBytes()),
              line.work().map(Durations::text).orElse(line.toRun() == 0 ? "" : "unknown"),
              line.bytes().map(Durations::bytes).orElse(line.toRun() == 0 ? "" : "unknown"));
    }
    console.out().printf("%d cached, %d to run%n", cached, toRun);
    summary
        .steps()
        .forEach((step, line) -> line.need().ifPresent(need -> foretell(step, line, need)));
  }

  private void foretell(String step, PlanSummary.Line line, Need need) {
    String memory =
        need.bytes().isPresent()
            ? ", which takes %s of %s"
                .formatted(
                    Durations.bytes(need.bytes().getAsLong()), Durations.bytes(line.memoryBytes()))
            : "";
    int count = need.models().size();
    console
        .out()
        .printf(
            Locale.ROOT,
            "%s prepares %s%s%s%n",
            step,
            need.what(),
            memory,
            count == 1
                ? ""
                : "; every recording is fitted %d times: %s"
                    .formatted(count, String.join(", ", need.models())));
  }
}
