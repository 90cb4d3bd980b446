package dev.arcuate.engine.cli;

import dev.arcuate.api.Problem;
import dev.arcuate.engine.store.Key;
import dev.arcuate.engine.store.RunRecord;
import dev.arcuate.engine.store.Store;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code arcuate runs}: what was run, and how it went. */
@Command(
    name = "runs",
    description = "Lists past runs, newest first.",
    mixinStandardHelpOptions = true)
final class RunsCommand implements Callable<Integer> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  private final Console console;
  @Mixin private EngineOptions engine = new EngineOptions();

  RunsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Store store = engine.store();
    List<RunRecord> runs = store.runs().list();
    if (runs.isEmpty()) {
      console.out().println("no runs in " + store.root());
    }
    for (RunRecord run : runs) {
      console
          .out()
          .printf(
              Locale.ROOT,
              "%s  %s  %-10s %-24s %d tasks: %d run, %d cached, %d failed, %d skipped%s%s%n",
              run.id(),
              TIME.format(run.started().atZone(ZoneId.systemDefault())),
              run.status().name().toLowerCase(Locale.ROOT),
              run.workflow(),
              run.tasks(),
              run.done(),
              run.cached(),
              run.failed(),
              run.skipped(),
              run.ended()
                  .map(end -> ", " + Durations.text(Duration.between(run.started(), end)))
                  .orElse(""),
              run.pinned() ? ", kept" : "");
    }
    return 0;
  }

  @Command(
      name = "show",
      description = "Shows the tasks of a run and where their results lie.",
      mixinStandardHelpOptions = true)
  int show(@Parameters(paramLabel = "RUN") String id) {
    Store store = engine.store();
    require(store, id);
    console.out().println(store.runs().folder(id));
    for (Map.Entry<String, Key> task : store.runs().tasks(id).entrySet()) {
      String state = store.contains(task.getValue()) ? "kept" : "absent";
      console.out().printf("%s  %-6s  %s%n", task.getValue().brief(), state, task.getKey());
    }
    return 0;
  }

  @Command(
      name = "keep",
      description = "Protects a run from 'arcuate clean'.",
      mixinStandardHelpOptions = true)
  int keep(@Parameters(paramLabel = "RUN") String id) {
    return pin(id, true);
  }

  @Command(
      name = "release",
      description = "Lets 'arcuate clean' remove a run again.",
      mixinStandardHelpOptions = true)
  int release(@Parameters(paramLabel = "RUN") String id) {
    return pin(id, false);
  }

  private int pin(String id, boolean keep) {
    Store store = engine.store();
    require(store, id);
    store.runs().pin(id, keep);
    console.out().println(id + (keep ? " is kept" : " may be cleaned away"));
    return 0;
  }

  private static void require(Store store, String id) {
    if (store.runs().find(id).isEmpty()) {
      throw Problem.user("UNKNOWN_RUN", "there is no run '" + id + "' in " + store.root())
          .hint("'arcuate runs' lists them")
          .exception();
    }
  }
}
