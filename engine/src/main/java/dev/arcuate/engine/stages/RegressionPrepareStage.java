package dev.arcuate.engine.stages;

import dev.arcuate.api.Component;
import dev.arcuate.api.Foreseen;
import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.RegressionBackend;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Task;
import dev.arcuate.api.array.FloatMatrix;
import dev.arcuate.api.fold.Folds;
import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Prepared;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What depends on the design and the folds alone, in a task of its own, so that all recordings with
 * the same design share it.
 */
final class RegressionPrepareStage implements SizedByInputs {
  static final Port DESIGN = Port.one("design", Design.class, "the predictors");
  static final Port UNTRAINED =
      Port.optional(
          "untrained",
          Design.class,
          "the same design with the activations of an untrained model, whose scores then stand"
              + " beside the model's");
  static final Port PREPARED =
      Port.one("prepared", Prepared.class, "the design as the backend prepared it for its folds");

  /** Rows looked at in one go. */
  private static final int BLOCK_VALUES = 1 << 20;

  @Override
  public String name() {
    return "regression-prepare";
  }

  @Override
  public int revision() {
    return 2;
  }

  @Override
  public List<Port> inputs(Component<?> component) {
    return List.of(DESIGN, UNTRAINED);
  }

  @Override
  public List<Port> outputs(Component<?> component) {
    return List.of(PREPARED);
  }

  @Override
  public Optional<Class<? extends Record>> commonSettings() {
    return Optional.of(PreparationSettings.class);
  }

  @Override
  public Resources resources(Component<?> component, Record settings, Optional<Record> common) {
    return ComponentResources.of(component, settings);
  }

  @Override
  public void run(Component<?> component, Record settings, Optional<Record> common, Task task)
      throws IOException {
    Design design = task.input(DESIGN.name(), Design.class);
    Optional<Design> untrained = task.optionalInput(UNTRAINED.name(), Design.class);
    requireFinite(design, task);
    untrained.ifPresent(twin -> requireFinite(twin, task));
    PreparationSettings preparation = (PreparationSettings) common.orElseThrow();
    NestedModels models =
        NestedModels.of(design, untrained, preparation.baselines(), preparation.unique());
    Folds folds = Splits.of(design, preparation.folds(), task::checkCancelled);
    Path folder = task.output(PREPARED.name());
    for (NestedModel model : models.all()) {
      task.checkCancelled();
      Design part = model.write(folder);
      prepare((RegressionBackend<?>) component, settings, part, folds, model.factors(folder), task);
    }
  }

  /** Models are prepared one after another, so that the largest counts. */
  @Override
  public Optional<Need> need(
      Component<?> component, Record settings, Optional<Record> common, Foreseen inputs) {
    Optional<Design> known = inputs.input(DESIGN.name(), Design.class);
    if (known.isEmpty()) {
      return Optional.empty();
    }
    Design design = known.get();
    Optional<Design> untrained = inputs.input(UNTRAINED.name(), Design.class);
    PreparationSettings preparation = (PreparationSettings) common.orElseThrow();
    NestedModels models =
        NestedModels.of(design, untrained, preparation.baselines(), preparation.unique());
    Folds folds = Splits.described(design, preparation.folds());
    OptionalLong most = OptionalLong.empty();
    Design largest = design;
    for (NestedModel model : models.all()) {
      Design shape = model.described();
      OptionalLong bytes = bytes((RegressionBackend<?>) component, settings, shape, folds);
      if (bytes.isPresent() && bytes.getAsLong() > most.orElse(-1)) {
        most = bytes;
        largest = shape;
      }
    }
    boolean unknownTwin = untrained.isEmpty() && inputs.connected(UNTRAINED.name());
    String what =
        String.format(
            Locale.ROOT,
            "a design of %d samples × %d features",
            largest.sampling().samples(),
            largest.features());
    return Optional.of(new Need(what, most, models.names(unknownTwin)));
  }

  private static <S extends Record> OptionalLong bytes(
      RegressionBackend<S> backend, Record settings, Design design, Folds folds) {
    return backend.preparationBytes(backend.settingsType().cast(settings), design, folds);
  }

  private static <S extends Record> void prepare(
      RegressionBackend<S> backend,
      Record settings,
      Design design,
      Folds folds,
      Path folder,
      Task task)
      throws IOException {
    backend.prepare(backend.settingsType().cast(settings), design, folds, folder, task);
  }

  private static void requireFinite(Design design, Task task) {
    FloatMatrix matrix = design.matrix();
    int columns = matrix.columns();
    int block = Math.max(1, Math.min(matrix.rows(), BLOCK_VALUES / Math.max(1, columns)));
    float[] values = new float[block * columns];
    for (int row = 0; row < matrix.rows(); row += block) {
      task.checkCancelled();
      int rows = Math.min(block, matrix.rows() - row);
      matrix.read(row, rows, 0, columns, values);
      for (int i = 0; i < rows * columns; i++) {
        if (!Float.isFinite(values[i])) {
          throw notFinite(design, row + i / columns, i % columns, values[i]);
        }
      }
    }
  }

  private static RuntimeException notFinite(Design design, int row, int column, float value) {
    int group = 0;
    int first = 0;
    while (group + 1 < design.groups().size()
        && column >= first + design.groups().get(group).columns()) {
      first += design.groups().get(group).columns();
      group++;
    }
    int run = 0;
    while (row >= design.sampling().firstRow(run) + design.sampling().runs().get(run).samples()) {
      run++;
    }
    return Problem.data(
            "DESIGN_NOT_FINITE",
            String.format(
                Locale.ROOT,
                "the design is %s in sample %d of run %s, column %d of group '%s'; a finite number"
                    + " was expected",
                value,
                row - design.sampling().firstRow(run) + 1,
                design.sampling().runs().get(run).label(),
                column - first + 1,
                design.groups().get(group).name()))
        .hint("look at the step that makes the design, or at the arrays it is read from")
        .exception();
  }
}
