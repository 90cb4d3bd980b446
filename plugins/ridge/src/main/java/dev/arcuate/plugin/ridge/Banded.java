package dev.arcuate.plugin.ridge;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.Problem;
import dev.arcuate.api.RegressionBackend;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Task;
import dev.arcuate.api.fold.Folds;
import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.value.Design;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.pf4j.Extension;

/**
 * Banded ridge regression: every feature group has a penalty of its own, found by trying weightings
 * of the groups. Source: methods reference, section 8; la Tour et al. 2022,
 * doi:10.1016/j.neuroimage.2022.119728.
 */
@Extension
public final class Banded implements RegressionBackend<BandedSettings> {
  private final LinearAlgebra algebra;

  @Inject
  public Banded(LinearAlgebra algebra) {
    this.algebra = requireNonNull(algebra, "algebra");
  }

  @Override
  public String id() {
    return "banded";
  }

  @Override
  public String summary() {
    return "Ridge regression with a penalty for each feature group, found by random search.";
  }

  @Override
  public Class<BandedSettings> settingsType() {
    return BandedSettings.class;
  }

  @Override
  public Resources resources(BandedSettings settings) {
    return Resources.of(1, 2048);
  }

  @Override
  public OptionalLong preparationBytes(BandedSettings settings, Design design, Folds folds) {
    return OptionalLong.of(needs(settings, design, folds).bytes());
  }

  @Override
  public void prepare(BandedSettings settings, Design design, Folds folds, Path folder, Task task)
      throws IOException {
    double[][] weightings = weightings(settings, design);
    new Preparation(algebra, settings, design, folder, task)
        .run(
            needs(settings, design, folds),
            folds,
            rows -> space(rows, settings, folds, weightings));
    if (settings.search() == BandedSettings.Method.GRADIENT) {
      KernelSpace kernels = kernels(DesignRows.read(design), settings, weightings);
      for (int fold = 0; fold < folds.list().size(); fold++) {
        Folds.Fold outer = folds.list().get(fold);
        BandKernels.write(kernels, outer, gradient(folder, fold));
        List<Folds.Fold> inner = inner(settings, design, folds, outer);
        for (int i = 0; i < inner.size(); i++) {
          task.checkCancelled();
          BandKernels.write(kernels, inner.get(i), gradient(folder, fold).resolve("" + i));
        }
      }
    }
  }

  /** The gradient is taken between rows in any case. */
  private static Needs needs(BandedSettings settings, Design design, Folds folds) {
    int bands = design.groups().size();
    return settings.search() == BandedSettings.Method.GRADIENT
        ? Needs.kernels(design, folds, bands)
        : Needs.linear(design, folds, bands);
  }

  private static Path gradient(Path folder, int fold) {
    return folder.resolve("fold-" + fold).resolve("kernels");
  }

  /** Those that the random search judges by, too. */
  private static List<Folds.Fold> inner(
      BandedSettings settings, Design design, Folds folds, Folds.Fold outer) {
    return Preparation.innerFolds(settings, 2, folds, outer, design.sampling());
  }

  private Space space(
      DesignRows rows, BandedSettings settings, Folds folds, double[][] weightings) {
    long train = folds.list().stream().mapToLong(fold -> fold.train().length).max().orElse(0);
    return Needs.isPrimal(rows.columns(), train)
        ? new PrimalSpace(rows, settings, weightings, algebra)
        : kernels(rows, settings, weightings);
  }

  private KernelSpace kernels(DesignRows rows, BandedSettings settings, double[][] weightings) {
    List<Kernel> kernels = Collections.nCopies(rows.groups().size(), Kernel.LINEAR);
    return new KernelSpace(rows, settings, kernels, weightings, algebra);
  }

  private static double[][] weightings(BandedSettings settings, Design design) {
    List<String> names = design.groups().stream().map(Design.Group::name).toList();
    if (names.size() == 1) {
      throw Problem.user(
              "RIDGE_ONE_BAND",
              "the design has one feature group, '"
                  + names.get(0)
                  + "': there is nothing to weigh it against")
          .hint("use 'ridge-cpu', or give the design two feature groups or more")
          .exception();
    }
    return settings.gammas().isEmpty()
        ? Weightings.drawn(
            settings.draws(), names.size(), settings.concentrations(), settings.drawSeed())
        : Weightings.given(settings.gammas(), names);
  }

  @Override
  public Solver open(
      BandedSettings settings, Path prepared, Design design, Folds folds, Task task) {
    double[][] weightings = weightings(settings, design);
    Products products = new BlasProducts(algebra);
    WeighedSolver solver =
        new WeighedSolver(
            new TiledSolver(products, settings, prepared, design, folds, task, weightings.length),
            design,
            weightings);
    if (settings.search() == BandedSettings.Method.RANDOM) {
      return solver;
    }
    List<GradientSolver.Fold> kernels = new ArrayList<>();
    for (int fold = 0; fold < folds.list().size(); fold++) {
      Folds.Fold outer = folds.list().get(fold);
      Path place = gradient(prepared, fold);
      List<BandKernels> inner = new ArrayList<>();
      for (Folds.Fold each : inner(settings, design, folds, outer)) {
        inner.add(BandKernels.open(place.resolve("" + inner.size()), each));
      }
      kernels.add(new GradientSolver.Fold(BandKernels.open(place, outer), inner));
    }
    return new GradientSolver(solver, products, settings, design, kernels, task);
  }
}
