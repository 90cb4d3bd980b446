package dev.arcuate.plugin.ridge;

import dev.arcuate.api.RegressionBackend;
import dev.arcuate.testkit.RegressionBackendContract;
import java.util.List;

class PlsContractTest extends RegressionBackendContract<PlsSettings> {
  @Override
  protected RegressionBackend<PlsSettings> component() {
    return new Pls(Native.ACCEL.linearAlgebra());
  }

  @Override
  protected PlsSettings settings() {
    return new PlsSettings(List.of(1, 2, 4, 6), 5, true);
  }
}
