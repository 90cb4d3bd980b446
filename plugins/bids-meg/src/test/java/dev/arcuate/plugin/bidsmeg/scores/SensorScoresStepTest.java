package dev.arcuate.plugin.bidsmeg.scores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.array.Npy;
import dev.arcuate.api.value.Files;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Scores;
import dev.arcuate.api.value.Table;
import dev.arcuate.plugin.bidsmeg.fif.FifEvoked;
import dev.arcuate.testkit.StepContract;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SensorScoresStepTest extends StepContract<SensorScoresSettings> {
  private static final Geometry PLACES =
      new Geometry.OverTime(
          new Geometry.Sensors(
              List.of("MEG1", "MEG2", "a-name-that-is-long"),
              List.of("mag", "grad", "eeg"),
              new double[] {0.1, 0, 0.02, 0, 0.1, 0.03, 0, 0, 0.12}),
          4,
          -0.02,
          0.01);

  @Override
  protected SensorScoresStep component() {
    return new SensorScoresStep();
  }

  @Override
  protected SensorScoresSettings settings() {
    return new SensorScoresSettings(List.of());
  }

  @Override
  protected TestTask task(Path place) throws IOException {
    Path folder = java.nio.file.Files.createDirectories(place.resolve("scores"));
    Scores scores = new Scores(folder, "01", List.of("r", "p"), Map.of(), PLACES);
    double[] r = new double[12];
    java.util.Arrays.setAll(r, i -> i / 100.0);
    r[5] = Double.NaN;
    scores.writeMap("r", r);
    scores.writeMap("p", new double[12]);
    scores.write();
    return new TestTask(place).with("scores", scores);
  }

  @Test
  void writesArraysTablesAndAverages() throws IOException {
    TestTask task = task(folder);
    component().run(settings(), task);
    Path files = task.result("files", Files.class).folder();
    assertThat(Npy.open(files.resolve("r.npy")).row(2)).containsExactly(0.08f, 0.09f, 0.1f, 0.11f);
    Table table = Table.read(files.resolve("r.tsv"));
    assertThat(table.columns())
        .containsExactly("sensor", "type", "-0.0200", "-0.0100", "0.0000", "0.0100");
    assertThat(table.text(1, "-0.0100")).isEqualTo("n/a");
    List<FifEvoked> averages = FifEvoked.read(files.resolve("scores-ave.fif"), "scores-ave.fif");
    assertThat(averages).extracting(FifEvoked::comment).containsExactly("r", "p");
    assertThat(averages.get(0).startSeconds()).isCloseTo(-0.02, within(1e-7));
    assertThat(averages.get(0).firstSample()).isEqualTo(-2);
    assertThat(averages.get(0).values()[2][3]).isCloseTo(0.11, within(1e-7));
    assertThat(averages.get(0).info().names()).containsExactly("MEG1", "MEG2", "sensor-3");
    assertThat(averages.get(0).info().channels().get(1).location()[1]).isCloseTo(0.1, within(1e-7));
  }

  @Test
  void namesTheMapsThereAre() throws IOException {
    TestTask task = task(folder);
    assertThatThrownBy(() -> component().run(new SensorScoresSettings(List.of("q")), task))
        .hasMessage("error BIDS_MEG_NO_SUCH_MAP: there is no map 'q'; there are r, p");
  }
}
