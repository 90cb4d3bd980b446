package dev.arcuate.engine.cli;

import dev.arcuate.api.Problem;
import dev.arcuate.engine.problem.ProblemReport;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code arcuate validate}: every mistake at once, without touching data. */
@Command(
    name = "validate",
    description = "Shows every mistake of a workflow at once. Never reads data.",
    mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private WorkflowOptions workflow = new WorkflowOptions();
  @Mixin private EngineOptions engine = new EngineOptions();

  @Option(names = "--json", description = "Print the problems as JSON.")
  private boolean json;

  ValidateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    return engine.with(
        console,
        arcuate -> {
          List<Problem> problems = arcuate.validate(workflow.request());
          if (json) {
            console.out().print(ProblemReport.json(problems));
          } else {
            console.err().print(console.report().text(problems));
            console.out().println(ProblemReport.summary(problems));
          }
          return ProblemReport.exitStatus(problems);
        });
  }
}
