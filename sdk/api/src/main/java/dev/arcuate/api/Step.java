package dev.arcuate.api;

import java.util.List;

/**
 * Values in, values out: the general extension point, for whatever the five typed ones do not
 * cover.
 *
 * @param <S> the settings record
 */
public interface Step<S extends Record> extends Component<S> {
  /** In the order of the reference page. */
  List<Port> inputs();

  /** At least one. The first is what a reference to the bare step id means. */
  List<Port> outputs();

  /**
   * Reads inputs from and writes every output to the task.
   *
   * @throws ProblemException for what a user can mend
   * @throws java.io.IOException when a file cannot be read or written
   */
  void run(S settings, Task task) throws java.io.IOException;
}
