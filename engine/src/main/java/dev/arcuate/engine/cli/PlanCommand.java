package dev.arcuate.engine.cli;

import dev.arcuate.engine.Arcuate;
import dev.arcuate.engine.plan.Plan;
import dev.arcuate.engine.plan.PlannedTask;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code arcuate plan}: what a run would do. */
@Command(
    name = "plan",
    description = "Shows every task of a workflow: done before, or to be run.",
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private WorkflowOptions workflow = new WorkflowOptions();
  @Mixin private EngineOptions engine = new EngineOptions();

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
          show(arcuate, plan);
          return 0;
        });
  }

  private void show(Arcuate arcuate, Plan plan) {
    int cached = 0;
    for (PlannedTask task : plan.tasks()) {
      boolean there = arcuate.store().contains(task.key());
      cached += there ? 1 : 0;
      console
          .out()
          .printf(
              Locale.ROOT,
              "%-6s  %s  %d threads, %s  %s%n",
              there ? "cached" : "run",
              task.key().brief(),
              task.resources().threads(),
              Durations.bytes(task.resources().memoryBytes()),
              task.id());
    }
    console
        .out()
        .printf(
            "%d tasks: %d cached, %d to run%n",
            plan.tasks().size(), cached, plan.tasks().size() - cached);
  }
}
