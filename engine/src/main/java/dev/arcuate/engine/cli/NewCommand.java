package dev.arcuate.engine.cli;

import dev.arcuate.api.Problem;
import dev.arcuate.engine.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code arcuate new}: skeletons that build and run. */
@Command(
    name = "new",
    description = "Writes a plugin or a workflow to start from.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "plugin|workflow")
final class NewCommand {
  private static final String ID = "[a-z][a-z0-9]*(-[a-z0-9]+)*";
  private static final String PACKAGE = "[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)*";

  private final Console console;

  NewCommand(Console console) {
    this.console = console;
  }

  @Command(
      name = "plugin",
      description = "Writes a Maven project that builds a plugin jar and tests it.",
      mixinStandardHelpOptions = true)
  int plugin(
      @Parameters(paramLabel = "NAME", description = "Id of the plugin, such as my-reader.")
          String name,
      @Option(
              names = "--package",
              paramLabel = "PACKAGE",
              description = "Java package, such as org.mylab.reader.")
          String packageName,
      @Option(names = "--in", paramLabel = "DIR", description = "Folder to write (default: NAME).")
          Path folder)
      throws IOException {
    require(name, ID, "a plugin", "my-reader");
    String inPackage = packageName == null ? "plugin." + name.replace("-", "") : packageName;
    require(inPackage, PACKAGE, "a package", "org.mylab.reader");
    Path target = folder == null ? Path.of(name) : folder;
    new PluginSkeleton(EngineOptions.home(), Version.text()).write(target, name, inPackage);
    console
        .out()
        .printf(
            "%s is written. Next:%n  cd %s%n  mvn verify%n"
                + "  arcuate run workflow.yaml --plugin-dir target%n",
            target, target);
    return 0;
  }

  @Command(
      name = "workflow",
      description = "Writes a workflow with comments.",
      mixinStandardHelpOptions = true)
  int workflow(
      @Parameters(paramLabel = "FILE", description = "The file to write, such as study.yaml.")
          Path file)
      throws IOException {
    if (Files.exists(file)) {
      throw Problem.user("FILE_EXISTS", file + " exists already").hint("name another").exception();
    }
    String name = file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
    require(name, ID, "a workflow", "my-study.yaml");
    try (var template = NewCommand.class.getResourceAsStream("new-workflow.yaml")) {
      String text = new String(template.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      Files.writeString(file, text.replace("NAME", name));
    }
    console.out().printf("%s is written. Next:%n  arcuate validate %s%n", file, file);
    return 0;
  }

  private static void require(String text, String form, String what, String example) {
    if (!text.matches(form)) {
      throw Problem.user("INVALID_NAME", "'" + text + "' cannot name " + what)
          .hint("use lower-case letters, digits and dashes or dots, such as " + example)
          .exception();
    }
  }
}
