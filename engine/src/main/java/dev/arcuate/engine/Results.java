package dev.arcuate.engine;

import dev.arcuate.api.Port;
import dev.arcuate.engine.export.Provenance;
import dev.arcuate.engine.export.ResultsFolder;
import dev.arcuate.engine.plan.Plan;
import dev.arcuate.engine.plan.PlannedTask;
import dev.arcuate.engine.plugins.Catalog;
import dev.arcuate.engine.plugins.ComponentHandle;
import dev.arcuate.engine.plugins.LockFile;
import dev.arcuate.engine.plugins.PluginInfo;
import dev.arcuate.engine.run.RunSummary;
import dev.arcuate.engine.stages.Stage;
import dev.arcuate.engine.store.RunRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The results of one run, laid out for people and for other programs. */
public final class Results {
  private final Arcuate arcuate;
  private final Request request;
  private final Plan plan;
  private final ResultsFolder folder;

  public Results(Arcuate arcuate, Request request, Plan plan, Path out) {
    this.arcuate = arcuate;
    this.request = request;
    this.plan = plan;
    this.folder = new ResultsFolder(out);
  }

  /** Fails now rather than after hours if the results could not be written. */
  public void check() {
    folder.check();
  }

  /**
   * Lays the results out, unless they lie there already.
   *
   * @return the report, or the folder if there is none
   */
  public Path write(RunSummary summary) {
    List<ResultsFolder.Item> items = items();
    if (!folder.holds(items)) {
      folder.write(items, documents(summary, items), settings());
    }
    return folder.entrance();
  }

  private Map<String, String> documents(RunSummary summary, List<ResultsFolder.Item> items) {
    Map<String, String> documents = new LinkedHashMap<>();
    try {
      documents.put("workflow.yaml", howItWasRun() + Files.readString(request.file()));
      Path trace = summary.folder().resolve("trace.jsonl");
      documents.put("trace.jsonl", Files.exists(trace) ? Files.readString(trace) : "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    documents.put(LockFile.NAME, LockFile.of(Version.text(), plugins()).text());
    Provenance provenance = provenance(summary, items);
    documents.put("dataset_description.json", provenance.datasetDescription());
    documents.put("ro-crate-metadata.json", provenance.roCrate());
    return documents;
  }

  /** Step by step, the component and all of its settings, defaults included. */
  private String settings() {
    StringBuilder text = new StringBuilder(howItWasRun());
    Set<String> steps = new LinkedHashSet<>();
    for (PlannedTask task : plan.tasks()) {
      if (steps.add(task.step() + " " + task.spec().stage())) {
        text.append('\n').append(task.id()).append("  uses ").append(task.spec().component());
        text.append(" (").append(task.spec().stage()).append(")\n");
        task.spec()
            .settings()
            .forEach((name, value) -> text.append("    ").append(name + ": " + value + "\n"));
      }
    }
    return text.toString();
  }

  /** What the command line changed, as a comment above the workflow. */
  private String howItWasRun() {
    StringBuilder line = new StringBuilder("# arcuate run ").append(request.file().getFileName());
    request.sets().forEach(set -> line.append(" --set '").append(set).append('\''));
    request.uses().forEach((step, id) -> line.append(" --use ").append(step + "=" + id));
    return line.append('\n').toString();
  }

  private List<ResultsFolder.Item> items() {
    List<ResultsFolder.Item> items = new ArrayList<>();
    Catalog catalog = arcuate.catalog();
    plan.results()
        .forEach(
            (name, result) -> {
              PlannedTask task = plan.tasks().get(result.task());
              items.add(
                  new ResultsFolder.Item(
                      name,
                      port(catalog, task, result.port()),
                      task.key().hex(),
                      arcuate.store().output(task.key(), result.port())));
            });
    return items;
  }

  private Port port(Catalog catalog, PlannedTask task, String name) {
    ComponentHandle handle = catalog.component(task.spec().component()).orElseThrow();
    Stage stage = arcuate.stages().named(task.spec().stage()).orElseThrow();
    return stage.outputs(handle.component()).stream()
        .filter(port -> port.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private Provenance provenance(RunSummary summary, List<ResultsFolder.Item> items) {
    Optional<RunRecord> record = arcuate.store().runs().find(summary.runId());
    return new Provenance(
        plan.workflow(),
        Version.text(),
        record.map(RunRecord::started).orElseGet(Instant::now),
        record.flatMap(RunRecord::ended).orElseGet(Instant::now),
        items.stream().map(item -> item.name() + "/").toList(),
        plugins().stream()
            .collect(Collectors.toMap(PluginInfo::id, PluginInfo::version, (a, b) -> a)));
  }

  /** Those that the plan uses. */
  private Set<PluginInfo> plugins() {
    Set<PluginInfo> plugins = new LinkedHashSet<>();
    for (PlannedTask task : plan.tasks()) {
      arcuate
          .catalog()
          .component(task.spec().component())
          .ifPresent(handle -> plugins.add(handle.plugin()));
    }
    return plugins;
  }
}
