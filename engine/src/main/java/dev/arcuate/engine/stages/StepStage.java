package dev.arcuate.engine.stages;

import dev.arcuate.api.Component;
import dev.arcuate.api.Port;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A step does everything itself. */
final class StepStage implements Stage {
  @Override
  public String name() {
    return "step";
  }

  @Override
  public int revision() {
    return 1;
  }

  @Override
  public List<Port> inputs(Component<?> component) {
    return ((Step<?>) component).inputs();
  }

  @Override
  public List<Port> outputs(Component<?> component) {
    return ((Step<?>) component).outputs();
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
    run((Step<?>) component, settings, task);
  }

  private static <S extends Record> void run(Step<S> step, Record settings, Task task)
      throws IOException {
    step.run(step.settingsType().cast(settings), task);
  }
}
