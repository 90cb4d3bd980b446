package dev.arcuate.engine.stages;

import dev.arcuate.api.BrainReader;
import dev.arcuate.api.Component;
import dev.arcuate.api.Decomposition;
import dev.arcuate.api.Foreseen;
import dev.arcuate.api.Port;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.value.Value;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The stage of components that do everything themselves. */
final class DirectStage implements Stage {
  private final String name;
  private final Function<Component<?>, List<Port>> inputs;
  private final Function<Component<?>, List<Port>> outputs;
  private final Work work;

  private interface Work {
    void run(Component<?> component, Record settings, Task task) throws IOException;
  }

  private DirectStage(
      String name,
      Function<Component<?>, List<Port>> inputs,
      Function<Component<?>, List<Port>> outputs,
      Work work) {
    this.name = name;
    this.inputs = inputs;
    this.outputs = outputs;
    this.work = work;
  }

  static Stage ofSteps() {
    return new DirectStage(
        "step",
        component -> ((Step<?>) component).inputs(),
        component -> ((Step<?>) component).outputs(),
        (component, settings, task) -> run((Step<?>) component, settings, task));
  }

  static Stage ofBrainReaders() {
    return new DirectStage(
        "brain-reader",
        component -> BrainReader.inputs(),
        component -> BrainReader.outputs(),
        (component, settings, task) -> read((BrainReader<?>) component, settings, task));
  }

  static Stage ofDecompositions() {
    return new DirectStage(
        "decomposition",
        component -> Decomposition.inputs(),
        component -> Decomposition.outputs(),
        (component, settings, task) -> decompose((Decomposition<?>) component, settings, task));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int revision() {
    return 1;
  }

  @Override
  public List<Port> inputs(Component<?> component) {
    return inputs.apply(component);
  }

  @Override
  public List<Port> outputs(Component<?> component) {
    return outputs.apply(component);
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
  public Map<String, Value> foresee(Component<?> component, Record settings, Foreseen inputs) {
    return foreseen(component, settings, inputs);
  }

  @Override
  public void run(Component<?> component, Record settings, Optional<Record> common, Task task)
      throws IOException {
    work.run(component, settings, task);
  }

  private static <S extends Record> Map<String, Value> foreseen(
      Component<S> component, Record settings, Foreseen inputs) {
    return component.foresee(component.settingsType().cast(settings), inputs);
  }

  private static <S extends Record> void run(Step<S> step, Record settings, Task task)
      throws IOException {
    step.run(step.settingsType().cast(settings), task);
  }

  private static <S extends Record> void read(BrainReader<S> reader, Record settings, Task task)
      throws IOException {
    reader.read(reader.settingsType().cast(settings), task);
  }

  private static <S extends Record> void decompose(
      Decomposition<S> method, Record settings, Task task) throws IOException {
    method.decompose(method.settingsType().cast(settings), task);
  }
}
