package dev.arcuate.testkit;

import dev.arcuate.api.Port;
import dev.arcuate.api.Step;
import java.io.IOException;
import java.util.List;

/**
 * What every {@link Step} must fulfil.
 *
 * @param <S> the settings record
 */
public abstract class StepContract<S extends Record> extends TaskContract<S> {
  @Override
  protected abstract Step<S> component();

  @Override
  final void run(TestTask task) throws IOException {
    component().run(settings(), task);
  }

  @Override
  final List<Port> inputPorts() {
    return component().inputs();
  }

  @Override
  final List<Port> outputPorts() {
    return component().outputs();
  }
}
