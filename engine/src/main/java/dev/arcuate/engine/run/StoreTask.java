package dev.arcuate.engine.run;

import dev.arcuate.api.Labelled;
import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Progress;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Task;
import dev.arcuate.api.value.Value;
import dev.arcuate.engine.store.CanonicalJson;
import dev.arcuate.engine.store.Staging;
import dev.arcuate.engine.store.Store;
import dev.arcuate.engine.store.TaskSpec.Input;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;

/** A task whose inputs come out of a store and whose outputs go into a staging folder. */
final class StoreTask implements Task {
  private final TaskOrder order;
  private final Map<String, Port> inputs;
  private final Map<String, Port> outputs;
  private final Store store;
  private final Staging staging;
  private final TaskControl control;
  private final Logger log;
  private final Set<Problem> warnings = new LinkedHashSet<>();
  private final Map<String, Object> notes = new TreeMap<>();
  private volatile boolean over;

  StoreTask(
      TaskOrder order, Ports ports, Store store, Staging staging, TaskControl control, Logger log) {
    this.order = order;
    this.inputs = byName(ports.inputs());
    this.outputs = byName(ports.outputs());
    this.store = store;
    this.staging = staging;
    this.control = control;
    this.log = log;
  }

  /** What a component declares. */
  record Ports(List<Port> inputs, List<Port> outputs) {}

  /** After the call that it was made for, a task is of no use. */
  void end() {
    over = true;
  }

  List<Problem> warnings() {
    synchronized (warnings) {
      return List.copyOf(warnings);
    }
  }

  Map<String, Object> notes() {
    synchronized (notes) {
      return new TreeMap<>(notes);
    }
  }

  @Override
  public String id() {
    return order.id();
  }

  @Override
  public <V extends Value> V input(String port, Class<V> type) {
    return optionalInput(port, type)
        .orElseThrow(
            () -> new IllegalArgumentException("nothing is connected to input '" + port + "'"));
  }

  @Override
  public <V extends Value> Optional<V> optionalInput(String port, Class<V> type) {
    List<Input> connected = connected(port, type);
    if (connected.size() > 1) {
      throw new IllegalArgumentException("input '" + port + "' has many values: ask for them all");
    }
    return connected.stream().findFirst().map(input -> open(input, type));
  }

  @Override
  public <V extends Value> List<Labelled<V>> inputs(String port, Class<V> type) {
    return connected(port, type).stream()
        .map(input -> new Labelled<>(input.step(), input.labels(), open(input, type)))
        .toList();
  }

  private List<Input> connected(String name, Class<? extends Value> type) {
    checkUsable();
    Port port = inputs.get(name);
    if (port == null || port.type() != type) {
      throw new IllegalArgumentException(
          "no input '" + name + "' of type " + type.getSimpleName() + " is declared");
    }
    return order.spec().inputs().getOrDefault(name, List.of());
  }

  private <V extends Value> V open(Input input, Class<V> type) {
    return Value.open(type, store.output(input.key(), input.port()));
  }

  @Override
  public Path output(String port) {
    checkUsable();
    if (!outputs.containsKey(port)) {
      throw new IllegalArgumentException("no output '" + port + "' is declared");
    }
    return staging.output(port);
  }

  @Override
  public Path scratch() {
    checkUsable();
    return staging.scratch();
  }

  @Override
  public Resources resources() {
    return order.resources();
  }

  @Override
  public Progress progress() {
    return control;
  }

  @Override
  public void warn(Problem problem) {
    checkUsable();
    synchronized (warnings) {
      warnings.add(problem.asWarning());
    }
  }

  @Override
  public void note(Map<String, Object> facts) {
    checkUsable();
    // Refused here, where the component can be named, rather than when the artifact is written.
    CanonicalJson.of(facts);
    synchronized (notes) {
      notes.putAll(facts);
    }
  }

  @Override
  public void checkCancelled() {
    control.check();
  }

  @Override
  public Logger log() {
    return log;
  }

  private void checkUsable() {
    if (over) {
      throw new IllegalStateException("the task " + id() + " is over");
    }
  }

  private static Map<String, Port> byName(List<Port> ports) {
    return ports.stream().collect(Collectors.toMap(Port::name, Function.identity()));
  }
}
