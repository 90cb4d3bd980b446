package dev.arcuate.api;

import dev.arcuate.api.value.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * What a running component is handed: its inputs, its output folders and its limits. Valid only
 * during the call it was passed to. Safe to use from the threads of that call.
 *
 * <p>A task is a pure function of its settings and inputs: it reads nothing else, and equal calls
 * write equal bytes.
 */
public interface Task {
  /** Step id and sweep labels, such as {@code encode[layer=3,subject=01]}; for messages only. */
  String id();

  /**
   * The value of a required input.
   *
   * @throws IllegalArgumentException if the component declares no such port of that type
   */
  <V extends Value> V input(String port, Class<V> type);

  /** The value of an optional input, empty if the workflow does not connect it. */
  <V extends Value> Optional<V> optionalInput(String port, Class<V> type);

  /** All values of a {@link Port.Arity#MANY} input, in the order of the workflow. */
  <V extends Value> List<Labelled<V>> inputs(String port, Class<V> type);

  /**
   * A new, empty folder for the value of an output port; becomes visible to others only when the
   * task has succeeded. Write into it with the value's own writer.
   */
  Path output(String port);

  /** An empty folder that is deleted when the task ends, however it ends. */
  Path scratch();

  /** What this task may use; a component sizes its tiles, batches and threads by it. */
  Resources resources();

  Progress progress();

  /**
   * Lines the user should read beside the result, such as "3 of 50 targets are constant". Kept with
   * the artifact and shown again when it is reused.
   */
  void warn(Problem problem);

  /**
   * Figures worth keeping with the artifact, such as counts of words dropped. Keys are kebab-case.
   */
  void note(Map<String, Object> facts);

  /**
   * Returns normally unless the run was cancelled or the task's time is up. Call it at least once a
   * second in loops.
   *
   * @throws java.util.concurrent.CancellationException to be passed on, never caught
   */
  void checkCancelled();

  /** Writes to the task's own log file. */
  Logger log();
}
