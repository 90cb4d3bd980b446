package dev.arcuate.plugin.ridge;

import dev.arcuate.api.RegressionBackend;
import dev.arcuate.testkit.RegressionBackendContract;
import java.util.List;

class GradientContractTest extends RegressionBackendContract<BandedSettings> {
  @Override
  protected RegressionBackend<BandedSettings> component() {
    return new Banded(Native.ACCEL.linearAlgebra());
  }

  @Override
  protected BandedSettings settings() {
    return new BandedSettings(
        Ridges.GRID,
        4,
        List.of(0.1, 1.0),
        0,
        List.of(),
        BandedSettings.Method.GRADIENT,
        3,
        Selection.PER_TARGET,
        Inner.K_FOLD,
        5,
        true,
        Precision.SINGLE,
        true,
        false);
  }
}
