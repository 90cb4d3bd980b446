package dev.arcuate.engine.yaml;

import dev.arcuate.api.fold.FoldSettings;
import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.settings.Range;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Components as far as their settings go, for tests. */
final class SampleComponents {
  private SampleComponents() {}

  private static final Map<String, Class<? extends Record>> OWN =
      Map.of(
          "words", Words.class,
          "bids", Bids.class,
          "model", Model.class,
          "ridge", Ridge.class,
          "window", Window.class,
          "crashing", Crashing.class,
          "unsupported", Unsupported.class,
          "everything", Everything.class);

  private static final Map<String, Class<? extends Record>> COMMON = Map.of("model", Pooling.class);

  static boolean exists(String id) {
    return OWN.containsKey(id);
  }

  static ComponentSettings settings(String id) {
    return ComponentSettings.of(id, OWN.get(id), Optional.ofNullable(COMMON.get(id)));
  }

  @Doc("Reads a table of words.")
  record Words(
      @Doc("Table with one row per word.") InputPath file,
      @Doc("Language of the text.") @Default("en") String language) {}

  record Bids(
      @Doc("Folder of the dataset.") InputPath dataset,
      @Doc("Label of the subject, without 'sub-'.") String subject,
      @Doc("Label of the session.") Optional<String> session,
      @Doc("Numbers of runs to read; all if left out.") @Default("[]") @Range(min = 1)
          List<Integer> runs) {}

  record Model(
      @Doc("Layers to keep.") @Default("[]") @Range(min = 0) List<Integer> layers,
      @Doc("Folder of the model.") @Default("arcuate:models/tiny") InputPath model) {}

  record Pooling(
      @Doc("How tokens of a word are joined.") @Default("last-token") How pooling,
      @Doc("Words of context.") @Default("20") @Range(min = 1, max = 512) int context) {
    enum How {
      LAST_TOKEN,
      MEAN
    }
  }

  record Ridge(
      @Doc("Penalties to choose from.") @Default("[1, 10, 100]") @Range(min = 0, above = true)
          List<Double> alphas,
      @Doc("How samples are split.") @Default("{}") FoldSettings folds,
      @Doc("Whether to scale features.") @Default("true") boolean scale,
      @Doc("Weight of each band.") @Default("{}") Map<String, Double> bands) {}

  record Window(
      @Doc("Start of the window.") Duration from, @Doc("End of the window.") Duration to) {
    Window {
      if (from.compareTo(to) >= 0) {
        throw new IllegalArgumentException("'from' must be earlier than 'to'");
      }
    }
  }

  record Crashing(@Doc("Anything.") @Default("") String text) {
    Crashing {
      if (text.isEmpty()) {
        throw new IllegalStateException("assumed there was text");
      }
    }
  }

  record Unsupported(@Doc("A date.") Date day, @Default("1") int undocumented) {}

  /** One setting of every kind. */
  record Everything(
      @Doc("d") String text,
      @Doc("d") boolean flag,
      @Doc("d") int small,
      @Doc("d") long large,
      @Doc("d") double real,
      @Doc("d") Pooling.How choice,
      @Doc("d") Duration time,
      @Doc("d") InputPath path,
      @Doc("d") Optional<String> maybeText,
      @Doc("d") Optional<Integer> maybeSmall,
      @Doc("d") Optional<Duration> maybeTime,
      @Doc("d") Optional<InputPath> maybePath,
      @Doc("d") Optional<List<Double>> maybeReals,
      @Doc("d") Optional<Pooling> maybeNested,
      @Doc("d") List<String> texts,
      @Doc("d") List<Boolean> flags,
      @Doc("d") List<Long> larges,
      @Doc("d") List<Double> reals,
      @Doc("d") List<Pooling.How> choices,
      @Doc("d") List<Duration> times,
      @Doc("d") List<InputPath> paths,
      @Doc("d") List<Words> nesteds,
      @Doc("d") Map<String, String> textByName,
      @Doc("d") Map<String, Double> realByName,
      @Doc("d") Map<String, List<Integer>> smallsByName,
      @Doc("d") Map<String, InputPath> pathByName,
      @Doc("d") Map<String, Pooling> nestedByName,
      @Doc("d") Pooling nested) {}
}
