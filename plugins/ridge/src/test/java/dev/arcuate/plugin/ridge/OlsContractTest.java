package dev.arcuate.plugin.ridge;

import dev.arcuate.api.RegressionBackend;
import dev.arcuate.testkit.RegressionBackendContract;

class OlsContractTest extends RegressionBackendContract<OlsSettings> {
  @Override
  protected RegressionBackend<OlsSettings> component() {
    return new Ols(Native.ACCEL.linearAlgebra());
  }

  @Override
  protected OlsSettings settings() {
    return new OlsSettings(Precision.SINGLE, true, true);
  }
}
