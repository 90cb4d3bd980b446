package dev.arcuate.engine.plan;

import dev.arcuate.api.Resources;
import dev.arcuate.engine.plugins.Catalog;
import dev.arcuate.engine.problem.Problems;
import dev.arcuate.engine.stages.Stages;
import dev.arcuate.engine.store.Digests;
import dev.arcuate.engine.store.Store;
import dev.arcuate.engine.yaml.Workflow;
import dev.arcuate.engine.yaml.WorkflowReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plans workflows that lie in a folder, with fake components. */
final class Planning {
  private final Path folder;
  private Catalog catalog = Fakes.catalog();
  private Map<String, String> use = Map.of();
  private final List<String> set = new ArrayList<>();
  private Resources machine = new Resources(4, 8L << 30, 0);

  Planning(Path folder) {
    this.folder = folder;
  }

  Planning catalog(Catalog other) {
    catalog = other;
    return this;
  }

  Catalog catalog() {
    return catalog;
  }

  Planning use(Map<String, String> components) {
    use = components;
    return this;
  }

  Planning set(String override) {
    set.add(override);
    return this;
  }

  Planning machine(Resources other) {
    machine = other;
    return this;
  }

  Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  CheckedWorkflow check(Path file, Problems problems) {
    return check(new WorkflowReader().read(file, set, problems), problems);
  }

  private CheckedWorkflow check(Workflow workflow, Problems problems) {
    return new Checker(new Stages(), "0.1.0", Optional.empty())
        .check(workflow, catalog, use, problems);
  }

  Plan plan(Path file) {
    Problems problems = new Problems();
    return plan(new WorkflowReader().read(file, set, problems), problems);
  }

  Plan plan(Workflow workflow) {
    return plan(workflow, new Problems());
  }

  private Plan plan(Workflow workflow, Problems problems) {
    CheckedWorkflow checked = check(workflow, problems);
    Plan plan =
        new Planner(Digests.remembered(folder.resolve("digests")), machine).plan(checked, problems);
    Plan looked = new Foresight(catalog, new Stages(), machine, store()).look(plan, problems);
    problems.throwIfErrors();
    return looked;
  }

  /** What earlier runs made: nothing, unless a test puts it there. */
  Store store() {
    return Store.at(folder.resolve("store"));
  }

  /** Plans a workflow of which only the steps are given. */
  Plan plan(String steps) throws IOException {
    return plan(write("workflow.yaml", "arcuate: 1\nname: test\n" + steps));
  }
}
