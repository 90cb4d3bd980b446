package dev.arcuate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.api.Decomposition;
import dev.arcuate.api.Labelled;
import dev.arcuate.api.Port;
import dev.arcuate.api.value.Activations;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Decomposition} must fulfil.
 *
 * @param <S> the settings record
 */
public abstract class DecompositionContract<S extends Record> extends TaskContract<S> {
  @Override
  protected abstract Decomposition<S> component();

  @Override
  final void run(TestTask task) throws IOException {
    component().decompose(settings(), task);
  }

  @Override
  final List<Port> inputPorts() {
    return Decomposition.inputs();
  }

  @Override
  final List<Port> outputPorts() {
    return Decomposition.outputs();
  }

  @Test
  void keepsOneRowPerWordAndFiniteValues() throws IOException {
    TestTask task = task(folder);
    run(task);
    Activations parts = task.result("representations", Activations.class);
    List<Labelled<Activations>> given = task.inputs("activations", Activations.class);
    int words = given.get(0).value().layer(0).rows();
    assertThat(parts.layers()).isNotEmpty().doesNotHaveDuplicates();
    for (int layer = 0; layer < parts.layers().size(); layer++) {
      assertThat(parts.layer(layer).rows()).isEqualTo(words);
      for (float value : parts.layer(layer).toArray()) {
        assertThat(value).isFinite();
      }
    }
  }
}
