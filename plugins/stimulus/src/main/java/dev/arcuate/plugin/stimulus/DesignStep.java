package dev.arcuate.plugin.stimulus;

import dev.arcuate.api.Foreseen;
import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.array.FloatMatrix;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Activations;
import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Fitted;
import dev.arcuate.api.value.Recording;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.api.value.Value;
import dev.arcuate.api.value.Words;
import dev.arcuate.plugin.stimulus.DesignSettings.Baseline;
import dev.arcuate.plugin.stimulus.DesignSettings.Pooling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pf4j.Extension;

/** Brings words and activations onto the clock of a recording. */
@Extension
public final class DesignStep implements Step<DesignSettings> {
  private static final long MEBIBYTES = 384;

  private record Feature(String name, Columns.Made columns, boolean baseline) {}

  @Override
  public String id() {
    return "design";
  }

  @Override
  public String summary() {
    return "Aligns words and activations to volumes, with delays or a haemodynamic response.";
  }

  @Override
  public Class<DesignSettings> settingsType() {
    return DesignSettings.class;
  }

  @Override
  public List<Port> inputs() {
    return List.of(
        Port.one("words", Words.class, "the words heard or read during the recording"),
        Port.optional("activations", Activations.class, "one row per word, for 'layer'"),
        Port.optional(
            "clock",
            Recording.class,
            "a recording whose volumes and runs are used; where subjects share a stimulus, set"
                + " repetition-time and runs instead, and all of them share one design"));
  }

  @Override
  public List<Port> outputs() {
    return List.of(
        Port.one("design", Design.class, "one row per volume; a group per baseline and layer"));
  }

  @Override
  public Resources resources(DesignSettings settings) {
    return Resources.of(1, MEBIBYTES);
  }

  @Override
  public void run(DesignSettings settings, Task task) throws IOException {
    Words words = task.input("words", Words.class);
    Sampling sampling =
        Clock.of(task, settings.repetitionTime(), settings.runs(), settings.start());
    ScanGrid grid = ScanGrid.of(sampling);
    WordsOnClock clock =
        WordsOnClock.of(words, grid.full(), settings.shiftSeconds(sampling.periodSeconds()));
    tell(words, clock, grid, task);
    Lags lags = Lags.of(settings, grid.full().periodSeconds());
    Columns columns = new Columns(settings, lags, words, sampling, grid, clock);
    List<Feature> features = new ArrayList<>();
    Optional<Phonemes> phonemes = phonemes(settings, words, task);
    for (Baseline baseline : settings.features()) {
      task.checkCancelled();
      features.add(baseline(baseline, settings, words, sampling, columns, phonemes));
    }
    Optional<Activations> activations = task.optionalInput("activations", Activations.class);
    if (activations.isPresent()) {
      features.add(layer(activations.get(), settings, words, columns));
    } else if (settings.layer().isPresent()) {
      throw Problem.user(
              "STIMULUS_LAYER_WITHOUT_ACTIVATIONS",
              "layer '"
                  + settings.layer().get()
                  + "' is asked for, but no activations are connected")
          .hint("connect a language model under inputs: {activations: …}")
          .exception();
    }
    if (features.isEmpty()) {
      throw Problem.user("STIMULUS_EMPTY_DESIGN", "the design has neither features nor a layer")
          .hint("name baseline features, or connect activations")
          .exception();
    }
    task.checkCancelled();
    List<Fitted> fitted = activations.map(Activations::fitted).orElse(List.of());
    List<Design.Group> groups =
        features.stream()
            .map(
                feature ->
                    new Design.Group(
                        feature.name(),
                        feature.columns().width(),
                        feature.columns().delaysSeconds(),
                        feature.baseline()))
            .toList();
    Sampling rows = inBlocks(sampling, settings, words);
    List<String> quirks = quirks(settings, activations);
    new Design(task.output("design"), rows, groups, lags.reachSeconds(), fitted, quirks)
        .write(sideBySide(features, sampling));
  }

