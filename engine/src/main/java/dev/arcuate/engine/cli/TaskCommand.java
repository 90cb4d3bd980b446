package dev.arcuate.engine.cli;

import dev.arcuate.engine.Arcuate;
import dev.arcuate.engine.run.Cancellation;
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
  @Mixin private EngineOptions engine = new EngineOptions();

  @Parameters(paramLabel = "FILE", description = "The specification of the task.")
  private Path file;

  @Override
  public Integer call() {
    try (Arcuate arcuate = engine.open()) {
      arcuate.runTask(file, new Cancellation());
      return 0;
    }
  }
}
