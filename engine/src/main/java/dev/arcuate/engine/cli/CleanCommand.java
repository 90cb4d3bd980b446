package dev.arcuate.engine.cli;

import dev.arcuate.engine.store.CleanReport;
import dev.arcuate.engine.store.CleanRequest;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code arcuate clean}: frees what no kept run needs. */
@Command(
    name = "clean",
    description = "Frees what no kept run needs: leftovers of killed runs and results of old ones.",
    mixinStandardHelpOptions = true)
final class CleanCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private EngineOptions engine = new EngineOptions();

  @Option(
      names = "--keep-runs",
      paramLabel = "N",
      description = "Newest runs to keep of every workflow (default: all).")
  private Integer keepRuns;

  @Option(names = "--dry-run", description = "Only say what would be freed.")
  private boolean pretend;

  CleanCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    int keep = keepRuns == null ? Integer.MAX_VALUE : keepRuns;
    CleanReport report = engine.store().clean(new CleanRequest(keep, pretend));
    console
        .out()
        .printf(
            Locale.ROOT,
            "%s %s: %d results and the records of %d runs; %d results are kept%n",
            pretend ? "would free" : "freed",
            Durations.bytes(report.bytes()),
            report.artifacts(),
            report.runs().size(),
            report.keptArtifacts());
    return 0;
  }
}
