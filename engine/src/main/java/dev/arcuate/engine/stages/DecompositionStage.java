package dev.arcuate.engine.stages;

import dev.arcuate.api.Component;
import dev.arcuate.api.Decomposition;
import dev.arcuate.api.Port;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Task;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A decomposition does everything itself. */
final class DecompositionStage implements Stage {
  @Override
  public String name() {
    return "decomposition";
  }

  @Override
  public int revision() {
    return 1;
  }

  @Override
  public List<Port> inputs(Component<?> component) {
    return Decomposition.inputs();
  }

  @Override
  public List<Port> outputs(Component<?> component) {
    return Decomposition.outputs();
  }

  @Override
  public Optional<Class<? extends Record>> commonSettings() {
    return Optional.empty();
  }

  @Override
  public Resources resources(Component<?> component, Record settings, Optional<Record> common) {
    return ComponentResources.of(component, settings);
  }

  @Override
  public void run(Component<?> component, Record settings, Optional<Record> common, Task task)
      throws IOException {
    run((Decomposition<?>) component, settings, task);
  }

  private static <S extends Record> void run(Decomposition<S> method, Record settings, Task task)
      throws IOException {
    method.decompose(method.settingsType().cast(settings), task);
  }
}
