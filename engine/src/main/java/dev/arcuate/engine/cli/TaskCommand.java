package dev.arcuate.engine.cli;

import dev.arcuate.engine.run.Cancellation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code arcuate task}: what a node of a cluster runs. */
@Command(
    name = "task",
    description = "Runs one task from its specification and publishes the result to the store.",
    mixinStandardHelpOptions = true,
    hidden = true)
final class TaskCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private EngineOptions engine = new EngineOptions();

  @Parameters(paramLabel = "FILE", description = "The specification of the task.")
  private Path file;

  TaskCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    return engine.with(
        console,
        arcuate -> {
          arcuate.runTask(file, new Cancellation());
          return 0;
        });
  }
}
