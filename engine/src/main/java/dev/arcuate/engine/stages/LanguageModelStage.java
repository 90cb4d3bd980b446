package dev.arcuate.engine.stages;

import dev.arcuate.api.Component;
import dev.arcuate.api.LanguageModel;
import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Quirk;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Task;
import dev.arcuate.api.value.Activations;
import dev.arcuate.api.value.Table;
import dev.arcuate.api.value.Words;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Turns a word table into one row of activations per word and layer, in the same way for every
 * model.
 */
final class LanguageModelStage implements Stage {
  private static final Port WORDS =
      Port.one("words", Words.class, "the words and the text they stand in");
  private static final Port ACTIVATIONS =
      Port.one("activations", Activations.class, "one row per word for every layer asked for");

  private static final Port TOKENS =
      Port.one(
          "tokens",
          Table.class,
          "the tokens of every word, with surprisal and entropy in bits where they were asked for");

  @Override
  public String name() {
    return "language-model";
  }

  @Override
  public int revision() {
    return 2;
  }

  @Override
  public List<Port> inputs(Component<?> component) {
    return List.of(WORDS);
  }

  @Override
  public List<Port> outputs(Component<?> component) {
    return List.of(ACTIVATIONS, TOKENS);
  }

  @Override
  public Optional<Class<? extends Record>> commonSettings() {
    return Optional.of(ExtractionSettings.class);
  }

  @Override
  public boolean usesGpu() {
    return true;
  }

  @Override
  public Resources resources(Component<?> component, Record settings, Optional<Record> common) {
    return ComponentResources.of(component, settings);
  }

  @Override
  public void run(Component<?> component, Record settings, Optional<Record> common, Task task)
      throws IOException {
    ExtractionSettings extraction = (ExtractionSettings) common.orElseThrow();
    Words words = task.input(WORDS.name(), Words.class);
    if (words.list().isEmpty()) {
      throw Problem.data("NO_WORDS", "the word table has no words").exception();
    }
    try (Opened model = open((LanguageModel<?>) component, settings, extraction, task)) {
      new Extraction(model.model(), words, extraction, model.exclusive(), task).run();
    }
  }

  private static <S extends Record> Opened open(
      LanguageModel<S> model, Record settings, ExtractionSettings extraction, Task task)
      throws IOException {
    S own = model.settingsType().cast(settings);
    Optional<Long> seed = extraction.untrained();
    LanguageModel.Open open =
        seed.isPresent() ? model.openUntrained(own, seed.get(), task) : model.open(own, task);
    boolean exclusive = Quirk.MASK_EXCLUSIVE.in(extraction.quirks()) && !open.card().causal();
    try {
      return new Opened(exclusive ? open.maskedExclusively() : open, exclusive);
    } catch (RuntimeException e) {
      open.close();
      throw e;
    }
  }

  /** A model, and whether a quirk keeps its tokens from attending to themselves. */
  private record Opened(LanguageModel.Open model, boolean exclusive) implements AutoCloseable {
    @Override
    public void close() {
      model.close();
    }
  }
}
