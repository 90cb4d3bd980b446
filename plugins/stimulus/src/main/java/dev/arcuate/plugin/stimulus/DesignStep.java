package dev.arcuate.plugin.stimulus;

import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.array.FloatMatrix;
import dev.arcuate.api.value.Activations;
import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Recording;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.api.value.Words;
import dev.arcuate.plugin.stimulus.DesignSettings.Baseline;
import dev.arcuate.plugin.stimulus.DesignSettings.Pooling;
import dev.arcuate.plugin.stimulus.DesignSettings.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pf4j.Extension;

/** Brings words and activations onto the clock of a recording. */
@Extension
public final class DesignStep implements Step<DesignSettings> {
  private static final double SHORTEST_DELAY_SECONDS = 2;
  private static final double LONGEST_DELAY_SECONDS = 10;
  private static final long MEBIBYTES = 384;

  /** Columns of one origin before delays, [samples × width]. */
  private record Feature(String name, int width, float[] rows, boolean delayed, boolean baseline) {}

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
    Sampling sampling = sampling(settings, task);
    WordsOnClock clock = WordsOnClock.of(words, sampling, settings.shift());
    tell(words, clock, sampling, task);
    List<Feature> features = new ArrayList<>();
    for (Baseline baseline : settings.features()) {
      task.checkCancelled();
      features.add(baseline(baseline, settings, words, sampling, clock));
    }
    Optional<Activations> activations = task.optionalInput("activations", Activations.class);
    if (activations.isPresent()) {
      features.add(layer(activations.get(), settings, words, sampling, clock));
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
    List<String> fitted = activations.map(Activations::fitted).orElse(List.of());
    write(features, fitted, settings, sampling, task);
  }

  private static Sampling sampling(DesignSettings settings, Task task) {
    Optional<Recording> clock = task.optionalInput("clock", Recording.class);
    if (clock.isPresent() == settings.repetitionTime().isPresent()) {
      throw Problem.user(
              "STIMULUS_CLOCK",
              clock.isPresent()
                  ? "a recording is connected to 'clock', and repetition-time is set as well"
                  : "there is no clock: neither a recording at 'clock' nor repetition-time and runs")
          .hint("connect a recording to 'clock', or set repetition-time and runs, not both")
          .exception();
    }
    return clock
        .map(Recording::sampling)
        .orElseGet(
            () ->
                new Sampling(
                    settings.repetitionTime().orElseThrow(),
                    settings.runs().entrySet().stream()
                        .map(run -> new Sampling.Run(run.getKey(), run.getValue()))
                        .toList()));
  }

  private static Feature baseline(
      Baseline baseline,
      DesignSettings settings,
      Words words,
      Sampling sampling,
      WordsOnClock clock) {
    String name = DesignSettings.name(baseline);
    if (baseline == Baseline.POSITION) {
      return new Feature(name, 1, Baselines.positions(sampling), false, true);
    }
    Pooling pooling = baseline == Baseline.SENTENCE_POSITION ? Pooling.MEAN : Pooling.SUM;
    if (settings.pooling() == Pooling.LANCZOS) {
      pooling = Pooling.LANCZOS;
    }
    float[] rows =
        aligner(pooling, settings, sampling, clock).apply(Baselines.perWord(baseline, words), 1);
    return new Feature(name, 1, rows, true, true);
  }

  private static Feature layer(
      Activations activations,
      DesignSettings settings,
      Words words,
      Sampling sampling,
      WordsOnClock clock) {
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
    float[] rows =
        aligner(settings.pooling(), settings, sampling, clock)
            .apply(matrix.toArray(), matrix.columns());
    String name = "layer-" + activations.layers().get(index);
    return new Feature(name, matrix.columns(), rows, true, false);
  }

  private static Aligner aligner(
      Pooling pooling, DesignSettings settings, Sampling sampling, WordsOnClock clock) {
    return settings.hrf() == Response.NONE
        ? Aligner.pooling(pooling, sampling, clock)
        : Aligner.responding(settings.hrf(), sampling, clock);
  }

  private static void write(
      List<Feature> features,
      List<String> fitted,
      DesignSettings settings,
      Sampling sampling,
      Task task)
      throws IOException {
    double period = sampling.periodSeconds();
    boolean impulses = settings.hrf() == Response.NONE;
    List<Integer> delays = impulses ? delays(settings, period) : List.of(0);
    List<Design.Group> groups = new ArrayList<>();
    List<float[]> blocks = new ArrayList<>();
    for (Feature feature : features) {
      boolean delayed = feature.delayed() && impulses;
      blocks.add(
          delayed
              ? Delays.apply(feature.rows(), feature.width(), sampling, delays)
              : feature.rows());
      groups.add(
          new Design.Group(
              feature.name(),
              feature.width() * (delayed ? delays.size() : 1),
              delayed ? delays.stream().map(delay -> delay * period).toList() : List.of(),
              feature.baseline()));
    }
    double reach = delays.stream().mapToInt(Integer::intValue).max().orElse(0) * period;
    if (!impulses) {
      reach = Hrf.LENGTH_SECONDS;
    } else if (settings.pooling() == Pooling.LANCZOS) {
      reach += Lanczos.LOBES * period;
    }
    new Design(task.output("design"), sampling, groups, reach, fitted)
        .write(sideBySide(blocks, sampling));
  }

  private static List<Integer> delays(DesignSettings settings, double period) {
    if (!settings.delays().isEmpty()) {
      return settings.delays();
    }
    int first = (int) Math.ceil(SHORTEST_DELAY_SECONDS / period - 1e-9);
    int last = (int) Math.floor(LONGEST_DELAY_SECONDS / period + 1e-9);
    if (last < first) {
      throw Problem.user(
              "STIMULUS_NO_DELAYS",
              "no multiple of the repetition time of "
                  + period
                  + " s lies between 2 and 10 s, so there are no default delays")
          .hint("name them: delays: [0, 1]")
          .exception();
    }
    return java.util.stream.IntStream.rangeClosed(first, last).boxed().toList();
  }

  private static float[] sideBySide(List<float[]> blocks, Sampling sampling) {
    int samples = sampling.samples();
    int columns = blocks.stream().mapToInt(block -> block.length / samples).sum();
    float[] values = new float[Math.multiplyExact(samples, columns)];
    int column = 0;
    for (float[] block : blocks) {
      int width = block.length / samples;
      for (int row = 0; row < samples; row++) {
        System.arraycopy(block, row * width, values, row * columns + column, width);
      }
      column += width;
    }
    return values;
  }

  private static void tell(Words words, WordsOnClock clock, Sampling sampling, Task task) {
    if (clock.inside().length == 0) {
      throw Problem.data(
              "STIMULUS_NO_WORD_IN_SCAN",
              "none of the "
                  + words.list().size()
                  + " words falls inside the recording of "
                  + sampling.samples() * sampling.periodSeconds()
                  + " s")
          .hint("onsets count from the first kept volume; see 'shift'")
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
    if (!clock.silentRuns().isEmpty()) {
      task.warn(
          Problem.data(
                  "STIMULUS_SILENT_RUNS",
                  "no words belong to run " + String.join(", ", clock.silentRuns()))
              .asWarning());
    }
    task.note(Map.of("words-inside", clock.inside().length, "words-outside", clock.outside()));
  }
}
