package dev.arcuate.engine.stages;

import dev.arcuate.api.BrainReader;
import dev.arcuate.api.Component;
import dev.arcuate.api.Decomposition;
import dev.arcuate.api.LanguageModel;
import dev.arcuate.api.RegressionBackend;
import dev.arcuate.api.Step;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The one place that knows which extension point is done by which stages. */
public final class Stages {
  private final Stage step = DirectStage.ofSteps();
  private final Stage brainReader = DirectStage.ofBrainReaders();
  private final Stage decomposition = DirectStage.ofDecompositions();
  private final Stage languageModel = new LanguageModelStage();
  private final Stage regression = new RegressionStage();
  private final Map<String, Stage> byName = new LinkedHashMap<>();

  public Stages() {
    for (Stage last : new Stage[] {step, brainReader, decomposition, languageModel, regression}) {
      Optional<Stage> stage = Optional.of(last);
      while (stage.isPresent()) {
        byName.put(stage.get().name(), stage.get());
        stage = stage.get().before();
      }
    }
  }

  /**
   * The last stage of a component's extension point, the one that makes the outputs of a step;
   * empty for what cannot stand under {@code uses:}, such as an executor.
   */
  public Optional<Stage> of(Component<?> component) {
    if (component instanceof Step) {
      return Optional.of(step);
    }
    if (component instanceof LanguageModel) {
      return Optional.of(languageModel);
    }
    if (component instanceof Decomposition) {
      return Optional.of(decomposition);
    }
    if (component instanceof BrainReader) {
      return Optional.of(brainReader);
    }
    return component instanceof RegressionBackend ? Optional.of(regression) : Optional.empty();
  }

  /** A stage by the name that stands in keys and in task specifications. */
  public Optional<Stage> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }
}
