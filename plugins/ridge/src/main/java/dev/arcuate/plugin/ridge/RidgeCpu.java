package dev.arcuate.plugin.ridge;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.RegressionBackend;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Task;
import dev.arcuate.api.fold.Folds;
import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.value.Design;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.pf4j.Extension;

/**
 * Ridge regression on the CPU. Per fold, a handful of Cholesky decompositions in float64 serve
 * every penalty and every target; targets cost matrix products only.
 */
@Extension
public final class RidgeCpu implements RegressionBackend<RidgeSettings> {
  private final LinearAlgebra algebra;

  @Inject
  public RidgeCpu(LinearAlgebra algebra) {
    this.algebra = requireNonNull(algebra, "algebra");
  }

  @Override
  public String id() {
    return "ridge-cpu";
  }

  @Override
  public String summary() {
    return "Ridge regression on the CPU with the penalty chosen by cross-validation.";
  }

  @Override
  public Class<RidgeSettings> settingsType() {
    return RidgeSettings.class;
  }

  @Override
  public Resources resources(RidgeSettings settings) {
    return Resources.of(1, 1024);
  }

  @Override
  public OptionalLong preparationBytes(RidgeSettings settings, Design design, Folds folds) {
    return OptionalLong.of(needs(settings, design, folds).bytes());
  }

  @Override
  public void prepare(RidgeSettings settings, Design design, Folds folds, Path folder, Task task)
      throws IOException {
    prepare(algebra, settings, design, folds, folder, task);
  }

  /** For every backend that fits all columns with the same penalty, or with none. */
  static void prepare(
      LinearAlgebra algebra, Search search, Design design, Folds folds, Path folder, Task task)
      throws IOException {
    new Preparation(algebra, search, design, folder, task)
        .run(needs(search, design, folds), folds, rows -> linear(rows, search, folds, algebra));
  }

  static Needs needs(Search search, Design design, Folds folds) {
    return Needs.linear(design, folds, kernels(search, design.groups().size()));
  }

  private static int kernels(Search search, int groups) {
    return search.split() ? groups : 1;
  }

  /** One feature group or many, all with the same penalty. */
  private static Space linear(DesignRows rows, Search search, Folds folds, LinearAlgebra algebra) {
    long train = folds.list().stream().mapToLong(fold -> fold.train().length).max().orElse(0);
    if (Needs.isPrimal(rows.columns(), train)) {
      double[] equal = Maker.ones(rows.groups().size());
      return new PrimalSpace(rows, search, new double[][] {equal}, algebra);
    }
    int kernels = kernels(search, rows.groups().size());
    return new KernelSpace(
        rows,
        search,
        java.util.Collections.nCopies(kernels, Kernel.LINEAR),
        new double[][] {Maker.ones(kernels)},
        algebra);
  }

  @Override
  public Solver open(RidgeSettings settings, Path prepared, Design design, Folds folds, Task task) {
    return new TiledSolver(new BlasProducts(algebra), settings, prepared, design, folds, task, 1);
  }
}
