package dev.arcuate.api.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplingTest {
  @TempDir Path folder;

  @Test
  void knowsWhichSamplesHaveRows() {
    Sampling.Run run = new Sampling.Run("1", 4, 6, List.of(0, 3));
    assertThat(run.span()).isEqualTo(6);
    assertThat(run.places()).containsExactly(1, 2, 4, 5);
    assertThat(new Sampling.Run("1", 3).places()).containsExactly(0, 1, 2);
  }

  @Test
  void refusesPlacesOutsideOfTheRun() {
    assertThatThrownBy(() -> new Sampling.Run("1", 4, 0, List.of(5)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Sampling.Run("1", 4, 0, List.of(2, 2)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Sampling(2, List.of(new Sampling.Run("1", 4)), Optional.of(3.0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keepsStartsAndGapsOnDisk() throws IOException {
    Sampling sampling =
        new Sampling(
            1.5,
            List.of(new Sampling.Run("1", 4, 6, List.of(0, 3)), new Sampling.Run("2", 5)),
            Optional.of(0.75));
    Design.write(folder, sampling, List.of(new Design.Group("g", 1, List.of())), 0, new float[9]);
    assertThat(Design.open(folder).sampling()).isEqualTo(sampling);
  }
}
