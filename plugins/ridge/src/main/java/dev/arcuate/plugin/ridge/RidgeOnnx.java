package dev.arcuate.plugin.ridge;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.Problem;
import dev.arcuate.api.RegressionBackend;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Task;
import dev.arcuate.api.fold.Folds;
import dev.arcuate.api.host.Inference;
import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.value.Design;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.pf4j.Extension;

/**
 * Ridge regression whose products with the targets are ONNX graphs, on the CPU or on CUDA. The
 * design is factorised in float64 by BLAS, as {@code ridge-cpu} does it.
 */
@Extension
public final class RidgeOnnx implements RegressionBackend<RidgeSettings> {
  private final Inference inference;
  private final LinearAlgebra algebra;

  @Inject
  public RidgeOnnx(Inference inference, LinearAlgebra algebra) {
    this.inference = requireNonNull(inference, "inference");
    this.algebra = requireNonNull(algebra, "algebra");
  }

  @Override
  public String id() {
    return "ridge-onnx";
  }

  @Override
  public String summary() {
    return "Ridge regression by ONNX graphs, on the CPU or on CUDA; the answers of ridge-cpu.";
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
    return OptionalLong.of(RidgeCpu.needs(settings, design, folds).bytes());
  }

  @Override
  public void prepare(RidgeSettings settings, Design design, Folds folds, Path folder, Task task)
      throws IOException {
    requireSingle(settings);
    RidgeCpu.prepare(algebra, settings, design, folds, folder, task);
  }

  private static void requireSingle(RidgeSettings settings) {
    if (settings.precision() != Precision.SINGLE) {
      throw Problem.user(
              "RIDGE_ONNX_PRECISION",
              "'precision: double' is not for 'ridge-onnx': its products are float32")
          .hint("leave 'precision' out, or use 'ridge-cpu'")
          .exception();
    }
  }

  @Override
  public Solver open(RidgeSettings settings, Path prepared, Design design, Folds folds, Task task) {
    requireSingle(settings);
    return new TiledSolver(
        new OnnxProducts(inference, algebra), settings, prepared, design, folds, task, 1);
  }
}
