package dev.arcuate.plugin.decompose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.fold.FoldSettings;
import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Recording;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.testkit.PlainLinearAlgebra;
import dev.arcuate.testkit.StepContract;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RegressOutStepTest extends StepContract<RegressOutSettings> {
  private static final Sampling SAMPLING = new Sampling(2, List.of(new Sampling.Run("1", 100)));

  @Override
  protected RegressOutStep component() {
    return new RegressOutStep(new PlainLinearAlgebra());
  }

  @Override
  protected RegressOutSettings settings() {
    return settings(0);
  }

  private static RegressOutSettings settings(int fold) {
    return new RegressOutSettings(fold, FOLDS, 1e-9);
  }

  private static final FoldSettings FOLDS = folds();

  private static FoldSettings folds() {
    return new FoldSettings(FoldSettings.Scheme.CONTIGUOUS, 4, Optional.empty(), false);
  }

  @Override
  protected TestTask task(Path place) throws IOException {
    Random random = new Random(3);
    float[] feature = new float[100];
    float[] rest = new float[100];
    for (int i = 0; i < 100; i++) {
      feature[i] = (float) random.nextGaussian();
      rest[i] = (float) random.nextGaussian() * .01f;
    }
    Path design = Files.createDirectories(place.resolve("design"));
    Path targets = Files.createDirectories(place.resolve("recording"));
    Recording recording =
        new Recording(targets, "01", SAMPLING, "z", new Geometry.Regions(List.of("A", "B")));
    try (NpyWriter writer = recording.write()) {
      for (int i = 0; i < 100; i++) {
        float second = i == 50 ? Float.NaN : 1;
        writer.append(new float[] {4 * feature[i] + rest[i] + 2, second}, 0, 2);
      }
    }
    return new TestTask(place)
        .with(
            "design",
            Design.write(
                design, SAMPLING, List.of(new Design.Group("rate", 1, List.of())), 0, feature))
        .with("targets", recording);
  }

  @Test
  void leavesWhatTheFeatureDoesNotPredict() throws IOException {
    TestTask task = task(folder);
    component().run(settings(), task);
    Recording left = task.result("targets", Recording.class);
    for (int row = 0; row < 100; row++) {
      assertThat(left.matrix().at(row, 0)).isCloseTo(0, within(.05f));
      assertThat(left.matrix().at(row, 1)).isNaN();
    }
  }

  @Test
  void refusesAFoldThatDoesNotExist() throws IOException {
    TestTask task = task(folder);
    assertThatThrownBy(() -> component().run(settings(4), task))
        .hasMessageContaining(
            "DECOMPOSE_FOLD_UNKNOWN: there is no fold 4; folds count from 0 to 3");
  }
}
