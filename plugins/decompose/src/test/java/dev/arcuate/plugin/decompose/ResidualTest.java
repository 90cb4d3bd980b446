package dev.arcuate.plugin.decompose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.value.Activations;
import dev.arcuate.testkit.DecompositionContract;
import dev.arcuate.testkit.PlainLinearAlgebra;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResidualTest extends DecompositionContract<ResidualSettings> {
  @Override
  protected Residual component() {
    return new Residual(new PlainLinearAlgebra());
  }

  @Override
  protected ResidualSettings settings() {
    return new ResidualSettings(
        "1", List.of("0"), 1e-6, "story", new FitSettings(Optional.of("other"), List.of(), false));
  }

  /** Layer 1 is layer 0 in other words, plus a column that has nothing to do with it. */
  private static Activations mixed(Path place, long seed, int count) throws IOException {
    Rows own = Rows.of(Values.random(place.resolve("own"), seed, count, 2, "0").layer(0));
    Rows free = Rows.of(Values.random(place.resolve("free"), seed + 7, count, 1, "0").layer(0));
    float[] values = new float[count * 2];
    for (int row = 0; row < count; row++) {
      values[row * 2] = 3 * own.values()[row * 2] - own.values()[row * 2 + 1] + 5;
      values[row * 2 + 1] = own.values()[row * 2] + free.values()[row];
    }
    return Values.activations(
        place.resolve("both"), List.of("0", "1"), List.of(own, new Rows(values, count, 2)));
  }

  @Override
  protected TestTask task(Path place) throws IOException {
    return new TestTask(place)
        .with("activations", mixed(place.resolve("x"), 1, 50))
        .with("activations", "other", Map.of(), mixed(place.resolve("y"), 2, 4000));
  }

  @Test
  void leavesWhatTheOtherLayerDoesNotPredict() throws IOException {
    TestTask task = task(folder);
    component().decompose(settings(), task);
    Activations parts = task.result("representations", Activations.class);
    float[] free = Values.random(folder.resolve("free"), 8, 50, 1, "0").layer(0).toArray();
    float[] rest = parts.layer(parts.layers().indexOf("residual")).toArray();
    for (int row = 0; row < 50; row++) {
      assertThat(rest[row * 2]).isCloseTo(0, within(1e-3f));
      assertThat(rest[row * 2 + 1]).isCloseTo(free[row], within(.15f));
    }
  }
}
