package dev.arcuate.plugin.ridge;

import dev.arcuate.api.RegressionBackend;
import dev.arcuate.testkit.RegressionBackendContract;

class OnnxContractTest extends RegressionBackendContract<RidgeSettings> {
  @Override
  protected RegressionBackend<RidgeSettings> component() {
    return new RidgeOnnx(Native.ACCEL.inference(), Native.ACCEL.linearAlgebra());
  }

  @Override
  protected RidgeSettings settings() {
    return new RidgeSettings(
        Ridges.GRID, Selection.PER_TARGET, Inner.K_FOLD, 5, true, Precision.SINGLE, true, true);
  }
}
