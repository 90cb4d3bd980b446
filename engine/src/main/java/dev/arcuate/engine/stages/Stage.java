package dev.arcuate.engine.stages;

import dev.arcuate.api.Component;
import dev.arcuate.api.Foreseen;
import dev.arcuate.api.Port;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Task;
import dev.arcuate.api.value.Value;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one extension point takes, makes and does. A step of a workflow becomes one task per stage
 * and sweep binding: most extension points have one stage, regression has two.
 */
public interface Stage {
  /** Enters keys; kebab-case. */
  String name();

  /** Enters keys; raised whenever this stage would write other bytes for the same task. */
  int revision();

  List<Port> inputs(Component<?> component);

  List<Port> outputs(Component<?> component);

  /** Settings that every step of this extension point takes beside the component's own. */
  Optional<Class<? extends Record>> commonSettings();

  /**
   * A stage that runs before this one in a task of its own. It sees those inputs of the step that
   * it declares itself; its outputs reach this stage as inputs of the same name.
   */
  default Optional<Stage> before() {
    return Optional.empty();
  }

  /**
   * The inputs that a workflow connects: those of this stage and of what runs before it, without
   * what passes between them.
   */
  default List<Port> stepInputs(Component<?> component) {
    Map<String, Port> ports = new LinkedHashMap<>();
    inputs(component).forEach(port -> ports.put(port.name(), port));
    before()
        .ifPresent(
            stage -> {
              stage.outputs(component).forEach(port -> ports.remove(port.name()));
              stage.stepInputs(component).forEach(port -> ports.putIfAbsent(port.name(), port));
            });
    return List.copyOf(ports.values());
  }

  /**
   * Whether the work is done on a GPU where there is one. Such a task holds the GPU for itself: two
   * sessions at once would fill its memory.
   */
  default boolean usesGpu() {
    return false;
  }

  /** What a task needs unless the workflow says otherwise. */
  Resources resources(Component<?> component, Record settings, Optional<Record> common);

  /** Outputs as they will be, as far as that is known; see {@link Component#foresee}. */
  default Map<String, Value> foresee(Component<?> component, Record settings, Foreseen inputs) {
    return Map.of();
  }

  /** Does the work. */
  void run(Component<?> component, Record settings, Optional<Record> common, Task task)
      throws IOException;
}
