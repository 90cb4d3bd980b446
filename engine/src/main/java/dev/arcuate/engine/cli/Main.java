package dev.arcuate.engine.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
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
      PlanCommand.class,
      RunsCommand.class,
      CleanCommand.class,
      PluginsCommand.class,
      ModelsCommand.class,
      InspectCommand.class,
      SchemaCommand.class,
      DocsCommand.class,
      NewCommand.class,
      DoctorCommand.class,
      ServeCommand.class,
      TaskCommand.class
    })
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    int status = run(new Console(out, err), arguments);
    out.flush();
    System.exit(status);
  }

  /** Runs a command and gives its exit status. */
  static int run(Console console, String... arguments) {
    CommandLine line = new CommandLine(new Main(), new Commands(console));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
    line.setExecutionExceptionHandler(new Faults(console));
    return line.execute(arguments);
  }
}
