package dev.arcuate.engine.stages;

import dev.arcuate.api.Component;
import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.RegressionBackend;
import dev.arcuate.api.RegressionBackend.Solver;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Task;
import dev.arcuate.api.fold.Folds;
import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Prepared;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.api.value.Scores;
import dev.arcuate.api.value.Targets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Fits and scores all targets of a recording, tile by tile. */
final class RegressionStage implements Stage {
  private static final Port TARGETS =
      Port.one(
          "targets", Targets.class, "the recording to predict, or epochs: every sensor and time");
  private static final Port SCORES =
      Port.one("scores", Scores.class, "how well each target is predicted, per fold");

  /** Periods are written with few digits in many datasets. */
  private static final double SAME_PERIOD = 1e-4;

  private final Stage prepare = new RegressionPrepareStage();

  @Override
  public String name() {
    return "regression";
  }

  @Override
  public int revision() {
    return 2;
  }

  @Override
  public List<Port> inputs(Component<?> component) {
    return List.of(
        RegressionPrepareStage.DESIGN,
        TARGETS,
        RegressionPrepareStage.UNTRAINED,
        RegressionPrepareStage.PREPARED);
  }

  @Override
  public List<Port> outputs(Component<?> component) {
    return List.of(SCORES);
  }

  @Override
  public Optional<Class<? extends Record>> commonSettings() {
    return Optional.of(RegressionSettings.class);
  }

  @Override
  public Optional<Stage> before() {
    return Optional.of(prepare);
  }

  @Override
  public Resources resources(Component<?> component, Record settings, Optional<Record> common) {
    return ComponentResources.of(component, settings);
  }

  @Override
  public void run(Component<?> component, Record settings, Optional<Record> common, Task task)
      throws IOException {
    RegressionSettings regression = (RegressionSettings) common.orElseThrow();
    Design design = task.input(RegressionPrepareStage.DESIGN.name(), Design.class);
    Targets targets = task.input(TARGETS.name(), Targets.class);
    requireSameSampling(design.sampling(), targets);
    Folds folds =
        Splits.apart(
            Splits.of(design, regression.folds(), task::checkCancelled),
            targets,
            regression.folds());
    if (folds.leaky()) {
      task.warn(
          Problem.user(
                  "LEAKY_FOLDS",
                  String.join("; ", folds.leaks()) + ": scores are too high, as was allowed")
              .hint("leave out 'allow-leaky' and what needs it; see docs/why-we-refuse.md")
              .asWarning());
    }
    NestedModels models =
        NestedModels.of(
            design,
            task.optionalInput(RegressionPrepareStage.UNTRAINED.name(), Design.class),
            regression.baselines(),
            regression.unique());
    Path prepared = task.input(RegressionPrepareStage.PREPARED.name(), Prepared.class).folder();
    RegressionBackend<?> backend = (RegressionBackend<?>) component;
    new Encoding(backend.id(), models, targets, folds, regression, task)
        .run(
            model ->
                open(backend, settings, model.factors(prepared), model.open(prepared), folds, task),
            task.output(SCORES.name()));
  }

  private static <S extends Record> Solver open(
      RegressionBackend<S> backend,
      Record settings,
      Path prepared,
      Design design,
      Folds folds,
      Task task)
      throws IOException {
    return backend.open(backend.settingsType().cast(settings), prepared, design, folds, task);
  }

  private static void requireSameSampling(Sampling design, Targets recording) {
    Sampling targets = recording.sampling();
    double difference = Math.abs(design.periodSeconds() - targets.periodSeconds());
    boolean same =
        design.runs().equals(targets.runs()) && difference <= SAME_PERIOD * targets.periodSeconds();
    if (!same) {
      throw Problem.data(
              "SAMPLING_MISMATCH",
              "the design and the targets of subject "
                  + recording.subject()
                  + " do not stand on the same clock: the design has "
                  + describe(design)
                  + "; the targets have "
                  + describe(targets))
          .hint("make the design from this recording, or choose the same runs for both")
          .exception();
    }
  }

  private static String describe(Sampling sampling) {
    String runs =
        sampling.runs().stream()
            .limit(5)
            .map(run -> "run " + run.label() + " of " + run.samples() + " samples")
            .collect(Collectors.joining(", "));
    int more = sampling.runs().size() - 5;
    return String.format(
        Locale.ROOT,
        "%s%s, every %s s",
        runs,
        more > 0 ? " and " + more + " more" : "",
        Double.toString(sampling.periodSeconds()));
  }
}
