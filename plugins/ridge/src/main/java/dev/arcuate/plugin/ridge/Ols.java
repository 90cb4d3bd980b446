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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.pf4j.Extension;

/**
 * Ordinary least squares: the solution of least norm on columns of unit standard deviation, by
 * singular value decomposition.
 */
@Extension
public final class Ols implements RegressionBackend<OlsSettings> {
  private final LinearAlgebra algebra;

  @Inject
  public Ols(LinearAlgebra algebra) {
    this.algebra = requireNonNull(algebra, "algebra");
  }

  @Override
  public String id() {
    return "ols";
  }

  @Override
  public String summary() {
    return "Ordinary least squares, without a penalty: for few predictors and many samples.";
  }

  @Override
  public Class<OlsSettings> settingsType() {
    return OlsSettings.class;
  }

  @Override
  public Resources resources(OlsSettings settings) {
    return Resources.of(1, 1024);
  }

  @Override
  public OptionalLong preparationBytes(OlsSettings settings, Design design, Folds folds) {
    return OptionalLong.of(RidgeCpu.needs(settings, design, folds).bytes());
  }

  @Override
  public void prepare(OlsSettings settings, Design design, Folds folds, Path folder, Task task)
      throws IOException {
    RidgeCpu.prepare(algebra, settings, design, folds, folder, task);
  }

  @Override
  public Solver open(OlsSettings settings, Path prepared, Design design, Folds folds, Task task) {
    Solver solver =
        new TiledSolver(new BlasProducts(algebra), settings, prepared, design, folds, task, 1);
    return new Solver() {
      @Override
      public int tileWidth(long memoryBytes) {
        return solver.tileWidth(memoryBytes);
      }

      /** No penalty is chosen: there is no map of it. */
      @Override
      public Solution solve(float[] targets, int columns) {
        Solution solution = solver.solve(targets, columns);
        Map<String, float[]> maps = new LinkedHashMap<>(solution.maps());
        maps.remove("alpha");
        return solution.with(maps);
      }

      @Override
      public void close() {
        solver.close();
      }
    };
  }
}
