package dev.arcuate.engine.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code arcuate} command. */
@Command(
    name = "arcuate",
    description = "Maps what a language model computes onto what a brain does.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    subcommands = {
      RunCommand.class,
      ValidateCommand.class,
      RunsCommand.class,
      CleanCommand.class,
      SchemaCommand.class,
      DocsCommand.class,
      NewCommand.class,
      TaskCommand.class
    })
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    int status = run(out, err, arguments);
    out.flush();
    System.exit(status);
  }

  /** Runs a command and gives its exit status. */
  static int run(PrintStream out, PrintStream err, String... arguments) {
    Console console = new Console(out, err);
    CommandLine line = new CommandLine(new Main(), new Commands(console));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(new java.io.PrintWriter(out, true, StandardCharsets.UTF_8));
    line.setErr(new java.io.PrintWriter(err, true, StandardCharsets.UTF_8));
    line.setExecutionExceptionHandler(new Faults(console));
    return line.execute(arguments);
  }
}
