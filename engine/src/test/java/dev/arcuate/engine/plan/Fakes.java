package dev.arcuate.engine.plan;

import dev.arcuate.api.BrainReader;
import dev.arcuate.api.Component;
import dev.arcuate.api.Executor;
import dev.arcuate.api.Foreseen;
import dev.arcuate.api.LanguageModel;
import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.RegressionBackend;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.fold.Folds;
import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.settings.Range;
import dev.arcuate.api.value.Activations;
import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Files;
import dev.arcuate.api.value.Fitted;
import dev.arcuate.api.value.Recording;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.api.value.Scores;
import dev.arcuate.api.value.Table;
import dev.arcuate.api.value.Value;
import dev.arcuate.api.value.Words;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** Components that are planned and never run. */
final class Fakes {
  private Fakes() {}

  static FakeCatalog catalog() {
    return new FakeCatalog(all());
  }

  static Component<?>[] all() {
    return new Component<?>[] {
      new WordsStep(),
      new Reader(),
      new Model(),
      new DesignStep(),
      new Given(),
      new Ridge("ridge"),
      new Ridge("ridge-two"),
      new Group(),
      new Report(),
      new Number(),
      new Faulty(),
      new Initial(),
      new Local()
    };
  }

  record Empty() {}

  record WordsSettings(
      @Doc("The word table.") InputPath file,
      @Doc("A table of sentences.") Optional<InputPath> sentences,
      @Doc("Whether to keep case.") @Default("true") boolean keepCase) {}

  /** Its settings name a file. */
  static final class WordsStep extends FakeStep<WordsSettings> {
    WordsStep() {
      super(
          "words",
          WordsSettings.class,
          List.of(),
          List.of(
              Port.one("words", Words.class, "the words"),
              Port.one("counts", Table.class, "how often each occurs")));
    }
  }

  record ReaderSettings(
      @Doc("A folder.") InputPath dataset,
      @Doc("Who.") String subject,
      @Doc("When.") Optional<String> session) {}

  /** Reads one file of a folder. */
  static final class Reader implements BrainReader<ReaderSettings> {
    @Override
    public String id() {
      return "reader";
    }

    @Override
    public String summary() {
      return "Reads nothing.";
    }

    @Override
    public Class<ReaderSettings> settingsType() {
      return ReaderSettings.class;
    }

    @Override
    public List<InputPath> reads(ReaderSettings settings) {
      String file = "sub-" + settings.subject() + ".txt";
      return List.of(
          new InputPath(
              settings.dataset().path().resolve(file), settings.dataset().logical() + "/" + file));
    }

    @Override
    public Resources resources(ReaderSettings settings) {
      return Resources.of(2, 256);
    }

    /** Two people can be read, a third cannot. */
    @Override
    public Optional<People> people(ReaderSettings settings) {
      return switch (settings.subject()) {
        case "all" -> Optional.of(new People(List.of("01", "02"), Map.of("03", "fell asleep")));
        case "1-2" -> Optional.of(new People(List.of("01", "02"), Map.of()));
        case "8-9" ->
            throw Problem.data("BIDS_NOBODY", "'8-9' means nobody of data")
                .hint("there are 01, 02, 03")
                .exception();
        default -> Optional.empty();
      };
    }

    @Override
    public void read(ReaderSettings settings, Task task) {
      throw new UnsupportedOperationException();
    }
  }

  record ModelSettings(@Doc("Which.") @Default("small") String size) {}

  static final class Model implements LanguageModel<ModelSettings> {
    @Override
    public String id() {
      return "model";
    }

    @Override
    public String summary() {
      return "Knows nothing.";
    }

    @Override
    public Class<ModelSettings> settingsType() {
      return ModelSettings.class;
    }

    @Override
    public Open open(ModelSettings settings, Task task) {
      throw new UnsupportedOperationException();
    }
  }

  record DesignSettings(
      @Doc("Layer.") @Range(min = 0) int layer,
      @Doc("Delays.") @Default("[2, 4]") List<Double> delays) {}

  static final class DesignStep extends FakeStep<DesignSettings> {
    DesignStep() {
      super(
          "design",
          DesignSettings.class,
          List.of(
              Port.one("words", Words.class, "the words"),
              Port.optional("activations", Activations.class, "what a model makes of them")),
          List.of(Port.one("design", Design.class, "the predictors")));
    }
  }

  record GivenSettings(
      @Doc("Rows.") int samples,
      @Doc("Columns of two groups.") int features,
      @Doc("Runs that something was fitted on.") @Default("[]") List<String> fitted) {}

  /** Its settings say how large a design it will make. */
  static final class Given extends FakeStep<GivenSettings> {
    Given() {
      super(
          "given",
          GivenSettings.class,
          List.of(),
          List.of(
              Port.one("design", Design.class, "the predictors"),
              Port.one("targets", Recording.class, "the targets")));
    }

