package dev.arcuate.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.api.Problem;
import dev.arcuate.api.value.Table;
import dev.arcuate.api.value.Value;
import dev.arcuate.engine.plan.Plan;
import dev.arcuate.engine.store.Json;
import dev.arcuate.engine.store.Key;
import dev.arcuate.engine.store.RunRecord;
import dev.arcuate.engine.store.RunRecord.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunnerTest {
  @TempDir Path folder;
  private Lab lab;

  @BeforeEach
  void open() {
    lab = new Lab(folder.resolve("store"), FakeStep.echo());
  }

  private List<String> text(Key key) {
    Table table = Value.open(Table.class, lab.store.output(key, FakeStep.OUT));
    return table.cells().stream().map(row -> row.get(0)).toList();
  }

  private static Plans diamond(String left) {
    return new Plans()
        .echo("top", "t")
        .echo("left", left, "top")
        .echo("right", "r", "top")
        .echo("bottom", "b", "left", "right")
        .result("bottom");
  }

  @Test
  void runsWhatOthersNeedFirstAndHandsItOver() {
    Plans plans = diamond("l");
    RunSummary summary = lab.run(plans);
    assertThat(summary.status()).isEqualTo(Status.SUCCEEDED);
    assertThat(summary.exitStatus()).isZero();
    assertThat(summary.done()).isEqualTo(4);
    assertThat(text(plans.key("bottom"))).containsExactly("<<t", "<l", "<<t", "<r", "b");
    assertThat(lab.finished()).startsWith("top").endsWith("bottom").hasSize(4);
    assertThat(lab.events.get(0)).isInstanceOf(RunEvent.Started.class);
    assertThat(lab.events.get(lab.events.size() - 1)).isInstanceOf(RunEvent.Finished.class);
    assertThat(lab.components.leased()).isZero();
  }

  @Test
  void aSecondRunDoesNothing() {
    assertThat(lab.run(diamond("l")).done()).isEqualTo(4);
    RunSummary second = lab.run(diamond("l"));
    assertThat(second.done()).isZero();
    assertThat(second.cached()).isEqualTo(4);
    assertThat(lab.started()).isEmpty();
    assertThat(lab.events(RunEvent.Started.class).get(0).cached()).isEqualTo(4);
  }

  @Test
  void aChangedSettingRunsExactlyWhatDependsOnIt() {
    lab.run(diamond("l"));
    Plans changed = diamond("L");
    RunSummary summary = lab.run(changed);
    assertThat(lab.finished()).containsExactly("left", "bottom");
    assertThat(summary.cached()).isEqualTo(2);
    assertThat(text(changed.key("bottom"))).containsExactly("<<t", "<L", "<<t", "<r", "b");
  }

  @Test
  void whatNobodyNeedsAnyMoreIsNotComputedAgain() throws Exception {
    Plans plans = diamond("l");
    lab.run(plans);
    delete(plans.key("left"));
    RunSummary summary = lab.run(plans);
    assertThat(summary.done()).isZero();
    assertThat(summary.cached()).isEqualTo(4);
  }

  @Test
  void whatIsMissingIsComputedOnceItIsNeeded() throws Exception {
    Plans plans = diamond("l");
    lab.run(plans);
    delete(plans.key("left"));
    delete(plans.key("bottom"));
    lab.run(plans);
    assertThat(lab.finished()).containsExactly("left", "bottom");
  }

  @Test
  void aDamagedInputIsComputedAgainAndSaidOnce() throws Exception {
    Plans plans = diamond("l");
    lab.run(plans);
    Plans more = diamond("l").echo("one", "1", "right").echo("two", "2", "right");
    Files.delete(lab.store.output(plans.key("right"), FakeStep.OUT).resolve("table.tsv"));
    RunSummary summary = lab.run(more);
    assertThat(summary.status()).isEqualTo(Status.SUCCEEDED);
    assertThat(lab.finished()).containsExactlyInAnyOrder("right", "one", "two");
    assertThat(lab.events(RunEvent.Warned.class))
        .singleElement()
        .satisfies(warned -> assertThat(warned.problem().code()).isEqualTo("ARTIFACT_DAMAGED"));
    assertThat(text(more.key("two"))).containsExactly("<<t", "<r", "2");
  }

  @Test
  void aDamagedResultIsComputedAgainWithWhatItNeeds() throws Exception {
    Plans plans = diamond("l");
    lab.run(plans);
    delete(plans.key("left"));
    Files.delete(lab.store.output(plans.key("bottom"), FakeStep.OUT).resolve("table.tsv"));
    RunSummary summary = lab.run(plans);
    assertThat(lab.finished()).containsExactly("left", "bottom");
    assertThat(summary.cached()).isEqualTo(2);
    assertThat(lab.events.get(0)).isInstanceOf(RunEvent.Started.class);
    assertThat(lab.events(RunEvent.Warned.class)).hasSize(1);
  }

  @Test
  void warningsAreShownAgainWhenAResultIsReused() {
    Problem warning = Problem.data("CONSTANT_TARGETS", "3 of 50 targets are constant");
    FakeStep warns =
        new FakeStep(
            "warns",
            (settings, task) -> {
              task.warn(warning);
              task.note(Map.of("constant", 3));
              FakeStep.writeEcho(settings, task);
            });
    lab = new Lab(folder.resolve("store"), warns);
    Plans plans = new Plans().task("warns", "a", Map.of("text", "x"), Plans.Needs.USUAL);
    lab.run(plans);
    assertThat(lab.events(RunEvent.TaskFinished.class).get(0).warnings())
        .containsExactly(warning.asWarning());
    lab.run(plans);
    assertThat(lab.events(RunEvent.TaskReused.class).get(0).warnings())
        .containsExactly(warning.asWarning());
    assertThat(lab.store.find(plans.key("a")).orElseThrow().notes()).containsEntry("constant", 3);
  }

  @Test
  void recordsTheRunItsTasksAndEveryAttempt() throws Exception {
    Plans plans = diamond("l");
    RunSummary summary = lab.run(plans);
    RunRecord record = lab.store.runs().list().get(0);
    assertThat(record.id()).isEqualTo(summary.runId());
    assertThat(record.status()).isEqualTo(Status.SUCCEEDED);
    assertThat(record.done()).isEqualTo(4);
    assertThat(lab.store.runs().tasks(record.id()))
        .containsEntry("bottom", plans.key("bottom"))
        .hasSize(4);
    assertThat(lab.store.runs().earlier("test")).containsEntry("left", plans.key("left"));
    List<String> lines = Files.readAllLines(summary.folder().resolve("trace.jsonl"));
    assertThat(lines).hasSize(4);
    assertThat(Json.readObject(lines.get(0)))
        .containsEntry("task", "top")
        .containsEntry("status", "done")
        .containsEntry("attempt", 1)
        .containsEntry("threads", 1)
        .containsEntry("key", plans.key("top").hex())
        .containsKeys("step", "start", "end", "memory-bytes", "bytes-written", "problems");
  }

  @Test
  void logsAreWrittenOnlyByThoseWhoLog() throws Exception {
    FakeStep logs =
        new FakeStep(
            "logs",
            (settings, task) -> {
              if (!settings.text().isEmpty()) {
                task.log().info("said {} times", settings.rows());
              }
              FakeStep.writeEcho(settings, task);
            });
    lab = new Lab(folder.resolve("store"), logs);
    RunSummary summary =
        lab.run(
            new Plans()
                .task("logs", "a[x=1]", Map.of("text", "x"), Plans.Needs.USUAL)
                .task("logs", "b", Map.of("rows", 2), Plans.Needs.USUAL)
                .task("logs", "c[x=a/b]", Map.of("text", "y"), Plans.Needs.USUAL));
    Path folderOfLogs = summary.folder().resolve("logs");
    assertThat(Files.readString(folderOfLogs.resolve("a[x=1].log")))
        .contains("INFO logs: said 1 times");
    try (var files = Files.list(folderOfLogs)) {
      assertThat(files.map(file -> file.getFileName().toString()).toList())
          .hasSize(2)
          .anyMatch(name -> name.startsWith("c[x=a_b]-"));
    }
  }

  @Test
  void anEmptyPlanSucceeds() {
    RunSummary summary = lab.run(new Plan("test", List.of(), Map.of(), List.of()));
    assertThat(summary.status()).isEqualTo(Status.SUCCEEDED);
    assertThat(summary.tasks()).isZero();
  }

  private void delete(Key key) throws Exception {
    Path artifact = lab.store.find(key).orElseThrow().folder();
    try (var files = Files.walk(artifact)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
