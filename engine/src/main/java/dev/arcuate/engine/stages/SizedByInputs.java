package dev.arcuate.engine.stages;

import dev.arcuate.api.Component;
import dev.arcuate.api.Foreseen;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A stage that needs as much as its inputs are large, which may be known before it runs. */
public interface SizedByInputs extends Stage {
  /**
   * What a task needs.
   *
   * @param what it is about, such as {@code a design of 300 samples × 40 features}
   * @param bytes of memory, without which it refuses to begin; empty if the component cannot tell
   * @param models what is fitted by every task that follows, by name
   */
  record Need(String what, OptionalLong bytes, List<String> models) {
    public Need {
      models = List.copyOf(models);
    }
  }

  /**
   * Empty if too little is known of the inputs.
   *
   * @throws dev.arcuate.api.ProblemException with what running would refuse
   */
  Optional<Need> need(
      Component<?> component, Record settings, Optional<Record> common, Foreseen inputs);
}
