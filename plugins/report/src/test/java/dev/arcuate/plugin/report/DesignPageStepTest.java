package dev.arcuate.plugin.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.ProblemException;
import dev.arcuate.api.Step;
import dev.arcuate.api.array.Npy;
import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Files;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Recording;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.testkit.StepContract;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class DesignPageStepTest extends StepContract<DesignPageSettings> {
  private static final Sampling SAMPLING =
      new Sampling(2, List.of(new Sampling.Run("1", 8, 4, List.of(3)), new Sampling.Run("2", 9)));

  private static final String TOLD =
      """
      {"runs": [
        {"label": "1", "recorded": 11,
         "operations": ["trimmed by 2 volumes", "censored volumes taken out: 1 by FD", "mean, 2 confounds taken out in one projection", "scaled"],
         "regressors": ["trans_x", "csf & more"], "nuisance": "nuisance-1.npy",
         "removed": [5], "reasons": ["FD"],
         "shares": [{"name": "mean, 2 confounds taken out in one projection", "share": 0.25}],
         "responses": [{"name": "slow <changes>", "hertz": [0, 0.125, 0.25], "gains": [0, 0.5, 1]}]},
        {"label": "2", "recorded": 9, "operations": [], "regressors": [], "removed": [],
         "reasons": [], "shares": [], "responses": []}
      ]}
      """;

  @Override
  protected Step<DesignPageSettings> component() {
    return new DesignPageStep();
  }

  @Override
  protected DesignPageSettings settings() {
    return new DesignPageSettings("What was taken out");
  }

  @Override
  protected TestTask task(Path place) throws IOException {
    Recording recording = recording(place);
    java.nio.file.Files.writeString(recording.preparation(), TOLD);
    float[] nuisance = new float[22];
    for (int i = 0; i < 22; i++) {
      nuisance[i] = i < 4 ? Float.NaN : (float) Math.sin(i);
    }
    Npy.write(recording.folder().resolve("nuisance-1.npy"), nuisance, 11, 2);
    Path folder = java.nio.file.Files.createDirectories(place.resolve("design"));
    Design design =
        Design.write(
            folder,
            SAMPLING,
            List.of(
                new Design.Group("word-rate", 2, List.of(2.0, 4.0)),
                new Design.Group("position", 1, List.of())),
            4,
            new float[17 * 3]);
    return new TestTask(place).with("recordings", recording).with("design", design);
  }

  private static Recording recording(Path place) throws IOException {
    Recording recording =
        new Recording(
            java.nio.file.Files.createDirectories(place.resolve("recording")),
            "01",
            SAMPLING,
            "z",
            new Geometry.Regions(List.of("A")));
    recording.write().close();
    return recording;
  }

  @Test
  void showsWhatWasDoneToEachRun() throws Exception {
    TestTask task = task(folder);
    component().run(settings(), task);
    String page =
        java.nio.file.Files.readString(
            task.result("page", Files.class).folder().resolve("design.html"));
    ReportStepTest.Golden.check("design-page", page);
    assertThat(page.split("<svg", -1)).hasSize(4);
    assertThat(page).contains("data:image/png;base64,").doesNotContain("http://www.example");
    String body = page.substring(page.indexOf("<main>"), page.indexOf("</main>") + 7);
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(body)));
  }

  @Test
  void needsRecordingsThatSayHowTheyWerePrepared() throws IOException {
    TestTask task = new TestTask(folder).with("recordings", recording(folder));
    assertThatThrownBy(() -> component().run(settings(), task))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("REPORT_NOT_PREPARED");
  }
}
