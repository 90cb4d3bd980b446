package dev.arcuate.engine.stages;

import dev.arcuate.api.BrainReader;
import dev.arcuate.api.Component;
import dev.arcuate.api.Port;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Task;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A brain reader does everything itself. */
final class BrainReaderStage implements Stage {
  @Override
  public String name() {
    return "brain-reader";
  }

  @Override
  public int revision() {
    return 1;
  }

  @Override
  public List<Port> inputs(Component<?> component) {
    return BrainReader.inputs();
  }

  @Override
  public List<Port> outputs(Component<?> component) {
    return BrainReader.outputs();
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
    run((BrainReader<?>) component, settings, task);
  }

  private static <S extends Record> void run(BrainReader<S> reader, Record settings, Task task)
      throws IOException {
    reader.read(reader.settingsType().cast(settings), task);
  }
}
