package dev.arcuate.engine.cli;

import dev.arcuate.api.Problem;
import dev.arcuate.engine.Arcuate;
import dev.arcuate.engine.plugins.ComponentHandle;
import dev.arcuate.engine.plugins.LockFile;
import dev.arcuate.engine.plugins.PluginInfo;
import dev.arcuate.engine.plugins.SwapReport;
import dev.arcuate.engine.problem.ProblemReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code arcuate plugins}: what is installed, and changing it. */
@Command(
    name = "plugins",
    description = "Lists, installs and swaps plugins.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "list|info|install|update|remove|verify|reload|replace")
final class PluginsCommand implements Callable<Integer> {
  private static final Duration DRAIN_LIMIT = Duration.ofMinutes(10);

  private final Console console;
  @Mixin private EngineOptions engine = new EngineOptions();

  PluginsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    return list();
  }

  @Command(
      name = "list",
      description = "Lists the plugins that can be used, and says what is wrong with the others.",
      mixinStandardHelpOptions = true)
  int list() throws IOException {
    return engine.with(
        console,
        arcuate -> {
          for (PluginInfo plugin : arcuate.catalog().plugins()) {
            console
                .out()
                .printf(
                    "%-14s %-16s %s%n",
                    plugin.id(), plugin.version(), String.join(", ", plugin.components()));
          }
          List<Problem> problems = arcuate.plugins().problems();
          console.err().print(console.report().text(problems));
          return ProblemReport.exitStatus(problems);
        });
  }

  @Command(
      name = "info",
      description = "Describes a plugin and its components.",
      mixinStandardHelpOptions = true)
  int info(@Parameters(paramLabel = "ID") String id) throws IOException {
    return engine.with(
        console,
        arcuate -> {
          PluginInfo plugin = find(arcuate, id);
          console
              .out()
              .printf("%s %s%n%s%n%n", plugin.id(), plugin.version(), plugin.description());
          console.out().printf("jar       %s%n", plugin.jar());
          console.out().printf("sha-256   %s%n", plugin.digest());
          console.out().printf("requires  SDK %s%n", plugin.requires());
          for (ComponentHandle handle : arcuate.catalog().components()) {
            if (handle.plugin().id().equals(id)) {
              console.out().printf("%n%s", arcuate.reference(handle.id()));
            }
          }
          return 0;
        });
  }

  @Command(
      name = "install",
      description = "Installs a plugin for this user, after trying it with all others.",
      mixinStandardHelpOptions = true)
  int install(@Mixin JarOptions jar) throws IOException {
    return engine.with(
        console,
        arcuate -> {
          PluginInfo plugin = arcuate.pluginFolder(jar.offline).install(jar.from, jar.digest());
          console.out().printf("installed %s %s%n", plugin.id(), plugin.version());
          return 0;
        });
  }

  @Command(
      name = "update",
      description = "Replaces an installed plugin by another version.",
      mixinStandardHelpOptions = true)
  int update(@Mixin JarOptions jar) throws IOException {
    return engine.with(
        console,
        arcuate -> {
          PluginInfo plugin = arcuate.pluginFolder(jar.offline).update(jar.from, jar.digest());
          console.out().printf("%s is now %s%n", plugin.id(), plugin.version());
          return 0;
        });
  }

  /** Where a jar comes from. */
  static final class JarOptions {
    @Parameters(paramLabel = "JAR", description = "A file, or a file: or https: address.")
    private String from;

    @Option(names = "--sha256", description = "The digest that the jar must have.")
    private String sha256;

    @Option(names = "--offline", description = "Refuse to use the network.")
    private boolean offline;

    Optional<String> digest() {
      return Optional.ofNullable(sha256);
    }
  }

  @Command(
      name = "remove",
      description = "Removes a plugin of this user.",
      mixinStandardHelpOptions = true)
  int remove(@Parameters(paramLabel = "ID") String id) throws IOException {
    return engine.with(
        console,
        arcuate -> {
          arcuate
              .pluginFolder(true)
              .remove(id)
              .forEach(file -> console.out().println("removed " + file));
          return 0;
        });
  }

  @Command(
      name = "verify",
      description = "Compares the plugins installed with the lock file of a run.",
      mixinStandardHelpOptions = true)
  int verify(@Parameters(paramLabel = "LOCK", description = "An arcuate.lock.") Path lock)
      throws IOException {
    return engine.with(
        console,
        arcuate -> {
          List<Problem> problems = LockFile.verify(lock, arcuate.catalog().plugins());
          console.err().print(console.report().text(problems));
          if (problems.isEmpty()) {
            console.out().println("every plugin of " + lock + " is installed to the byte");
          }
          return ProblemReport.exitStatus(problems);
        });
  }

  @Command(
      name = "reload",
      description =
          "Looks through the plugin folders again and swaps what has changed, or starts one plugin"
              + " anew. Of use within 'arcuate serve'; any other command loads plugins anew.",
      mixinStandardHelpOptions = true)
  int reload(
      @Parameters(paramLabel = "ID", arity = "0..1", description = "Only this plugin.") String id)
      throws IOException {
    return engine.with(
        console,
        arcuate ->
            report(
                arcuate,
                id == null
                    ? arcuate.plugins().refresh(DRAIN_LIMIT)
                    : arcuate.plugins().reload(id, DRAIN_LIMIT)));
  }

  @Command(
      name = "replace",
      description =
          "Puts another jar in the place of a loaded plugin; running tasks finish on the old one.",
      mixinStandardHelpOptions = true)
  int replace(@Parameters(paramLabel = "ID") String id, @Parameters(paramLabel = "JAR") Path jar)
      throws IOException {
    return engine.with(
        console, arcuate -> report(arcuate, arcuate.plugins().replace(id, jar, DRAIN_LIMIT)));
  }

  private int report(Arcuate arcuate, SwapReport swap) {
    swap.stopped().forEach(p -> console.out().printf("stopped %s %s%n", p.id(), p.version()));
    swap.started().forEach(p -> console.out().printf("started %s %s%n", p.id(), p.version()));
    if (swap.started().isEmpty() && swap.stopped().isEmpty()) {
      console.out().println("nothing has changed");
    }
    List<Problem> problems = new ArrayList<>(swap.warnings());
    problems.addAll(arcuate.plugins().survivors());
    console.err().print(console.report().text(problems));
    return ProblemReport.exitStatus(problems);
  }

  private static PluginInfo find(Arcuate arcuate, String id) {
    return arcuate.catalog().plugins().stream()
        .filter(plugin -> plugin.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                Problem.user("UNKNOWN_PLUGIN", "no plugin '" + id + "' is loaded")
                    .hint("'arcuate plugins list' names them")
                    .exception());
  }
}
