package dev.arcuate.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.engine.run.Plans.Needs;
import dev.arcuate.engine.store.TaskSpec;
import dev.arcuate.engine.testing.GoldenFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The text of every problem of this room, as people read it. {@code -Darcuate.golden.update=true}
 * writes what is expected.
 */
class RunProblemsTest {
  private static final String EXPECTED = "run/problems/expected.txt";

  @TempDir Path folder;

  private final List<Problem> problems = new ArrayList<>();

  @Test
  void everyProblemReadsAsExpected() throws Exception {
    beforeAnythingRuns();
    outOfComponents();
    endings();
    executors();
    String shown =
        problems.stream()
            .map(problem -> problem + "\n  hint: " + problem.hint().orElse("none") + "\n")
            .collect(Collectors.joining("\n"))
            .replace(folder.toString(), "FOLDER")
            .replaceAll("\\d{8}-\\d{6}-[0-9a-f]{8}", "RUN");
    GoldenFile.check(EXPECTED, shown);
    assertThat(problems.stream().map(Problem::code).distinct())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(RunCode.values()).map(RunCode::name).toList());
  }

  private Lab lab(FakeStep... steps) {
    return new Lab(folder.resolve("store"), steps);
  }

  private void catching(Runnable call) {
    try {
      call.run();
    } catch (ProblemException e) {
      problems.addAll(e.problems());
    }
  }

  private void beforeAnythingRuns() throws IOException {
    Lab lab = lab(FakeStep.echo());
    Plans large =
        new Plans()
            .task("echo", "encode", Map.of(), Needs.of(1, 5000, 0))
            .task("echo", "embed", Map.of("text", "x"), Needs.of(1, 1, 2));
    catching(() -> lab.run(large));
    Path file = Files.writeString(folder.resolve("task.json"), "{}");
    catching(() -> lab.runner.runTask(file, lab.cancellation));
    TaskSpec spec =
        new TaskSpec(
            "divination", 1, "echo", FakeComponents.DIGEST, Map.of(), Map.of(), Map.of(), Map.of());
    TaskOrder order =
        new TaskOrder(
            "run",
            "encode[layer=3]",
            dev.arcuate.engine.store.Keys.of(spec),
            spec,
            Needs.USUAL.resources());
    Path strange = folder.resolve("strange.json");
    new SpecFile(order, lab.store.root()).write(strange);
    catching(() -> lab.runner.runTask(strange, lab.cancellation));
  }

  private void outOfComponents() {
    List<FakeStep.Body> bodies =
        List.of(
            (settings, task) -> {
              throw new IllegalStateException("the matrix is singular");
            },
            (settings, task) -> {
              throw new IllegalStateException();
            },
            (settings, task) -> {
              throw new NoSuchMethodError("dev.arcuate.api.value.Design.rows()");
            },
            (settings, task) -> {
              throw new NoSuchFileException("/data/sub-01_bold.nii.gz");
            },
            (settings, task) -> {
              throw new AccessDeniedException("/data/sub-01_bold.nii.gz");
            },
            (settings, task) -> {
              throw new IOException("unexpected end of the stream");
            },
            (settings, task) -> {
              throw new OutOfMemoryError("Java heap space");
            },
            (settings, task) -> {},
            (settings, task) -> task.output(FakeStep.OUT));
    for (FakeStep.Body body : bodies) {
      RunSummary summary =
          lab(new FakeStep("ridge", body))
              .run(new Plans().task("ridge", "encode[layer=3]", Map.of(), Needs.USUAL));
      problems.addAll(summary.problems().get("encode[layer=3]"));
    }
  }

  private Attempt attempt() {
    Plans plans =
        new Plans()
            .task("echo", "encode[layer=3]", Map.of(), Needs.USUAL.timeout(Duration.ofMinutes(90)));
    var task = plans.build().tasks().get(0);
    return new Attempt(
        0, task, TaskOrder.of("run", task, task.resources()), 1, Instant.EPOCH, Optional.empty());
  }

  private void endings() {
    problems.add(Faults.timedOut(attempt()));
    problems.add(Faults.unresponsive(attempt(), Duration.ofSeconds(10)));
  }

  private record Elsewhere(String id) implements dev.arcuate.api.Executor<Elsewhere.Settings> {
    record Settings() {}

    @Override
    public String summary() {
      return "Somewhere else.";
    }

    @Override
    public Class<Settings> settingsType() {
      return Settings.class;
    }

    @Override
    public CompletableFuture<Void> submit(Settings settings, Submission submission, Here here) {
      return CompletableFuture.completedFuture(null);
    }
  }

  private void executors() {
    Placement<?> slurm = new Placement<>(new Elsewhere("slurm"), new Elsewhere.Settings());
    Throwable failure = new IllegalStateException("the queue is closed");
    problems.addAll(Faults.problems(failure, slurm, attempt()));
    problems.add(Faults.resultMissing(slurm, attempt()));
    try (LocalExecutor executor = new LocalExecutor()) {
      Placement<?> here = new Placement<>(executor, new LocalExecutor.Settings());
      problems.addAll(Faults.problems(failure, here, attempt()));
    }
  }
}
