package dev.arcuate.engine.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.engine.problem.Problems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Binds the settings of all steps, each for the first value of its sweeps: a plan in small. */
final class StepSettings {
  private StepSettings() {}

  /** Steps whose component does not exist are left out. */
  static Map<String, BoundSettings> bind(Workflow workflow, Problems problems) {
    InputPaths paths = InputPaths.under(workflow.folder(), Optional.of(Path.of("home")));
    SettingsBinder binder = new SettingsBinder(paths, problems);
    VariableResolver resolver = new VariableResolver(problems);
    Map<String, Node> params = resolver.resolveParams(workflow.params());
    Map<String, ComponentSettings> components = new HashMap<>();
    Map<String, BoundSettings> bound = new LinkedHashMap<>();
    for (Workflow.Step step : workflow.steps()) {
      String component = step.uses().text();
      if (!SampleComponents.exists(component)) {
        continue;
      }
      ComponentSettings settings =
          components.computeIfAbsent(component, SampleComponents::settings);
      Node.Mapping with = resolver.resolve(step.with(), values(step, params, resolver));
      Optional<Node.Mapping> defaults = Optional.ofNullable(workflow.defaults().get(component));
      Optional<BoundSettings> one =
          binder.bind(settings, defaults.map(with::withDefaults).orElse(with));
      assertThat(one.isPresent() || problems.hasErrors()).isTrue();
      one.ifPresent(found -> bound.put(step.id().text(), found));
    }
    return bound;
  }

  private static Map<String, Node> values(
      Workflow.Step step, Map<String, Node> params, VariableResolver resolver) {
    Map<String, Node> values = new LinkedHashMap<>(params);
    List<Map<Node.Scalar, Node>> axes = new ArrayList<>(step.zip());
    axes.add(step.sweep());
    for (Map<Node.Scalar, Node> axis : axes) {
      axis.forEach(
          (variable, list) -> {
            if (resolver.resolve(list, params) instanceof Node.Sequence sequence) {
              sequence.items().stream()
                  .findFirst()
                  .ifPresent(first -> values.put(variable.text(), first));
            }
          });
    }
    return values;
  }
}
