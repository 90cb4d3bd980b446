package dev.arcuate.engine.plan;

import dev.arcuate.api.Component;
import dev.arcuate.engine.plugins.ComponentHandle;
import dev.arcuate.engine.problem.Problems;
import dev.arcuate.engine.yaml.BoundSettings;
import dev.arcuate.engine.yaml.ComponentSettings;
import dev.arcuate.engine.yaml.InputPaths;
import dev.arcuate.engine.yaml.Node;
import dev.arcuate.engine.yaml.SettingsBinder;
import dev.arcuate.engine.yaml.SettingsWriter;
import dev.arcuate.engine.yaml.VariableResolver;
import dev.arcuate.engine.yaml.Workflow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the components of a step and binds its settings, once per combination of the sweep
 * variables that they refer to.
 */
final class SettingsCheck {
  /** Past this, a step's mistakes have been understood. */
  private static final int ENOUGH_PROBLEMS = 200;

  private final ComponentLookup components;
  private final Map<String, Node.Mapping> defaults;
  private final Map<String, Node> params;
  private final VariableResolver resolver;
  private final InputPaths paths;
  private final SettingsBinder binder;
  private final Problems problems;

  SettingsCheck(
      ComponentLookup components,
      Map<String, Node.Mapping> defaults,
      Map<String, Node> params,
      InputPaths paths,
      Problems problems) {
    this.components = components;
    this.defaults = defaults;
    this.params = params;
    this.resolver = new VariableResolver(problems);
    this.paths = paths;
    this.binder = new SettingsBinder(paths, problems);
    this.problems = problems;
  }

  /**
   * Finds the components; needs the axes.
   *
   * @param uses the step's own, or what takes its place
   */
  void components(CheckedStep step, Node.Scalar uses) {
    Map<String, Node> values = firstValues(step.grid());
    Set<String> names = VariableResolver.references(uses);
    if (!values.keySet().containsAll(names)) {
      if (!step.incomplete()) {
        resolver.resolve(uses, values);
      }
      return;
    }
    Grid grid = axesOf(step.grid(), names);
    Map<String, Variant> variants = new LinkedHashMap<>();
    for (int combination = 0; combination < grid.size(); combination++) {
      put(values, grid, combination);
      Node.Scalar id = scalar(resolver.resolve(uses, values), uses);
      if (!variants.containsKey(id.text())) {
        components
            .find(id.text(), id.definedAt().orElse(id.position()))
            .ifPresent(v -> variants.put(id.text(), v));
      }
    }
    step.variants(List.copyOf(variants.values()));
  }

  private static Node.Scalar scalar(Node node, Node.Scalar uses) {
    return node instanceof Node.Scalar scalar
        ? scalar
        : new Node.Scalar(node.position(), Sweeps.label(node), uses.quoted());
  }

  /** Binds the settings; needs the components. */
  void settings(CheckedStep step, Node.Scalar uses) {
    Map<String, Variant> variants = new LinkedHashMap<>();
    Map<String, Node.Mapping> written = new LinkedHashMap<>();
    Set<String> names = new LinkedHashSet<>(VariableResolver.references(uses));
    for (Variant variant : step.variants()) {
      Node.Mapping merged = written(step.step(), variant.id());
      variants.put(variant.id(), variant);
      written.put(variant.id(), merged);
      names.addAll(VariableResolver.references(merged));
    }
    Map<String, Node> values = firstValues(step.grid());
    if (variants.isEmpty() || (step.incomplete() && !values.keySet().containsAll(names))) {
      return;
    }
    Grid grid = axesOf(step.grid(), names);
    List<Binding> bindings = new ArrayList<>();
    int before = problems.size();
    for (int combination = 0; combination < grid.size(); combination++) {
      if (problems.size() - before > ENOUGH_PROBLEMS) {
        return;
      }
      put(values, grid, combination);
      String id = scalar(resolver.resolve(uses, values), uses).text();
      if (variants.containsKey(id)) {
        Node.Mapping with = resolver.resolve(written.get(id), values);
        bind(variants.get(id), with).ifPresent(bindings::add);
      }
    }
    if (bindings.size() == grid.size()) {
      step.bindings(grid, bindings);
    }
  }

  /**
   * The settings of a component for some values of variables; empty if they are wrong, which is
   * reported when they are bound in earnest.
   *
   * @param more variables beside the params
   */
  Optional<Record> tried(Workflow.Step step, ComponentHandle handle, Map<String, Node> more) {
    Problems unheard = new Problems();
    Map<String, Node> values = new LinkedHashMap<>(params);
    values.putAll(more);
    Component<?> component = handle.component();
    Node.Mapping with = new VariableResolver(unheard).resolve(written(step, handle.id()), values);
    Optional<BoundSettings> bound =
        new SettingsBinder(paths, unheard)
            .bind(
                ComponentSettings.of(handle.id(), component.settingsType(), Optional.empty()),
                with);
    return bound.map(BoundSettings::own);
  }

  private Node.Mapping written(Workflow.Step step, String component) {
    return defaults.containsKey(component)
        ? step.with().withDefaults(defaults.get(component))
        : step.with();
  }

  private Optional<Binding> bind(Variant variant, Node.Mapping with) {
    Optional<BoundSettings> last = binder.bind(variant.last().settings(), with);
    if (last.isEmpty()) {
      return Optional.empty();
    }
    List<Binding.Part> parts = new ArrayList<>();
    for (Variant.Part part : variant.stages()) {
      List<String> names = part.settings().names();
      Node.Mapping own =
          new Node.Mapping(
              with.position(),
              with.entries().stream().filter(entry -> names.contains(entry.key().text())).toList());
      Optional<BoundSettings> settings = parts.isEmpty() ? last : binder.bind(part.settings(), own);
      if (settings.isEmpty()) {
        return Optional.empty();
      }
      parts.add(
          new Binding.Part(
              part.stage(), settings.get(), SettingsWriter.write(part.settings(), settings.get())));
    }
    return Optional.of(new Binding(variant, with, List.copyOf(parts)));
  }

  /** Params, and every sweep variable at its first value; sweep variables go before params. */
  private Map<String, Node> firstValues(Grid grid) {
    Map<String, Node> values = new LinkedHashMap<>(params);
    put(values, grid, 0);
    return values;
  }

  private static void put(Map<String, Node> values, Grid grid, int combination) {
    for (int a = 0; a < grid.axes().size(); a++) {
      Axis axis = grid.axes().get(a);
      List<Node> nodes = axis.points().get(grid.point(combination, a)).values();
      for (int v = 0; v < nodes.size(); v++) {
        values.put(axis.variables().get(v), nodes.get(v));
      }
    }
  }

  private static Grid axesOf(Grid grid, Set<String> names) {
    return new Grid(
        grid.axes().stream()
            .filter(axis -> axis.variables().stream().anyMatch(names::contains))
            .toList());
  }
}
