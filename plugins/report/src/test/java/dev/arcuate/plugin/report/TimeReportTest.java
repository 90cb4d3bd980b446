package dev.arcuate.plugin.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.api.value.Files;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Scores;
import dev.arcuate.plugin.statistics.Alternative;
import dev.arcuate.plugin.statistics.GroupSettings;
import dev.arcuate.plugin.statistics.GroupStep;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page about sensors over time, with baselines, a ceiling and a leak. */
class TimeReportTest {
  private static final int SENSORS = 12;
  private static final int TIMES = 20;

  @TempDir private Path folder;

  @Test
  void showsWhenAndWhereAndWhatStandsBesideIt() throws IOException {
    Map<String, Object> facts =
        Map.of("leaky", true, "leaks", List.of("rows are shuffled"), "backend", "ridge-cpu");
    String page = page(facts, 0.12);
    assertThat(page)
        .contains("When and where")
        .contains("time from the event (ms)")
        .contains("is highest at 100 ms")
        .contains("what is lies between")
        .contains("12 sensors, from the first to the last")
        .contains("from above, nose up")
        .contains("<title>S0: ")
        .contains("What else predicts")
        .contains("no features, only neighbours")
        .contains("word-rate alone")
        .contains("all simple predictors")
        .contains("word-length alone")
        .contains("position alone")
        .containsPattern("an untrained model and these</\\w+>\\s*<td[^>]*>[^<]*\\.037<")
        .contains("The split leaks, as the workflow allowed (allow-leaky): rows are shuffled.")
        .contains("A model that knows no stimulus");
  }

  @Test
  void aSoundSplitIsNotAccused() throws IOException {
    assertThat(page(Map.of("leaky", false), 0.0))
        .contains("What else predicts")
        .doesNotContain("The split leaks")
        .doesNotContain("A model that knows no stimulus");
  }

  private String page(Map<String, Object> facts, double autocorrelation) throws IOException {
    double[] positions = new double[3 * SENSORS];
    for (int sensor = 0; sensor < SENSORS; sensor++) {
      double angle = 2 * Math.PI * sensor / SENSORS;
      positions[3 * sensor] = 0.1 * Math.cos(angle);
      positions[3 * sensor + 1] = 0.1 * Math.sin(angle);
    }
    Geometry.Sensors sensors =
        new Geometry.Sensors(
            IntStream.range(0, SENSORS).mapToObj(i -> "S" + i).toList(),
            IntStream.range(0, SENSORS).mapToObj(i -> "mag").toList(),
            positions);
    Geometry over = new Geometry.OverTime(sensors, TIMES, -0.1, 0.02);
    Path place = folder.resolve("group" + autocorrelation);
    TestTask task = new TestTask(place);
    for (int person = 0; person < 12; person++) {
      task.with(
          "scores", scores(place.resolve("p" + person), person, over, facts, autocorrelation));
    }
    new GroupStep()
        .run(
            new GroupSettings(
                Optional.of("gain"),
                GroupSettings.Test.T,
                Alternative.GREATER,
                .05,
                GroupSettings.Correction.TFCE,
                500,
                1),
            task);
    TestTask report =
        new TestTask(place.resolve("report"))
            .with("scores", "group", Map.of(), task.result("scores", Scores.class));
    new ReportStep().run(new ReportSettings("When?", "layer", List.of(), List.of(), 0.05), report);
    Path html = report.result("report", Files.class).folder().resolve("report.html");
    return java.nio.file.Files.readString(html);
  }

  /** The gain peaks at 100 ms, which is the eleventh time, at the first sensors. */
  private static Scores scores(
      Path place, int person, Geometry geometry, Map<String, Object> facts, double autocorrelation)
      throws IOException {
    java.nio.file.Files.createDirectories(place);
    Random random = new Random(77L * person + 3);
    List<String> maps =
        List.of(
            "r",
            "baseline-r",
            "model-r",
            "word-rate-r",
            "word-length-r",
            "position-r",
            "untrained-r",
            "autocorrelation-r",
            "gain");
    Scores scores = new Scores(place, String.format("%02d", person + 1), maps, facts, geometry);
    scores.write();
    List<double[]> values = new ArrayList<>();
    for (int map = 0; map < maps.size(); map++) {
      values.add(new double[geometry.targets()]);
    }
    for (int target = 0; target < geometry.targets(); target++) {
      double distance = target % TIMES - 10;
      double where = target / TIMES < 5 ? 1 : 0.2;
      double gain = 0.2 * where * Math.exp(-distance * distance / 8) + 0.02 * random.nextGaussian();
      double base = 0.05 + 0.02 * random.nextGaussian();
      double[] all = {
        base + gain, base, gain, base, base, base, 0.037, autocorrelation, gain
      };
      for (int map = 0; map < all.length; map++) {
        values.get(map)[target] = all[map];
      }
    }
    for (int map = 0; map < maps.size(); map++) {
      scores.writeMap(maps.get(map), values.get(map));
    }
    return scores;
  }
}
