package dev.arcuate.plugin.bidsfmri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.ProblemException;
import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Recording;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.testkit.StepContract;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class AverageStepTest extends StepContract<AverageSettings> {
  @Override
  protected AverageStep component() {
    return new AverageStep();
  }

  @Override
  protected AverageSettings settings() {
    return new AverageSettings("average");
  }

  @Override
  protected TestTask task(Path place) throws IOException {
    return new TestTask(place)
        .with("recordings", recording(place, "01", "L", 2, 2, 1, 2, 3, 4, 5, 6, 7, 8))
        .with("recordings", recording(place, "02", "L", 1, 2, 3, Float.NaN, 50, 60, 70, 80));
  }

  /** Two targets; the first run as long as told, the rest of the values the second. */
  private static Recording recording(
      Path place, String subject, String name, int first, int second, float... values)
      throws IOException {
    Recording recording =
        new Recording(
            Files.createDirectories(place.resolve(subject)),
            subject,
            new Sampling(2, List.of(new Sampling.Run("1", first), new Sampling.Run("2", second))),
            "z",
            new Geometry.Regions(List.of(name, "R")));
    try (NpyWriter writer = recording.write()) {
      writer.append(values, 0, 2 * (first + second));
    }
    return recording;
  }

  @Test
  void averagesRunByRunAsFarAsAllGo() throws IOException {
    TestTask task = task(folder);
    component().run(settings(), task);
    Recording mean = task.result("recording", Recording.class);
    assertThat(mean.subject()).isEqualTo("average");
    assertThat(mean.sampling().runs())
        .containsExactly(new Sampling.Run("1", 1), new Sampling.Run("2", 2));
    assertThat(mean.matrix().toArray()).containsExactly(2, 2, 27.5f, 33, 38.5f, 44);
  }

  @Test
  void refusesPeopleOnDifferentTargets() throws IOException {
    TestTask task = task(folder).with("recordings", recording(folder, "03", "X", 1, 1, 1, 2, 3, 4));
    assertThatThrownBy(() -> component().run(settings(), task))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("BIDS_FMRI_PEOPLE_DIFFER")
        .hasMessageContaining("subjects 01 and 03");
  }
}
