package dev.arcuate.plugin.ridge;

import dev.arcuate.api.RegressionBackend;
import dev.arcuate.testkit.RegressionBackendContract;
import java.util.List;
import java.util.Optional;

class KernelContractTest extends RegressionBackendContract<KernelSettings> {
  @Override
  protected RegressionBackend<KernelSettings> component() {
    return new KernelRidge(Native.ACCEL.linearAlgebra());
  }

  @Override
  protected KernelSettings settings() {
    return new KernelSettings(
        List.of(KernelSettings.Form.LINEAR),
        false,
        3,
        Optional.empty(),
        1,
        Ridges.GRID,
        1,
        List.of(1.0),
        0,
        List.of(),
        Selection.PER_TARGET,
        Inner.K_FOLD,
        5,
        true,
        Precision.SINGLE,
        false);
  }
}
