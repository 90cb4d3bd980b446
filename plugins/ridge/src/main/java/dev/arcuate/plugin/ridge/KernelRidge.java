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
import java.util.List;
import java.util.OptionalLong;
import org.pf4j.Extension;

/** Ridge regression in the space of a kernel, or of several that are weighed against each other. */
@Extension
public final class KernelRidge implements RegressionBackend<KernelSettings> {
  private final LinearAlgebra algebra;

  @Inject
  public KernelRidge(LinearAlgebra algebra) {
    this.algebra = requireNonNull(algebra, "algebra");
  }

  @Override
  public String id() {
    return "kernel";
  }

  @Override
  public String summary() {
    return "Kernel ridge regression: linear, polynomial, rbf or cosine, one kernel or several.";
  }

  @Override
  public Class<KernelSettings> settingsType() {
    return KernelSettings.class;
  }

  @Override
  public Resources resources(KernelSettings settings) {
    return Resources.of(1, 2048);
  }

  @Override
  public OptionalLong preparationBytes(KernelSettings settings, Design design, Folds folds) {
    return OptionalLong.of(needs(settings, design, folds).bytes());
  }

  @Override
  public void prepare(KernelSettings settings, Design design, Folds folds, Path folder, Task task)
      throws IOException {
    double[][] weightings = weightings(settings, design);
    List<Kernel> kernels = new ArrayList<>();
    for (int group = 0; settings.multiple() && group < design.groups().size(); group++) {
      kernels.add(settings.kernel(group, Math.max(1, design.groups().get(group).columns())));
    }
    if (!settings.multiple()) {
      kernels.add(settings.kernel(0, Math.max(1, design.features())));
    }
    new Preparation(algebra, settings, design, folder, task)
        .run(
            needs(settings, design, folds),
            folds,
            rows -> new KernelSpace(rows, settings, kernels, weightings, algebra));
  }

  private static Needs needs(KernelSettings settings, Design design, Folds folds) {
    return Needs.kernels(design, folds, settings.multiple() ? design.groups().size() : 1);
  }

  private static double[][] weightings(KernelSettings settings, Design design) {
    if (!settings.multiple()) {
      return new double[][] {{1}};
    }
    List<String> names = design.groups().stream().map(Design.Group::name).toList();
    if (settings.kernels().size() > 1 && settings.kernels().size() != names.size()) {
      throw Problem.user(
              "RIDGE_KERNELS",
              "'kernels' names "
                  + settings.kernels().size()
                  + ", and the design has the feature groups "
                  + String.join(", ", names))
          .hint("name one kernel for all feature groups or one for each, in their order")
          .exception();
    }
    if (names.size() == 1) {
      return new double[][] {{1}};
    }
    return settings.gammas().isEmpty()
        ? Weightings.drawn(
            settings.draws(), names.size(), settings.concentrations(), settings.drawSeed())
        : Weightings.given(settings.gammas(), names);
  }

  @Override
  public Solver open(
      KernelSettings settings, Path prepared, Design design, Folds folds, Task task) {
    double[][] weightings = weightings(settings, design);
    TiledSolver solver =
        new TiledSolver(
            new BlasProducts(algebra), settings, prepared, design, folds, task, weightings.length);
    return settings.multiple() ? new WeighedSolver(solver, design, weightings) : solver;
  }
}