  private static List<String> quirks(DesignSettings settings, Optional<Activations> activations) {
    List<String> quirks = new ArrayList<>(activations.map(Activations::quirks).orElse(List.of()));
    quirks.addAll(Columns.quirks(settings));
    return quirks;
  }

  private static Sampling inBlocks(Sampling sampling, DesignSettings settings, Words words) {
    return settings.blocks() == DesignSettings.Blocks.NONE
        ? sampling
        : sampling.withBlocks(
            SentenceBlocks.labels(
                words, sampling, settings.shiftSeconds(sampling.periodSeconds())));
  }

  /**
   * Columns and rows follow from the settings, the width of the layer and the clock; only how many
   * phonemes a lexicon tells apart does not.
   */
  @Override
  public Map<String, Value> foresee(DesignSettings settings, Foreseen inputs) {
    Optional<Recording> clock = inputs.input("clock", Recording.class);
    Optional<Words> words = inputs.input("words", Words.class);
    Optional<Activations> activations = inputs.input("activations", Activations.class);
    boolean known =
        (clock.isPresent() || !inputs.connected("clock"))
            && (activations.isPresent() || !inputs.connected("activations"))
            && (words.isPresent() || settings.blocks() == DesignSettings.Blocks.NONE)
            && !settings.features().contains(Baseline.PHONEMES);
    if (!known) {
      return Map.of();
    }
    Sampling sampling =
        Clock.of(clock, settings.repetitionTime(), settings.runs(), settings.start());
    Lags lags = Lags.of(settings, ScanGrid.of(sampling).full().periodSeconds());
    List<Design.Group> groups = new ArrayList<>();
    for (Baseline baseline : settings.features()) {
      String name = DesignSettings.name(baseline);
      groups.add(
          switch (baseline) {
            case POSITION -> new Design.Group(name, 1, List.of(), true);
            case POSITION_SPLINE -> new Design.Group(name, settings.splines(), List.of(), true);
            default -> new Design.Group(name, lags.copies(), lags.delaysSeconds(), true);
          });
    }
    if (activations.isPresent()) {
      int index = Layers.index(activations.get(), settings.layer());
      int width = activations.get().layer(index).columns();
      groups.add(
          new Design.Group(
              "layer-" + activations.get().layers().get(index),
              Math.multiplyExact(width, lags.copies()),
              lags.delaysSeconds()));
    }
    Sampling rows = words.map(w -> inBlocks(sampling, settings, w)).orElse(sampling);
    List<Fitted> fitted = activations.map(Activations::fitted).orElse(List.of());
    List<String> quirks = quirks(settings, activations);
    return Map.of(
        "design", new Design(Path.of(""), rows, groups, lags.reachSeconds(), fitted, quirks));
  }

  private static Feature baseline(
      Baseline baseline,
      DesignSettings settings,
      Words words,
      Sampling sampling,
      Columns columns,
      Optional<Phonemes> phonemes) {
    String name = DesignSettings.name(baseline);
    Columns.Made made =
        switch (baseline) {
          case POSITION -> new Columns.Made(Baselines.positions(sampling), 1, List.of());
          case POSITION_SPLINE ->
              new Columns.Made(
                  Baselines.splines(sampling, settings.splines()), settings.splines(), List.of());
          case PHONEME_COUNT -> columns.of(phonemes.orElseThrow().counts(), 1, summing(settings));
          case PHONEMES ->
              columns.of(
                  phonemes.orElseThrow().oneHots(), phonemes.get().categories(), summing(settings));
          default ->
              columns.of(
                  Baselines.perWord(baseline, words),
                  1,
                  baseline == Baseline.SENTENCE_POSITION && settings.pooling() != Pooling.LANCZOS
                      ? Pooling.MEAN
                      : summing(settings));
        };
    return new Feature(name, made, true);
  }

