package dev.arcuate.plugin.bids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedRunsTest {
  @TempDir Path folder;

  private Tree tree;

  @BeforeEach
  void write() {
    tree = new Tree(folder.resolve("data"));
    for (String session : List.of("a", "b")) {
      for (String run : List.of("1", "2", "10")) {
        tree.files(
            "sub-01/ses-%s/func/sub-01_ses-%s_task-story_run-%s_bold.nii.gz"
                .formatted(session, session, run));
      }
    }
    tree.files(
        "sub-02/func/sub-02_task-black_echo-1_bold.nii.gz",
        "sub-02/func/sub-02_task-black_echo-2_bold.nii.gz",
        "sub-02/func/sub-02_task-black_desc-optcom_bold.nii.gz",
        "sub-02/func/sub-02_task-forgot_bold.nii.gz",
        "sub-02/func/sub-02_task-forgot_part-phase_bold.nii.gz",
        "sub-03/func/sub-03_task-black_echo-1_bold.nii.gz",
        "sub-03/func/sub-03_task-black_echo-2_bold.nii.gz");
  }

  private RecordedRuns.Found find(
      String subject, Map<String, List<String>> wanted, Map<String, String> exclude) {
    Map<String, Choice> choices = new LinkedHashMap<>();
    wanted.forEach((entity, labels) -> choices.put(entity, Choice.of(entity, labels)));
    return RecordedRuns.find(
        tree.open(),
        subject,
        new Query(List.of("bold"), List.of(".nii.gz"), choices),
        Optional.empty(),
        Exclusions.of(exclude));
  }

  private List<String> labels(String subject, Map<String, List<String>> wanted) {
    return find(subject, wanted, Map.of()).runs().stream()
        .map(RecordedRuns.RecordedRun::label)
        .toList();
  }

  private Problem problem(
      String subject, Map<String, List<String>> wanted, Map<String, String> exclude) {
    try {
      find(subject, wanted, exclude);
    } catch (ProblemException e) {
      return e.problems().get(0);
    }
    throw new AssertionError("found");
  }

  @Test
  void labelsRunsByWhatTellsThemApart() {
    assertThat(labels("01", Map.of("ses", List.of("a"), "run", List.of("10", "02"))))
        .containsExactly("10", "02");
    assertThat(labels("01", Map.of("ses", List.of("a"), "run", List.of("all"))))
        .containsExactly("1", "2", "10");
    assertThat(labels("01", Map.of("ses", List.of("all"), "run", List.of("2"))))
        .containsExactly("a", "b");
    assertThat(labels("01", Map.of("ses", List.of("b", "a"), "run", List.of("1-2"))))
        .containsExactly("ses-b_run-1", "ses-b_run-2", "ses-a_run-1", "ses-a_run-2");
    assertThat(labels("02", Map.of("task", List.of("/.*o.*/", "black"))))
        .containsExactly("forgot", "black");
    assertThat(labels("02", Map.of("task", List.of("forgot")))).containsExactly("1");
  }

  @Test
  void ignoresEchoesBesideTheirCombination() {
    assertThat(find("02", Map.of("task", List.of("black")), Map.of()).runs().get(0).files())
        .extracting(BidsFile::name)
        .containsExactly("sub-02/func/sub-02_task-black_desc-optcom_bold.nii.gz");
    assertThat(
            find("02", Map.of("task", List.of("black"), "echo", List.of("2")), Map.of())
                .runs()
                .get(0)
                .files()
                .get(0)
                .has("echo", "2"))
        .isTrue();
    Problem ambiguous = problem("03", Map.of("task", List.of("black")), Map.of());
    assertThat(ambiguous.code()).isEqualTo("BIDS_AMBIGUOUS");
    assertThat(ambiguous.message()).contains("echo-1", "echo-2");
    assertThat(ambiguous.hint()).contains("choose one with entities: {echo: …}");
  }

  @Test
  void listsCandidatesWhereOneIsMeantAndSeveralThere() {
    Problem problem = problem("01", Map.of("task", List.of("story")), Map.of());
    assertThat(problem.code()).isEqualTo("BIDS_AMBIGUOUS");
    assertThat(problem.message()).contains("ses-a_task-story_run-10");
    assertThat(problem.hint()).contains("choose one with session or run");
    Problem several = problem("01", Map.of("run", List.of("all")), Map.of());
    assertThat(several.hint()).contains("choose one with session");
  }

  @Test
  void missesWhatIsAskedForByName() {
    Problem problem =
        problem("01", Map.of("ses", List.of("a"), "run", List.of("1", "7")), Map.of());
    assertThat(problem.code()).isEqualTo("BIDS_FILE_MISSING");
    assertThat(problem.message()).contains("run-7", "run-10");
  }

  @Test
  void excludesWithAReason() {
    RecordedRuns.Found found =
        find(
            "01",
            Map.of("ses", List.of("a"), "run", List.of("all")),
            Map.of("sub-01_ses-a_run-2", "fell asleep"));
    assertThat(found.runs()).extracting(RecordedRuns.RecordedRun::label).containsExactly("1", "10");
    assertThat(found.excluded())
        .containsExactly(
            Map.entry(
                "sub-01/ses-a/func/sub-01_ses-a_task-story_run-2_bold.nii.gz", "fell asleep"));
    assertThat(
            problem("02", Map.of("task", List.of("forgot")), Map.of("sub-02", "moved")).message())
        .contains("nothing is left", "(moved)");
    assertThat(problem("02", Map.of(), Map.of("sub-02", " ")).message()).contains("no reason");
    assertThat(problem("02", Map.of(), Map.of("02", "moved")).message())
        .contains("names no entities");
  }

  @Test
  void meansOneSubject() throws IOException {
    BidsDataset dataset = tree.open();
    assertThat(dataset.subject("sub-01")).isEqualTo("01");
    assertThat(dataset.subject("/.*3/")).isEqualTo("03");
    assertThatThrownBy(() -> dataset.subject("all"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problems().get(0).hint().orElse(""))
                    .contains("sweep: {subject: all}, or {subject: [01, 02, 03]}"));
    tree.file("participants.tsv", "participant_id\ttask\nsub-01\tstory\nsub-04\tblack\n");
    assertThatThrownBy(() -> dataset.files("04"))
        .hasMessageContaining("though participants.tsv lists it");
    assertThat(problem("01", Map.of("task", List.of("black")), Map.of()).message())
        .contains("it took part in story");
  }

  @Test
  void nearerSideFilesOverride() throws IOException {
    String stem = "sub-01/ses-a/func/sub-01_ses-a_task-story_run-1";
    tree.file("task-story_bold.json", "{\"RepetitionTime\": 1, \"TaskName\": \"x\"}")
        .file("sub-01/sub-01_bold.json", "{\"RepetitionTime\": 2}")
        .file("sub-01/ses-a/sub-01_ses-a_task-other_bold.json", "{\"RepetitionTime\": 9}")
        .file(stem + "_bold.json", "{\"EchoTime\": 3}");
    BidsDataset dataset = tree.open();
    BidsFile file = BidsFile.of(tree.root, tree.root.resolve(stem + "_bold.nii.gz")).orElseThrow();
    Sidecar sidecar = Sidecar.of(dataset, file);
    assertThat(sidecar.number("RepetitionTime")).hasValue(2);
    assertThat(sidecar.text("TaskName")).contains("x");
    assertThat(sidecar.sources()).hasSize(3);
    tree.file(stem + "_bold.json", "[1]");
    assertThatThrownBy(() -> Sidecar.of(dataset, file))
        .hasMessageContaining("BIDS_SIDECAR_UNREADABLE");
  }
}
