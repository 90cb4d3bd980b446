package dev.arcuate.plugin.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.ProblemException;
import dev.arcuate.api.Step;
import dev.arcuate.api.value.Files;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Scores;
import dev.arcuate.api.value.Table;
import dev.arcuate.plugin.statistics.GroupSettings;
import dev.arcuate.testkit.StepContract;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class ReportStepTest extends StepContract<ReportSettings> {
  @Override
  protected Step<ReportSettings> component() {
    return new ReportStep();
  }

  @Override
  protected ReportSettings settings() {
    return new ReportSettings(
        "Does MiniLM explain the brain?",
        "layer",
        List.of("Simulated recordings of people who <read> a story & rested."),
        List.of("Reimers & Gurevych (2019). Sentence-BERT. doi:10.18653/v1/D19-1410"),
        0.05);
  }

  @Override
  protected TestTask task(Path folder) throws IOException {
    return new Study(folder, Study.volume(), 6)
        .layers(3, 1)
        .task()
        .with("truth", Study.truth("planted-layer", "1"));
  }

  @Test
  void findsThePlantedLayerAndRegion() throws IOException {
    TestTask task = new Study(folder, Study.volume(), 6).task().with("truth", Study.planted());
    String page = page(task);
    Golden.check("planted", page);
    String summary = text(task, "summary.json");
    assertThat(summary)
        .contains("\"headline\": \"Found: layer 4, 123 voxels around (−22, 6, 10) mm\"")
        .contains("\"found\": true")
        .contains("\"best-in-people\": 6")
        .contains("\"agrees\": true")
        .contains("\"region-dice\": 1.0")
        .contains("\"best-layer\": \"4\"")
        .contains("\"planted-layer\": \"4\"")
        .contains("\"significant-targets\": 123");
    Table points = Table.read(report(task).resolve("summary.tsv"));
    assertThat(points.rows()).isEqualTo(7);
    assertThat(points.text(4, "point")).isEqualTo("4");
    assertThat(points.number(4, "significant")).isEqualTo(123);
    assertThat(points.number(4, "mean"))
        .isBetween(points.number(4, "ci-low"), points.number(4, "ci-high"));
    assertThat(task.notes()).containsEntry("found", true);
  }

  @Test
  void holdsThePageOfTheDesign() throws IOException {
    Path pages = java.nio.file.Files.createDirectories(folder.resolve("pages"));
    java.nio.file.Files.writeString(
        pages.resolve("design.html"), "<main><header>x</header>\n<p>design</p></main>");
    TestTask task = task(folder).with("design-page", new Files(pages));
    assertThat(page(task)).contains("design</summary>\n<p>design</p></details>");
    assertThat(report(task).resolve("design.html")).isNotEmptyFile();
  }

  @Test
  void findsNothingWhereNothingIs() throws IOException {
    TestTask task =
        new Study(folder, Study.volume(), 6)
            .effect(0)
            .task()
            .with("truth", Study.truth("null", "true"));
    Golden.check("null", page(task));
    assertThat(text(task, "summary.json"))
        .contains("\"headline\": \"Nothing found\"")
        .contains("\"found\": false")
        .contains("\"significant-targets\": 0")
        .contains("\"agrees\": true");
  }

  @Test
  void showsRegionsBesideTheirCeiling() throws IOException {
    Study study =
        new Study(folder, Study.regions(), 27).shares(.2, 0, .4, .3, .1, 0).fact("leaky", true);
    TestTask task = study.task().with("ceiling", study.ceiling(.253, .202, .381, .233, .216, .180));
    Golden.check("regions", page(task));
    Table regions = Table.read(report(task).resolve("regions.tsv"));
    assertThat(regions.rows()).isEqualTo(7 * 6);
    assertThat(regions.text(2, "region")).isEqualTo("LPTL");
    assertThat(regions.number(2, "ceiling")).isBetween(.3809, .3811);
    assertThat(text(task, "summary.json")).contains("allow-leaky");
  }

  @Test
  void saysWhenWhatWasPlantedIsNotWhatWasFound() throws IOException {
    TestTask elsewhere =
        new Study(folder.resolve("elsewhere"), Study.volume(), 6)
            .layers(3, 1)
            .task()
            .with(
                "truth",
                Study.truth(
                    "planted-layer", "2",
                    "region-centre-mm", "30 6 10",
                    "region-radius-mm", "8"));
    assertThat(page(elsewhere)).doesNotContain("✓ agrees");
    TestTask falseAlarm =
        new Study(folder.resolve("false-alarm"), Study.volume(), 6)
            .layers(3, 1)
            .task()
            .with("truth", Study.truth("null", "true"));
    assertThat(page(falseAlarm)).contains("✗ differs");
  }

  @Test
  void namesTheAreasOfVertices() throws IOException {
    int[] kept = java.util.stream.IntStream.range(0, 60).toArray();
    int[] of = java.util.stream.IntStream.range(0, 60).map(v -> v % 3 - 1).toArray();
    Geometry.Areas areas = new Geometry.Areas(List.of("G_temp_sup-Lateral", "S_central"), of);
    double[] shares = new double[60];
    for (int vertex = 0; vertex < shares.length; vertex++) {
      shares[vertex] = of[vertex] == 0 ? 1 : 0;
    }
    String page =
        page(
            new Study(folder, new Geometry.Surface("L", "fsaverage5", 60, kept, areas), 8)
                .layers(3, 1)
                .shares(shares)
                .task());
    assertThat(page).contains("60 vertices", "by area", "G_temp_sup-Lateral");
    assertThat(page.indexOf("<th scope=\"row\">G_temp_sup-Lateral"))
        .isBetween(1, page.indexOf("<th scope=\"row\">S_central"));
    assertThat(page).doesNotContain("vertexs");
  }

  @Test
  void saysSoWhereTheCurveShowsWhatNoVoxelCan() throws IOException {
    TestTask task =
        new Study(folder, Study.volume(), 8)
            .test(GroupSettings.Test.WILCOXON)
            .task()
            .with("truth", Study.planted());
    String page = page(task);
    Golden.check("curve-only", page);
    assertThat(text(task, "summary.json"))
        .contains("\"found\": false")
        .contains("\"best-layer\": \"4\"")
        .contains("the Wilcoxon test gives no p-value below 0.0078");
  }

  @Test
  void oneModelWithoutASweepIsEnough() throws IOException {
    Study study = new Study(folder, Study.regions(), 5).layers(1, 0).shares(1, 1, 1, 1, 1, 1);
    TestTask task = new TestTask(folder).with("scores", study.group(0));
    assertThat(page(task)).contains("Found: the model in LATL").contains("Person by person");
  }

  @Test
  void otherSweepsBecomeLinesOfTheirOwn() throws IOException {
    Study study = new Study(folder, Study.regions(), 5).layers(2, 1).shares(1, 1, 1, 1, 1, 1);
    TestTask task = new TestTask(folder);
    for (String model : List.of("bert", "gpt2")) {
      for (int layer = 0; layer < 2; layer++) {
        Map<String, String> labels = Map.of("layer", Integer.toString(layer), "model", model);
        task.with("scores", "group", labels, study.group(layer));
      }
    }
    assertThat(page(task))
        .contains("4 points")
        .contains("model bert")
        .contains("curve s0")
        .contains("curve s1");
  }

  @Test
  void needsNothingFromElsewhereAndIsWellFormed() throws Exception {
    TestTask task = task(folder);
    String page = page(task);
    assertThat(page)
        .doesNotContain("<script")
        .doesNotContain("href=\"http")
        .doesNotContain("src=")
        .doesNotContain("@import")
        .doesNotContain("url(")
        .contains("who &lt;read&gt; a story &amp; rested")
        .contains(Page.WORKFLOW_PLACE);
    // All but the declaration, the head and comments is XML as well.
    String body = page.substring(page.indexOf("<main>"), page.indexOf("</main>")) + "</main>";
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(body)));
  }

  @Test
  void scoresOfSinglePeopleAreSentToTheGroup() throws IOException {
    Geometry geometry = Study.regions();
    Scores alone = new Scores(folder, "01", List.of("r"), Map.of(), geometry);
    TestTask task = new TestTask(folder).with("scores", "encode", Map.of("layer", "3"), alone);
    assertThatThrownBy(() -> component().run(settings(), task))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(
            "the scores of encode{layer=3} are not those of a group; they have the maps r");
  }

  @Test
  void differentPeopleAreNoCurve() throws IOException {
    TestTask task = new TestTask(folder);
    task.with(
        "scores",
        "group",
        Map.of("layer", "0"),
        new Study(folder.resolve("six"), Study.regions(), 6).group(0));
    task.with(
        "scores",
        "group",
        Map.of("layer", "1"),
        new Study(folder.resolve("five"), Study.regions(), 5).group(1));
    assertThatThrownBy(() -> component().run(settings(), task))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("layer 1 has the subjects [01, 02, 03, 04, 05], layer 0 has");
  }

  private String page(TestTask task) throws IOException {
    component().run(settings(), task);
    return text(task, "report.html");
  }

  private static Path report(TestTask task) {
    return task.result("report", Files.class).folder();
  }

  private static String text(TestTask task, String file) throws IOException {
    return java.nio.file.Files.readString(report(task).resolve(file));
  }

  /** What a reader reads, compared with what a reader read when somebody last looked. */
  static final class Golden {
    private static final Pattern DRAWING = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL);
    private static final Pattern TAG = Pattern.compile("<[^>]*>", Pattern.DOTALL);

    static void check(String name, String page) throws IOException {
      Path golden =
          Path.of(
              System.getProperty("arcuate.basedir"), "src/test/resources/golden", name + ".txt");
      String main = page.substring(page.indexOf("<main>"), page.indexOf("</main>"));
      Matcher drawings = DRAWING.matcher(main);
      String words =
          TAG.matcher(drawings.replaceAll("").replace("</td>", "\t").replace("</th>", "\t"))
              .replaceAll("")
              .replaceAll("[ \t]+\n", "\n")
              .replaceAll("\n{2,}", "\n")
              .strip();
      if (Boolean.getBoolean("arcuate.golden.update")) {
        java.nio.file.Files.createDirectories(golden.getParent());
        java.nio.file.Files.writeString(golden, words + "\n");
      }
      assertThat(words + "\n").isEqualTo(java.nio.file.Files.readString(golden));
    }
  }
}
