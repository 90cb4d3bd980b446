package dev.arcuate.engine.plugins;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Step;
import dev.arcuate.api.value.Table;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A distribution, a user folder and an extra folder below a temporary one, and hosts on them. */
final class Folders {
  static final Duration SOON = Duration.ofSeconds(20);

  final Path distribution;
  final Path user;
  final Path extra;
  final Path cache;
  final Path elsewhere;
  final List<PluginEvent> events = new CopyOnWriteArrayList<>();

  Folders(Path temp) {
    distribution = temp.resolve("distribution");
    user = temp.resolve("user");
    extra = temp.resolve("extra");
    cache = temp.resolve("cache");
    elsewhere = temp.resolve("elsewhere");
    try {
      for (Path folder : List.of(distribution, user, extra)) {
        Files.createDirectories(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  PluginHost.Settings settings() {
    return settings(Map.of());
  }

  PluginHost.Settings settings(Map<Class<?>, Object> services) {
    return new PluginHost.Settings(
            List.of(Place.distribution(distribution), Place.user(user), Place.extra(extra)),
            "0.1.0-SNAPSHOT",
            services,
            cache)
        .listener(events::add);
  }

  PluginHost open() {
    return PluginHost.open(settings());
  }

  /** The digest a task would be planned with. */
  static String digest(PluginHost host, String component) {
    return host.catalog().component(component).orElseThrow().plugin().digest();
  }

  static Components.Lease lease(PluginHost host, String component) {
    return host.lease(component, digest(host, component));
  }

  /** What a step that writes one cell says, run as the engine would run it. */
  static String say(PluginHost host, String component, Path temp) {
    try (Components.Lease lease = lease(host, component)) {
      return say(lease, temp);
    }
  }

  static String say(Components.Lease lease, Path temp) {
    try (ContextLoader context = ContextLoader.of(lease.handle().component())) {
      TestTask task = new TestTask(Files.createTempDirectory(temp, "task"));
      run((Step<?>) lease.handle().component(), task);
      return Table.read(task.output("table").resolve("table.tsv")).text(0, "said");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <S extends Record> void run(Step<S> step, TestTask task) throws IOException {
    try {
      step.run(step.settingsType().getDeclaredConstructor().newInstance(), task);
    } catch (NoSuchMethodException
        | InstantiationException
        | IllegalAccessException
        | InvocationTargetException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Body of a step that writes the value of an expression. */
  static String saying(String expression) {
    return "new Table(List.of(\"said\"), List.of(List.of(String.valueOf((Object) ("
        + expression
        + "))))).write(task.output(\"table\"));";
  }

  static List<String> codes(List<Problem> problems) {
    return problems.stream().map(Problem::code).toList();
  }
}
