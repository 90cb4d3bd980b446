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
import org.pf4j.Extension;

/**
 * Ridge regression by eigendecomposition, in double precision. Per fold, one decomposition of XᵀX
 * or of XXᵀ, whichever is cheaper, serves every penalty and every target; targets cost matrix
 * products only.
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
  public void prepare(RidgeSettings settings, Design design, Folds folds, Path folder, Task task)
      throws IOException {
    new Preparation(new Factoriser(algebra), settings, design, folder, task).run(folds);
  }

  @Override
  public Solver open(RidgeSettings settings, Path prepared, Design design, Folds folds, Task task) {
    return new RidgeSolver(algebra, settings, prepared, design.sampling(), folds, task);
  }
}
