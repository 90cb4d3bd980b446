package dev.arcuate.engine.stages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.api.fold.FoldSettings;
import dev.arcuate.api.fold.FoldSettings.Scheme;
import dev.arcuate.api.fold.Folds;
import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Sampling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Word lengths as impulses at 50 samples a second, each at sixteen delays. */
class RepeatedStimulusTest {
  private static final int ROWS = 6000;
  private static final int DELAYS = 16;
  private static final double RATE = 50;

  @TempDir Path folder;

  @Test
  void wordsThatAreAlikeAreNoStimulusPresentedTwice() throws IOException {
    assertThat(repeated(impulses())).isEmpty();
  }

  @Test
  void aStoryThatIsHeardTwiceIs() throws IOException {
    float[] lengths = impulses();
    // Twenty seconds of the first half come again in the second, words, pauses and all.
    System.arraycopy(lengths, 500, lengths, 4203, 1000);
    assertThat(repeated(lengths))
        .singleElement()
        .asString()
        .contains("the same stimulus is tested and trained on: 750 samples from sample ");
  }

  /** A word of 1 to 6 letters every third of a second or so, and pauses of half a second. */
  private static float[] impulses() {
    Random random = new Random(3);
    float[] lengths = new float[ROWS];
    for (int row = 20; row < ROWS; row += 11 + random.nextInt(10)) {
      lengths[row] = 1 + random.nextInt(6);
      row += random.nextInt(8) == 0 ? 25 : 0;
    }
    return lengths;
  }

  private List<String> repeated(float[] lengths) throws IOException {
    float[] values = new float[ROWS * DELAYS];
    for (int row = 0; row < ROWS; row++) {
      for (int delay = 0; delay < DELAYS && delay <= row; delay++) {
        values[row * DELAYS + delay] = lengths[row - delay];
      }
    }
    Sampling sampling = new Sampling(1 / RATE, List.of(new Sampling.Run("1", ROWS)));
    Design design =
        Design.write(
            Files.createDirectories(folder.resolve("design")),
            sampling,
            List.of(new Design.Group("word-length", DELAYS, List.of())),
            DELAYS / RATE,
            values);
    FoldSettings settings = new FoldSettings(Scheme.CONTIGUOUS, 5, Optional.empty(), false);
    Folds folds = Folds.of(sampling, design.maxDelaySeconds(), settings);
    return RepeatedStimulus.find(design, folds, () -> {});
  }
}
