package dev.arcuate.engine.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.arcuate.api.Port;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.value.Files;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Scores;
import dev.arcuate.api.value.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsFolderTest {
  private static final Port FILES = Port.one("report", Files.class, "a report");
  private static final Map<String, String> DOCUMENTS =
      Map.of("dataset_description.json", "{\"GeneratedBy\": [{\"Name\": \"Arcuate\"}]}");

  @TempDir private Path folder;
  private Path out;
  private ResultsFolder results;

  @BeforeEach
  void makeResults() {
    out = folder.resolve("out");
    results = new ResultsFolder(out);
  }

  @Test
  void putsTheReportInFrontWithTheWorkflowInItsPlace() throws IOException {
    results.write(List.of(report("one", "<p><!-- arcuate:workflow --></p>")), DOCUMENTS, "a < b");
    assertThat(out.resolve("report.html")).content().contains("<pre>a &lt; b</pre>");
    assertThat(results.entrance()).isEqualTo(out.resolve("report.html"));
  }

  /** The store's files may not be changed; a report that inherits that could not be completed. */
  @Test
  void resultsBelongToTheUser() throws IOException {
    ResultsFolder.Item item = report("one", "<p><!-- arcuate:workflow --></p>");
    Path stored = item.source().resolve("report.html");
    assumeTrue(java.nio.file.Files.getFileStore(stored).supportsFileAttributeView("posix"));
    java.nio.file.Files.setPosixFilePermissions(stored, Set.of(PosixFilePermission.OWNER_READ));
    results.write(List.of(item), DOCUMENTS, "a");
    assertThat(java.nio.file.Files.getPosixFilePermissions(out.resolve("report.html")))
        .contains(PosixFilePermission.OWNER_WRITE);
  }

  @Test
  void isADatasetThatOtherProgramsFindTheirWayIn() throws IOException {
    Path maps = java.nio.file.Files.createDirectories(folder.resolve("maps/sub-01/func"));
    java.nio.file.Files.writeString(maps.resolve("sub-01_stat-r_statmap.nii.gz"), "x");
    Path source = folder.resolve("maps");
    java.nio.file.Files.writeString(
        source.resolve("dataset_description.json"), "{\"DatasetType\": \"derivative\"}");
    java.nio.file.Files.writeString(source.resolve(".bidsignore"), "*_statmap.*\n");
    Port port = Port.one("maps", Files.class, "maps");
    List<ResultsFolder.Item> items =
        List.of(report("one", "first"), new ResultsFolder.Item("maps", port, "k", source));
    results.write(items, DOCUMENTS, "");
    assertThat(out.resolve("sub-01/func/sub-01_stat-r_statmap.nii.gz")).exists();
    assertThat(out.resolve("maps")).doesNotExist();
    assertThat(out.resolve("dataset_description.json")).content().contains("Arcuate");
    assertThat(out.resolve("README")).content().contains("report.html");
    assertThat(out.resolve(".bidsignore"))
        .hasContent("*_statmap.*\nreport/\nreport.html\nresults.tsv");
    assertThat(results.holds(items)).isTrue();
  }

  @Test
  void knowsWhetherItHoldsTheseResults() throws IOException {
    ResultsFolder.Item one = report("one", "first");
    results.write(List.of(one), DOCUMENTS, "");
    assertThat(results.holds(List.of(one))).isTrue();
    assertThat(results.holds(List.of(report("two", "second")))).isFalse();
  }

  @Test
  void replacesResultsOfAnEarlierRun() throws IOException {
    results.write(List.of(report("one", "first")), DOCUMENTS, "");
    results.check();
    results.write(List.of(report("two", "second")), DOCUMENTS, "");
    assertThat(out.resolve("report.html")).hasContent("second");
    assertThat(folder).isDirectoryNotContaining("glob:**/.out*");
  }

  @Test
  void leavesFilesOfTheUserAlone() throws IOException {
    java.nio.file.Files.createDirectories(out);
    java.nio.file.Files.writeString(out.resolve("thesis.txt"), "years of work");
    assertThatThrownBy(results::check)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("OUT_NOT_OURS");
  }

  @Test
  void showsScoresAsATable() throws IOException {
    Path source = java.nio.file.Files.createDirectories(folder.resolve("scores"));
    Scores scores =
        new Scores(source, "01", List.of("r"), Map.of(), new Geometry.Regions(List.of("A", "B")));
    scores.write();
    scores.writeMap("r", new double[] {0.5, Double.NaN});
    Port port = Port.one("scores", Scores.class, "scores");
    results.write(List.of(new ResultsFolder.Item("encode", port, "k", source)), DOCUMENTS, "");
    assertThat(out.resolve("encode/scores.tsv")).hasContent("target\tr\nA\t0.5\nB\tn/a\n");
  }

  /** Of models alone, say. */
  @Test
  void hasASubjectEvenWhereNobodyIsNamed() throws IOException {
    Path source = java.nio.file.Files.createDirectories(folder.resolve("table"));
    new Table(List.of("layer", "score"), List.of(List.of("1", "0.5"))).write(source);
    Port port = Port.one("table", Table.class, "scores of layers");
    results.write(List.of(new ResultsFolder.Item("probe", port, "k", source)), DOCUMENTS, "");
    assertThat(out.resolve("sub-none/sub-none_scans.tsv")).hasContent("filename\n");
    assertThat(out.resolve("sub-none/func/README")).content().contains("No single person");
    assertThat(out.resolve("participants.tsv")).doesNotExist();
    assertThat(out.resolve(".bidsignore")).content().contains("sub-*/func/README\n");
  }

  /** A dataset without a subject is none for a BIDS validator. */
  @Test
  void namesThePeopleOfAGroup() throws IOException {
    Path source = java.nio.file.Files.createDirectories(folder.resolve("scores"));
    Map<String, Object> facts = Map.of("subjects", List.of("01", "p_2"));
    Geometry regions = new Geometry.Regions(List.of("A"));
    Scores scores = new Scores(source, "group", List.of("mean"), facts, regions);
    scores.write();
    scores.writeMap("mean", new double[] {0.5});
    Port port = Port.one("scores", Scores.class, "scores");
    results.write(List.of(new ResultsFolder.Item("group", port, "k", source)), DOCUMENTS, "");
    assertThat(out.resolve("participants.tsv")).hasContent("participant_id\nsub-01\nsub-p2\n");
    assertThat(out.resolve("sub-p2/sub-p2_scans.tsv")).hasContent("filename\n");
    assertThat(out.resolve("sub-p2/func/README")).isNotEmptyFile();
    assertThat(out.resolve(".bidsignore")).hasContent("sub-*/func/README\ngroup/\nresults.tsv");
  }

  private ResultsFolder.Item report(String key, String html) throws IOException {
    Path source = java.nio.file.Files.createDirectories(folder.resolve("store").resolve(key));
    java.nio.file.Files.writeString(source.resolve("report.html"), html);
    return new ResultsFolder.Item("report", FILES, key, source);
  }
}