    @Override
    public Map<String, Value> foresee(GivenSettings settings, Foreseen inputs) {
      Sampling sampling = new Sampling(2, List.of(new Sampling.Run("story", settings.samples())));
      List<Fitted> fitted =
          settings.fitted().isEmpty() ? List.of() : List.of(new Fitted("pca", settings.fitted()));
      List<Design.Group> groups =
          List.of(
              new Design.Group("word-rate", 1, List.of(), true),
              new Design.Group("layer", settings.features() - 1, List.of()));
      return Map.of("design", new Design(Path.of(""), sampling, groups, 8, fitted));
    }
  }

  record RidgeSettings(
      @Doc("Penalties.") @Default("[1, 10]") @Range(min = 0, above = true) List<Double> alphas) {}

  static final class Ridge implements RegressionBackend<RidgeSettings> {
    private final String id;

    Ridge(String id) {
      this.id = id;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public String summary() {
      return "Solves nothing.";
    }

    @Override
    public Class<RidgeSettings> settingsType() {
      return RidgeSettings.class;
    }

    /** A byte for each value. */
    @Override
    public OptionalLong preparationBytes(RidgeSettings settings, Design design, Folds folds) {
      return OptionalLong.of((long) design.sampling().samples() * design.features());
    }

    @Override
    public void prepare(
        RidgeSettings settings, Design design, Folds folds, Path folder, Task task) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Solver open(
        RidgeSettings settings, Path prepared, Design design, Folds folds, Task task) {
      throw new UnsupportedOperationException();
    }
  }

  static final class Group extends FakeStep<Empty> {
    Group() {
      super(
          "group",
          Empty.class,
          List.of(Port.many("scores", Scores.class, "one per subject")),
          List.of(Port.one("scores", Scores.class, "of the group")));
    }
  }

  record ReportSettings(@Doc("Heading.") @Default("Report") String title) {}

  static final class Report extends FakeStep<ReportSettings> {
    Report() {
      super(
          "report",
          ReportSettings.class,
          List.of(Port.many("scores", Scores.class, "what to report")),
          List.of(Port.one("report", Files.class, "the report")));
    }
  }

  record NumberSettings(
      @Doc("Any.") @Range(max = 20000) int value,
      @Doc("A word.") @Default("none") String note,
      @Doc("More.") @Default("{}") MoreSettings more) {}

  record MoreSettings(@Doc("Deep.") @Default("1") int depth) {}

  /** A trivial step for large sweeps. */
  static final class Number extends FakeStep<NumberSettings> {
    Number() {
      super(
          "number",
          NumberSettings.class,
          List.of(Port.optional("before", Table.class, "any table")),
          List.of(Port.one("table", Table.class, "one number")));
    }
  }

  record InitialSettings(@Doc("A name, of which the first letter is kept.") String name) {
    /** Cuts a character in two if it is outside the Basic Multilingual Plane. */
    InitialSettings {
      name = name.substring(0, 1);
    }
  }

  /** Its settings may hold what has no place in a key. */
  static final class Initial extends FakeStep<InitialSettings> {
    Initial() {
      super(
          "initial",
          InitialSettings.class,
          List.of(),
          List.of(Port.one("table", Table.class, "one letter")));
    }
  }

  /** Fails whenever it is asked. */
  static final class Faulty extends FakeStep<Empty> {
    Faulty() {
      super("faulty", Empty.class, List.of(), List.of());
    }

    @Override
    public List<Port> inputs() {
      throw new IllegalStateException("out of order");
    }
  }

  static final class Local implements Executor<Empty> {
    @Override
    public String id() {
      return "local";
    }

    @Override
    public String summary() {
      return "Runs nothing.";
    }

    @Override
    public Class<Empty> settingsType() {
      return Empty.class;
    }

    @Override
    public CompletableFuture<Void> submit(Empty settings, Submission submission, Here here) {
      throw new UnsupportedOperationException();
    }
  }

  /** A step of given ports. */
  abstract static class FakeStep<S extends Record> implements Step<S> {
    private final String id;
    private final Class<S> settings;
    private final List<Port> inputs;
    private final List<Port> outputs;

    FakeStep(String id, Class<S> settings, List<Port> inputs, List<Port> outputs) {
      this.id = id;
      this.settings = settings;
      this.inputs = inputs;
      this.outputs = outputs;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public String summary() {
      return "Does nothing.";
    }

    @Override
    public Class<S> settingsType() {
      return settings;
    }

    @Override
    public List<Port> inputs() {
      return inputs;
    }

    @Override
    public List<Port> outputs() {
      return outputs;
    }

    @Override
    public void run(S settings, Task task) {
      throw new UnsupportedOperationException();
    }
  }
}
