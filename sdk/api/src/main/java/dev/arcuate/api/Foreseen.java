package dev.arcuate.api;

import dev.arcuate.api.value.Value;
import java.util.Optional;

/** What is known of the inputs of a step before it runs. */
public interface Foreseen {
  /** Whether a step is connected to the input. */
  boolean connected(String port);

  /**
   * The value at an input that takes one: what an earlier run made of it, or a description whose
   * folder holds nothing yet. Empty if it is not known, or nothing is connected.
   */
  <V extends Value> Optional<V> input(String port, Class<V> type);
}
