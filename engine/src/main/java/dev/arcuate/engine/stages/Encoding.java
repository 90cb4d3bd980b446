package dev.arcuate.engine.stages;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Quirk;
import dev.arcuate.api.RegressionBackend.Solver;
import dev.arcuate.api.Task;
import dev.arcuate.api.fold.Folds;
import dev.arcuate.api.statistics.FalseDiscovery;
import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Targets;
import dev.arcuate.engine.stages.ModelPass.Beside;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One regression: the design and whatever stands beside it, one after another over all targets,
 * scores to disk. Memory grows with the width of a tile and, by a few numbers each, with the number
 * of targets.
 */
final class Encoding {
  private static final double TOO_OFTEN_AT_GRID_END = 0.05;
  private static final int ENOUGH_PERMUTATIONS = 1000;

  private final String backend;
  private final NestedModels models;
  private final Targets recording;
  private final Folds folds;
  private final RegressionSettings settings;
  private final Task task;
  private final int targets;
  private final Optional<Surrogates> surrogates;
  private final NullScores nullScores;

  /** Opens what was prepared for a model. */
  interface Source {
    Solver open(NestedModel model) throws IOException;
  }

  Encoding(
      String backend,
      NestedModels models,
      Targets recording,
      Folds folds,
      RegressionSettings settings,
      Task task) {
    this.backend = backend;
    this.models = models;
    this.recording = recording;
    this.folds = folds;
    this.settings = settings;
    this.task = task;
    targets = recording.places().targets();
    surrogates =
        settings.permutations() == 0
            ? Optional.empty()
            : Optional.of(Surrogates.of(folds, recording.sampling(), settings));
    nullScores = new NullScores(targets, surrogates.map(Surrogates::count).orElse(0));
  }

  void run(Source source, Path folder) throws IOException {
    surrogates.ifPresent(this::warnOfFewPermutations);
    try (ScoreMaps maps = new ScoreMaps(folder, recording.places())) {
      ModelPass full = pass(models.full().name(), models.full().design());
      try (Solver solver = source.open(models.full());
          KeptArrays kept = new KeptArrays(folder, shape(), settings.predictions())) {
        full.run(
            solver,
            maps,
            new Beside(Optional.of(kept), surrogates.map(s -> nullPass(solver, s)), bootstrap()));
      }
      full.mask().tell(recording, task);
      for (NestedModel model : models.all().subList(1, models.all().size())) {
        try (Solver solver = source.open(model)) {
          pass(model.name(), model.design()).run(solver, maps, Beside.NOTHING);
        }
      }
      if (models.autocorrelation()) {
        try (Solver solver =
            new AutocorrelationSolver(recording.sampling(), folds, targets, task::checkCancelled)) {
          pass(NestedModels.AUTOCORRELATION, models.full().design())
              .run(solver, maps, Beside.NOTHING);
        }
      }
      if (surrogates.isPresent()) {
        double[] p = nullScores.p();
        maps.writeRow("p", p);
        maps.writeRow("q", FalseDiscovery.adjust(p));
        maps.writeRow("p-max", nullScores.familyWise());
      }
      differences(maps);
      warnOfGridEnds(full.gridEnds());
      Map<String, Object> facts = facts(full);
      task.note(facts);
      maps.finish(recording.subject(), facts);
    }
  }

  private ModelPass pass(String name, Design design) {
    return new ModelPass(name, design, recording, folds, task);
  }

  private NullPass nullPass(Solver solver, Surrogates chosen) {
    return new NullPass(solver, chosen, folds, nullScores, task);
  }

  private Optional<BlockBootstrap> bootstrap() {
    return settings.bootstraps() == 0
        ? Optional.empty()
        : Optional.of(
            new BlockBootstrap(
                folds, recording.sampling(), settings.bootstraps(), settings.seed()));
  }

  private KeptArrays.Shape shape() {
    return new KeptArrays.Shape(
        recording.sampling().samples(),
        folds.list().size(),
        models.full().design().features(),
        targets);
  }

