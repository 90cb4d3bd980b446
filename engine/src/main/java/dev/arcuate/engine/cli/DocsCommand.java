package dev.arcuate.engine.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code arcuate docs}: the reference page of the components installed. */
@Command(
    name = "docs",
    description = "Writes the reference page of all components installed, as Markdown.",
    mixinStandardHelpOptions = true)
final class DocsCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private EngineOptions engine = new EngineOptions();

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "The file to write (default: standard output).")
  private Path file;

  DocsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    return engine.with(
        console,
        arcuate -> {
          if (file == null) {
            console.out().print(arcuate.reference());
          } else {
            Files.writeString(file, arcuate.reference());
          }
          return 0;
        });
  }
}
