package dev.arcuate.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.engine.plan.Plan;
import dev.arcuate.engine.plan.PlannedTask;
import dev.arcuate.engine.store.RunRecord;
import dev.arcuate.engine.store.RunRecord.Status;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole processes: killed without warning, and several at once. */
@Timeout(300)
class KillTest {
  private static final int KILLS = 20;

  @TempDir Path folder;

  private final Plan plan = ChildRun.plans().build();

  private Lab lab(String store) {
    return new Lab(folder.resolve(store), FakeStep.echo());
  }

  /** What each task must have written, by its id, from a run that nobody disturbed. */
  private Map<String, String> reference() throws IOException {
    Lab undisturbed = lab("undisturbed");
    assertThat(undisturbed.run(plan).status()).isEqualTo(Status.SUCCEEDED);
    Map<String, String> texts = new HashMap<>();
    for (PlannedTask task : plan.tasks()) {
      texts.put(task.id(), Files.readString(output(undisturbed, task)));
    }
    return texts;
  }

  private static Path output(Lab lab, PlannedTask task) {
    return lab.store.output(task.key(), FakeStep.OUT).resolve("table.tsv");
  }

  /** Checks every result that has a name. */
  private int check(Lab lab, Map<String, String> expected) throws IOException {
    int found = 0;
    for (PlannedTask task : plan.tasks()) {
      if (lab.store.contains(task.key())) {
        found++;
        assertThat(lab.store.damage(task.key())).isEmpty();
        assertThat(Files.readString(output(lab, task))).isEqualTo(expected.get(task.id()));
      }
    }
    return found;
  }

  @Test
  void killingItAtAnyMomentLeavesNothingHalfWritten() throws Exception {
    Map<String, String> expected = reference();
    Random random = new Random(20);
    Lab lab = lab("killed-0");
    int before = 0;
    int midway = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      killOnce(lab, random);
      int found = check(lab, expected);
      assertThat(found).isGreaterThanOrEqualTo(before);
      before = found;
      if (found > 0 && found < plan.tasks().size()) {
        midway++;
      } else {
        finish(lab, expected);
        lab = lab("killed-" + (kill + 1));
        before = 0;
      }
    }
    finish(lab, expected);
    assertThat(midway).as("kills that hit a run midway").isGreaterThan(KILLS / 2);
  }

  private void killOnce(Lab lab, Random random) throws Exception {
    Process child = ChildRun.start(lab.store.root(), folder.resolve("computed.txt"));
    try (BufferedReader lines = child.inputReader()) {
      skip(lines, random.nextInt(12));
      // Between two lines, too: in the middle of a write, of a rename, of anything.
      spin(random.nextInt(3_000_000));
      child.destroyForcibly();
    }
    assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  /** The next run goes on where the killed ones were, and removes what they left. */
  private void finish(Lab lab, Map<String, String> expected) throws Exception {
    int there = check(lab, expected);
    RunSummary summary = lab.run(plan);
    assertThat(summary.status()).isEqualTo(Status.SUCCEEDED);
    assertThat(summary.cached()).isGreaterThanOrEqualTo(there);
    assertThat(check(lab, expected)).isEqualTo(plan.tasks().size());
    assertThat(lab.store.root().resolve("staging")).isEmptyDirectory();
    assertThat(lab.store.runs().list())
        .extracting(RunRecord::status)
        .doesNotContain(Status.RUNNING)
        .contains(Status.SUCCEEDED);
  }

  private static void skip(BufferedReader lines, int count) throws IOException {
    for (int i = 0; i <= count; i++) {
      if (lines.readLine() == null) {
        return;
      }
    }
  }

  private static void spin(int nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void severalProcessesShareAStoreAndNoWorkIsDoneTwice() throws Exception {
    Path computed = folder.resolve("computed.txt");
    Lab lab = lab("shared");
    List<Process> children = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      children.add(ChildRun.start(lab.store.root(), computed));
    }
    for (Process child : children) {
      List<String> lines;
      try (BufferedReader reader = child.inputReader()) {
        lines = reader.lines().toList();
      }
      assertThat(child.waitFor()).isZero();
      assertThat(lines).endsWith("SUCCEEDED");
    }
    check(lab, reference());
    Map<String, Long> counts =
        Files.readAllLines(computed).stream()
            .collect(Collectors.groupingBy(line -> line, Collectors.counting()));
    assertThat(counts).hasSize(plan.tasks().size());
    assertThat(counts.values()).containsOnly(1L);
  }
}
