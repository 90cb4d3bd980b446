package dev.arcuate.plugin.ridge;

import dev.arcuate.api.RegressionBackend;
import dev.arcuate.testkit.Behaviour;
import dev.arcuate.testkit.PlainLinearAlgebra;
import dev.arcuate.testkit.RegressionBackendContract;
import java.util.EnumSet;
import java.util.Set;

/** The contract again, with one penalty for all targets, chosen by leaving one out. */
class SharedRidgeContractTest extends RegressionBackendContract<RidgeSettings> {
  @Override
  protected RegressionBackend<RidgeSettings> component() {
    return new RidgeCpu(new PlainLinearAlgebra());
  }

  @Override
  protected RidgeSettings settings() {
    return Ridges.settings(Selection.SHARED, Inner.LOO);
  }

  @Override
  protected Set<Behaviour> lacks() {
    return EnumSet.of(Behaviour.PER_TARGET_ALPHA);
  }
}
