package dev.arcuate.engine.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code arcuate serve}: one engine for many commands, each a line on standard input. Plugins are
 * swapped between tasks of a running engine with {@code plugins reload} and {@code plugins
 * replace}.
 */
@Command(
    name = "serve",
    description = {
      "Keeps one engine running and takes a command per line from standard input, written as"
          + " after 'arcuate', until 'quit' or the end of the input.",
      "Each line is answered by one line '= STATUS' after its output."
    },
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private EngineOptions engine = new EngineOptions();

  ServeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    return engine.with(
        console,
        arcuate -> {
          Console served = console.servedBy(arcuate);
          BufferedReader lines =
              new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
          for (String line = lines.readLine();
              line != null && !line.strip().equals("quit");
              line = lines.readLine()) {
            if (!line.isBlank()) {
              int status = Main.run(served, WordsOfLine.of(line));
              console.out().println("= " + status);
              console.out().flush();
            }
          }
          return 0;
        });
  }
}