  private static Pooling summing(DesignSettings settings) {
    return settings.pooling() == Pooling.LANCZOS ? Pooling.LANCZOS : Pooling.SUM;
  }

  /** Read only if a feature needs them. */
  private static Optional<Phonemes> phonemes(DesignSettings settings, Words words, Task task)
      throws IOException {
    boolean needed =
        settings.features().contains(Baseline.PHONEMES)
            || settings.features().contains(Baseline.PHONEME_COUNT);
    if (!needed) {
      return Optional.empty();
    }
    InputPath file = settings.pronunciations().orElseThrow();
    Phonemes phonemes = Phonemes.of(words, Pronunciations.read(file));
    phonemes.tell(file, task);
    return Optional.of(phonemes);
  }

  private static Feature layer(
      Activations activations, DesignSettings settings, Words words, Columns columns) {
    int index = Layers.index(activations, settings.layer());
    FloatMatrix matrix = activations.layer(index);
    if (matrix.rows() != words.list().size()) {
      throw Problem.user(
              "STIMULUS_WORDS_DIFFER",
              "the activations have "
                  + matrix.rows()
                  + " rows, but there are "
                  + words.list().size()
                  + " words")
          .hint("connect the language model and this step to the same words")
          .exception();
    }
    String name = "layer-" + activations.layers().get(index);
    return new Feature(
        name, columns.ofModel(matrix.toArray(), matrix.columns(), settings.pooling()), false);
  }

  private static float[] sideBySide(List<Feature> features, Sampling sampling) {
    int samples = sampling.samples();
    int columns = features.stream().mapToInt(feature -> feature.columns().width()).sum();
    float[] values = new float[Math.multiplyExact(samples, columns)];
    int column = 0;
    for (Feature feature : features) {
      int width = feature.columns().width();
      for (int row = 0; row < samples; row++) {
        System.arraycopy(
            feature.columns().rows(), row * width, values, row * columns + column, width);
      }
      column += width;
    }
    return values;
  }

  private static void tell(Words words, WordsOnClock clock, ScanGrid grid, Task task) {
    Sampling full = grid.full();
    if (clock.inside().length == 0) {
      throw Problem.data(
              "STIMULUS_NO_WORD_IN_SCAN",
              "none of the "
                  + words.list().size()
                  + " words falls inside the recording of "
                  + full.samples() * full.periodSeconds()
                  + " s")
          .hint("onsets count from the start of each run; see 'shift'")
          .exception();
    }
    if (clock.outside() > 0) {
      task.warn(
          Problem.data(
                  "STIMULUS_WORDS_OUTSIDE",
                  clock.outside()
                      + " of "
                      + words.list().size()
                      + " words begin before the first or after the last volume and are left out")
              .hint("if these are many, the clocks differ; see 'shift'")
              .asWarning());
    }
    if (!clock.elsewhere().isEmpty()) {
      task.warn(
          Problem.data(
                  "STIMULUS_RUNS_ABSENT",
                  "the recording has no run "
                      + clock.elsewhere().entrySet().stream()
                          .map(run -> run.getKey() + " (" + run.getValue() + " words)")
                          .collect(Collectors.joining(", "))
                      + "; its words are left out")
              .asWarning());
    }
    if (!clock.silentRuns().isEmpty()) {
      task.warn(
          Problem.data(
                  "STIMULUS_SILENT_RUNS",
                  "no words belong to run " + String.join(", ", clock.silentRuns()))
              .asWarning());
    }
    boolean[] kept = grid.kept();
    int dropped = 0;
    for (int word : clock.inside()) {
      dropped += kept[clock.row(word)] ? 0 : 1;
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("words-inside", clock.inside().length);
    facts.put("words-outside", clock.outside());
    facts.put("words-in-dropped-volumes", dropped);
    facts.put(
        "words-of-other-runs",
        clock.elsewhere().values().stream().mapToInt(Integer::intValue).sum());
    task.note(facts);
  }
}