  /** What the model adds to the baseline, and each group to the others. */
  private void differences(ScoreMaps maps) throws IOException {
    for (String score : List.of("r", "r2")) {
      String gain = score.equals("r") ? "gain" : "gain-" + score;
      Optional<NestedModel> baseline = models.named(NestedModels.BASELINE);
      if (baseline.isPresent()) {
        maps.writeDifference(gain, score, baseline.get().map(score));
        Optional<NestedModel> untrained = models.named(NestedModels.UNTRAINED);
        if (untrained.isPresent()) {
          maps.writeDifference(
              "untrained-" + gain, untrained.get().map(score), baseline.get().map(score));
        }
      }
    }
    for (Map.Entry<String, NestedModel> without : models.without().entrySet()) {
      maps.writeDifference("unique-r2-" + without.getKey(), "r2", without.getValue().map("r2"));
    }
  }

  private void warnOfFewPermutations(Surrogates chosen) {
    int used = chosen.count();
    if (used < ENOUGH_PERMUTATIONS || used < settings.permutations()) {
      String text =
          used < settings.permutations()
              ? "the runs allow no more than " + used + " different shifts"
              : used + " permutations are few";
      task.warn(
          Problem.user(
                  "FEW_PERMUTATIONS",
                  String.format(
                      Locale.ROOT, "%s: no p-value can be below %.2g", text, nullScores.p(0)))
              .hint("1000 or more permutations make good p-values")
              .asWarning());
    }
  }

  private void warnOfGridEnds(GridEnds gridEnds) {
    if (gridEnds.share() > TOO_OFTEN_AT_GRID_END) {
      task.warn(
          Problem.user(
                  "ALPHA_AT_GRID_END",
                  String.format(
                      Locale.ROOT,
                      "%.0f %% of the penalties chosen are the least and %.0f %% the greatest of the"
                          + " grid: the best may lie outside",
                      100 * gridEnds.atLeast(),
                      100 * gridEnds.atGreatest()))
              .hint("widen 'alphas'")
              .asWarning());
    }
  }

  private Map<String, Object> facts(ModelPass full) {
    Design design = models.full().design();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("backend", backend);
    facts.put("rows", recording.sampling().samples());
    facts.put("runs", recording.sampling().runs().size());
    facts.put("period-seconds", recording.sampling().periodSeconds());
    facts.put("features", design.features());
    facts.put("feature-groups", names(design));
    if (!models.baseline().isEmpty() && models.named(NestedModels.BASELINE).isPresent()) {
      facts.put("baseline", Map.of("feature-groups", models.baseline()));
    }
    models
        .named(NestedModels.UNTRAINED)
        .ifPresent(twin -> facts.put("untrained-groups", names(twin.design())));
    facts.put("max-delay-seconds", design.maxDelaySeconds());
    facts.put("targets", targets);
    facts.put("targets-constant", full.mask().constant());
    facts.put("targets-missing", full.mask().missing());
    facts.put("targets-unfitted", full.unfitted());
    facts.put("folds-without-variance", full.flat());
    facts.put("folds", folds.list().size());
    facts.put("fold-scheme", settings.folds().scheme().name().toLowerCase(Locale.ROOT));
    facts.put("gap-rows", folds.gapRows());
    facts.put("leaky", folds.leaky());
    if (folds.leaky()) {
      facts.put("leaks", folds.leaks());
    }
    List<String> quirks = quirks(design);
    if (!quirks.isEmpty()) {
      facts.put("quirks", quirks);
    }
    if (full.gridEnds().seen()) {
      facts.put("alpha-at-least-of-grid", full.gridEnds().atLeast());
      facts.put("alpha-at-greatest-of-grid", full.gridEnds().atGreatest());
    }
    facts.put("permutations", surrogates.map(Surrogates::count).orElse(0));
    if (surrogates.isPresent()) {
      facts.put("permute", settings.permute().name().toLowerCase(Locale.ROOT));
    }
    if (settings.bootstraps() > 0) {
      facts.put("bootstraps", settings.bootstraps());
    }
    facts.put("seed", settings.seed());
    return facts;
  }

  private List<String> quirks(Design design) {
    List<String> quirks = new ArrayList<>(design.quirks());
    if (Quirk.CV_NO_GAP.in(settings.folds().quirks())) {
      quirks.add(Quirk.CV_NO_GAP.named());
    }
    return quirks;
  }

  private static List<String> names(Design design) {
    return design.groups().stream().map(Design.Group::name).toList();
  }
}
