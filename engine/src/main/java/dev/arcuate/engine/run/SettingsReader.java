package dev.arcuate.engine.run;

import dev.arcuate.api.Component;
import dev.arcuate.engine.stages.Stage;
import dev.arcuate.engine.store.TaskSpec;
import dev.arcuate.engine.yaml.BoundSettings;
import dev.arcuate.engine.yaml.ComponentSettings;
import dev.arcuate.engine.yaml.SettingsWriter;
import java.util.Optional;

/** Makes settings records out of what a task specification holds. */
@FunctionalInterface
public interface SettingsReader {

  /**
   * The settings of a task.
   *
   * @param own the component's
   * @param common the extension point's, if it has any
   */
  record Read(Record own, Optional<Record> common) {}

  /**
   * @throws dev.arcuate.api.ProblemException if the specification does not hold such settings
   */
  Read read(Component<?> component, Stage stage, TaskSpec spec);

  /** Reads what a plan wrote into its specifications. Remembers nothing about components. */
  static SettingsReader ofSpecifications() {
    return (component, stage, spec) -> {
      ComponentSettings types =
          ComponentSettings.of(component.id(), component.settingsType(), stage.commonSettings());
      BoundSettings bound = SettingsWriter.read(types, spec.settings(), spec.paths());
      return new Read(bound.own(), bound.common());
    };
  }
}
