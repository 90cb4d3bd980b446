package dev.arcuate.engine.plan;

import dev.arcuate.engine.stages.Stage;
import dev.arcuate.engine.yaml.BoundSettings;
import dev.arcuate.engine.yaml.Node;
import java.util.List;
import java.util.Map;

/**
 * A step's settings for one combination of the sweep variables that they refer to.
 *
 * @param with the settings as written, references replaced
 * @param stages last first, as in the variant
 */
record Binding(Variant variant, Node.Mapping with, List<Part> stages) {

  /**
   * What one stage gets of them.
   *
   * @param json as they enter keys
   */
  record Part(Stage stage, BoundSettings settings, Map<String, Object> json) {}
}
