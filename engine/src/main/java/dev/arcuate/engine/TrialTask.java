package dev.arcuate.engine;

import dev.arcuate.api.Labelled;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Progress;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Task;
import dev.arcuate.api.value.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens a model outside any run, to see what is in it. */
final class TrialTask implements Task {
  private static final Resources RESOURCES = Resources.of(2, 1024);

  private final Path scratch;

  TrialTask(Path scratch) {
    this.scratch = scratch;
  }

  @Override
  public String id() {
    return "models";
  }

  @Override
  public <V extends Value> V input(String port, Class<V> type) {
    throw new IllegalArgumentException("there are no inputs here: " + port);
  }

  @Override
  public <V extends Value> Optional<V> optionalInput(String port, Class<V> type) {
    throw new IllegalArgumentException("there are no inputs here: " + port);
  }

  @Override
  public <V extends Value> List<Labelled<V>> inputs(String port, Class<V> type) {
    throw new IllegalArgumentException("there are no inputs here: " + port);
  }

  @Override
  public Path output(String port) {
    throw new IllegalArgumentException("there are no outputs here: " + port);
  }

  @Override
  public Path scratch() {
    return scratch;
  }

  @Override
  public Resources resources() {
    return RESOURCES;
  }

  @Override
  public Progress progress() {
    return (done, total, unit) -> {};
  }

  @Override
  public void warn(Problem problem) {
    log().warn("{}", problem);
  }

  @Override
  public void note(Map<String, Object> facts) {
    log().info("{}", facts);
  }

  @Override
  public void checkCancelled() {
    // Nobody can cancel a trial.
  }

  @Override
  public Logger log() {
    return LoggerFactory.getLogger(TrialTask.class);
  }
}
