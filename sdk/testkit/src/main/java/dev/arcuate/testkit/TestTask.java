package dev.arcuate.testkit;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.Foreseen;
import dev.arcuate.api.Labelled;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Progress;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Task;
import dev.arcuate.api.value.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task for tests: inputs are put in by the test, outputs lie in folders below the one given, and
 * everything the component says is kept for inspection.
 */
public final class TestTask implements Task {
  private final Path folder;
  private final Map<String, List<Labelled<Value>>> inputs = new LinkedHashMap<>();
  private final List<Problem> warnings = new CopyOnWriteArrayList<>();
  private final Map<String, Object> notes = new ConcurrentHashMap<>();
  private Resources resources = Resources.of(1, 512);
  private volatile boolean cancelled;

  public TestTask(Path folder) {
    this.folder = requireNonNull(folder, "folder");
  }

  /** Connects a value to an input port, after those already connected to it. */
  public TestTask with(String port, Value value) {
    return with(port, "test", Map.of(), value);
  }

  /** Connects a gathered value with the step and labels it came from. */
  public TestTask with(String port, String step, Map<String, String> labels, Value value) {
    inputs.computeIfAbsent(port, p -> new ArrayList<>()).add(new Labelled<>(step, labels, value));
    return this;
  }

  public TestTask with(Resources permit) {
    resources = permit;
    return this;
  }

  /** Makes every later {@link #checkCancelled} throw. */
  public void cancel() {
    cancelled = true;
  }

  public List<Problem> warnings() {
    return List.copyOf(warnings);
  }

  public Map<String, Object> notes() {
    return Map.copyOf(notes);
  }

  /** Opens what the component wrote to an output port. */
  public <V extends Value> V result(String port, Class<V> type) {
    return Value.open(type, folder.resolve("outputs").resolve(port));
  }

  /** What is connected, as a component sees it that is asked what it will make. */
  public Foreseen foreseen() {
    return new Foreseen() {
      @Override
      public boolean connected(String port) {
        return inputs.containsKey(port);
      }

      @Override
      public <V extends Value> Optional<V> input(String port, Class<V> type) {
        return optionalInput(port, type);
      }
    };
  }

  @Override
  public String id() {
    return "test";
  }

  @Override
  public <V extends Value> V input(String port, Class<V> type) {
    return optionalInput(port, type)
        .orElseThrow(() -> new IllegalArgumentException("nothing connected to " + port));
  }

  @Override
  public <V extends Value> Optional<V> optionalInput(String port, Class<V> type) {
    return inputs(port, type).stream().map(Labelled::value).findFirst();
  }

  @Override
  public <V extends Value> List<Labelled<V>> inputs(String port, Class<V> type) {
    return inputs.getOrDefault(port, List.of()).stream()
        .map(input -> new Labelled<>(input.step(), input.labels(), type.cast(input.value())))
        .toList();
  }

  @Override
  public Path output(String port) {
    return create(folder.resolve("outputs").resolve(port));
  }

  @Override
  public Path scratch() {
    return create(folder.resolve("scratch"));
  }

  private static Path create(Path path) {
    try {
      return Files.createDirectories(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Resources resources() {
    return resources;
  }

  @Override
  public Progress progress() {
    return (done, total, unit) -> {};
  }

  @Override
  public void warn(Problem problem) {
    warnings.add(problem);
  }

  @Override
  public void note(Map<String, Object> facts) {
    notes.putAll(facts);
  }

  @Override
  public void checkCancelled() {
    if (cancelled) {
      throw new CancellationException("cancelled by the test");
    }
  }

  @Override
  public Logger log() {
    return LoggerFactory.getLogger(TestTask.class);
  }
}
