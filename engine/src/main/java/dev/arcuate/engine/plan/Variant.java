package dev.arcuate.engine.plan;

import dev.arcuate.api.Component;
import dev.arcuate.api.Port;
import dev.arcuate.engine.plugins.ComponentHandle;
import dev.arcuate.engine.stages.Stage;
import dev.arcuate.engine.yaml.ComponentSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A component as a step uses it. A step that sweeps over its component has several variants.
 *
 * @param stages last first: the stage that makes the outputs, then what runs before it
 * @param inputs the ports that a workflow connects
 */
record Variant(ComponentHandle handle, List<Part> stages, List<Port> inputs) {

  /**
   * One stage of a component.
   *
   * @param inputs all of them, those that the stage before makes included
   * @param settings the component's and, of the common ones, those the stage takes
   */
  record Part(Stage stage, List<Port> inputs, List<Port> outputs, ComponentSettings settings) {
    private static Part of(ComponentHandle handle, Stage stage) {
      Component<?> component = handle.component();
      return new Part(
          stage,
          List.copyOf(stage.inputs(component)),
          List.copyOf(stage.outputs(component)),
          ComponentSettings.of(handle.id(), component.settingsType(), stage.commonSettings()));
    }

    boolean makes(String port) {
      return outputs.stream().anyMatch(output -> output.name().equals(port));
    }
  }

  /** Asks the component, so it may throw whatever the component throws. */
  static Variant of(ComponentHandle handle, Stage last) {
    List<Part> parts = new ArrayList<>();
    Optional<Stage> stage = Optional.of(last);
    while (stage.isPresent()) {
      parts.add(Part.of(handle, stage.get()));
      stage = stage.get().before();
    }
    return new Variant(handle, List.copyOf(parts), last.stepInputs(handle.component()));
  }

  String id() {
    return handle.id();
  }

  Part last() {
    return stages.get(0);
  }

  /** The stage that runs before another one. */
  Optional<Part> before(int stage) {
    return stage + 1 < stages.size() ? Optional.of(stages.get(stage + 1)) : Optional.empty();
  }

  List<Port> outputs() {
    return last().outputs();
  }
}
