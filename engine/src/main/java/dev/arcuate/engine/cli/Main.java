package dev.arcuate.engine.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code arcuate} command. */
@Command(
    name = "arcuate",
    description = "Maps what a language model computes onto what a brain does.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class)
public final class Main {
  private static final List<Class<?>> COMMANDS =
      List.of(
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
          TaskCommand.class);

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
    // The log takes as long to begin as the command line, so one is made beside the other.
    CompletableFuture<?> log = CompletableFuture.supplyAsync(LoggerFactory::getILoggerFactory);
    CommandLine line = new CommandLine(new Main(), new Commands(console));
    named(arguments).forEach(line::addSubcommand);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
    line.setExecutionExceptionHandler(new Faults(console));
    log.join();
    return line.execute(arguments);
  }

  /**
   * The command that is named first, or else all, for help and mistakes: making one takes tens of
   * milliseconds, a good part of what a short command takes.
   */
  private static List<Class<?>> named(String[] arguments) {
    List<Class<?>> named =
        COMMANDS.stream()
            .filter(type -> arguments.length > 0 && name(type).equals(arguments[0]))
            .toList();
    return named.isEmpty() ? COMMANDS : named;
  }

  private static String name(Class<?> command) {
    return command.getAnnotation(Command.class).name();
  }
}
