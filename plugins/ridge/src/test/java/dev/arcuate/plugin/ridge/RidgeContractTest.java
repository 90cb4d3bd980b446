package dev.arcuate.plugin.ridge;

import dev.arcuate.api.RegressionBackend;
import dev.arcuate.testkit.PlainLinearAlgebra;
import dev.arcuate.testkit.RegressionBackendContract;

class RidgeContractTest extends RegressionBackendContract<RidgeSettings> {
  @Override
  protected RegressionBackend<RidgeSettings> component() {
    return new RidgeCpu(new PlainLinearAlgebra());
  }

  @Override
  protected RidgeSettings settings() {
    return Ridges.defaults();
  }
}
