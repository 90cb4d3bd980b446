package dev.arcuate.plugin.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.Labelled;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.value.Table;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurvesTest {
  @TempDir Path folder;

  @Test
  void choosingByTheOtherPeopleDoesNotFlatterNoise() throws IOException {
    List<Entry> entries = entries(new Study(folder, Study.volume(), 6).effect(0));
    for (Point point : new Curves(entries, 0.05, new TestTask(folder)).points()) {
      // The study subtracts 0.01 everywhere; 199 voxels with noise of 0.03 average within 0.002.
      assertThat(point.value().mean()).isCloseTo(-0.01, within(0.004));
    }
  }

  @Test
  void mostVoxelsChosenAreThePlantedOnes() throws IOException {
    List<Entry> entries = entries(new Study(folder, Study.volume(), 6));
    int[][] chosen = new Curves(entries, 0.02, new TestTask(folder)).choose();
    Grid3 grid = new Grid3(Study.volume());
    for (int[] ofPerson : chosen) {
      assertThat(ofPerson).hasSize(80);
      assertThat(IntStream.of(ofPerson))
          .allMatch(t -> Grid3.distance(grid.millimetres(t), Study.CENTRE) <= Study.RADIUS);
    }
  }

  @Test
  void intervalsAreThoseOfStudent() {
    Estimate estimate = Estimate.of(new double[] {1, 2, 3, 4, Double.NaN}, 3.182446);
    assertThat(estimate.mean()).isEqualTo(2.5);
    assertThat(estimate.high()).isCloseTo(2.5 + 3.182446 * 0.6454972, within(1e-6));
    assertThat(estimate.excludesZero()).isTrue();
  }

  @Test
  void theTruthIsReadOrRefused() {
    Truth truth = Truth.of(Study.planted(), List.of());
    assertThat(truth.layer()).contains("4");
    assertThat(truth.sphere().orElseThrow().centre()).containsExactly(-22, 6, 10);
    assertThat(truth.nothing()).isFalse();
    Table byName = Study.truth("planted-layer", "layer_2", "planted-layer-index", "2");
    assertThat(Truth.of(byName, List.of("1", "2")).layer()).contains("2");
    assertThat(Truth.of(byName, List.of("layer_1", "layer_2")).layer()).contains("layer_2");
    assertThat(Truth.of(Study.truth("planted-layer", "n/a"), List.of()).layer()).isEmpty();
    assertThatThrownBy(
            () ->
                Truth.of(
                    Study.truth("region-centre-mm", "1 2", "region-radius-mm", "3"), List.of()))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("'1 2' for region-centre-mm; expected 3 numbers");
  }

  private static List<Entry> entries(Study study) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (int layer = 3; layer < 6; layer++) {
      Map<String, String> labels = Map.of("layer", Integer.toString(layer));
      entries.add(Entry.of(new Labelled<>("group", labels, study.group(layer)), "layer", false));
    }
    return entries;
  }
}
