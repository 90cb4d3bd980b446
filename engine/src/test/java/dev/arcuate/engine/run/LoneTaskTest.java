package dev.arcuate.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.Executor;
import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.Resources;
import dev.arcuate.engine.plan.Plan;
import dev.arcuate.engine.plan.PlannedTask;
import dev.arcuate.engine.run.Plans.Needs;
import dev.arcuate.engine.store.Key;
import dev.arcuate.engine.store.Keys;
import dev.arcuate.engine.store.RunRecord.Status;
import dev.arcuate.engine.store.StoreSession;
import dev.arcuate.engine.store.TaskSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that travel as files, as they would to a node of a cluster. */
@Timeout(60)
class LoneTaskTest {
  @TempDir Path folder;

  private Lab lab(FakeStep... steps) {
    return new Lab(folder.resolve("store"), steps);
  }

  private Path write(Lab lab, PlannedTask task) {
    Path file = folder.resolve("tasks").resolve(task.key().brief() + ".json");
    new SpecFile(TaskOrder.of("run-1", task, task.resources()), lab.store.root()).write(file);
    return file;
  }

  @Test
  void aFileHoldsAllOfATask() {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("subject", "01");
    labels.put("layer", "3");
    Key key = new Key("cd".repeat(32));
    TaskSpec spec =
        new TaskSpec(
            "regression-prepare",
            2,
            "ridge-cpu",
            "ab".repeat(32),
            Map.of("alphas", List.of(1, 0.1, 1e6), "file", "a.tsv", "on", true),
            Map.of("a.tsv", "ef".repeat(32)),
            Map.of("scores", List.of(new TaskSpec.Input(key, "scores", "encode", labels))),
            Map.of("a.tsv", "/data/a.tsv"));
    TaskOrder order =
        new TaskOrder(
            "run-1", "prepare[x=1]", Keys.of(spec), spec, new Resources(2, 1L << 33, 1L << 30, 1));
    Path file = folder.resolve("deep/task.json");
    new SpecFile(order, Path.of("/store")).write(file);
    SpecFile read = SpecFile.read(file);
    assertThat(read.store()).isEqualTo(Path.of("/store"));
    assertThat(read.order().id()).isEqualTo("prepare[x=1]");
    assertThat(read.order().resources()).isEqualTo(order.resources());
    assertThat(read.order().spec().paths()).isEqualTo(spec.paths());
    assertThat(Keys.of(read.order().spec())).isEqualTo(order.key());
    TaskSpec.Input input = read.order().spec().inputs().get("scores").get(0);
    assertThat(input.step()).isEqualTo("encode");
    assertThat(input.labels().entrySet()).containsExactlyElementsOf(labels.entrySet());
  }

  @Test
  void aFileThatIsNoneIsRefused() throws Exception {
    Lab lab = lab(FakeStep.echo());
    PlannedTask task = new Plans().echo("a", "x").build().tasks().get(0);
    Path good = write(lab, task);
    Path bad = folder.resolve("bad.json");
    List<String> texts =
        List.of(
            "",
            "{}",
            "{\"format\":1}",
            Files.readString(good).replace("\"text\":\"x\"", "\"text\":\"y\""),
            Files.readString(good).replace("\"format\":1", "\"format\":2"));
    for (String text : texts) {
      Files.writeString(bad, text);
      assertProblem(() -> lab.runner.runTask(bad, lab.cancellation), "TASK_FILE_UNREADABLE");
    }
    assertProblem(
        () -> lab.runner.runTask(folder.resolve("none.json"), lab.cancellation),
        "TASK_FILE_UNREADABLE");
  }

  @Test
  void aTaskRunsFromItsFileAndTheStoreAlone() {
    Lab lab = lab(FakeStep.echo());
    Plan plan = new Plans().echo("a", "x").echo("b", "y", "a").build();
    for (PlannedTask task : plan.tasks()) {
      lab.runner.runTask(write(lab, task), lab.cancellation);
    }
    assertThat(lab.run(plan).cached()).isEqualTo(2);
    assertThat(lab.store.root().resolve("staging")).isEmptyDirectory();
  }

  @Test
  void aTaskWhoseResultExistsDoesNothing() {
    Lab lab = lab(FakeStep.echo());
    Plan plan = new Plans().echo("a", "x").build();
    lab.run(plan);
    Lab broken = lab();
    broken.runner.runTask(write(broken, plan.tasks().get(0)), broken.cancellation);
    assertThat(broken.components.leased()).isZero();
  }

  @Test
  void whatALoneTaskLacksIsSaid() {
    Lab lab = lab(FakeStep.echo());
    Plan plan = new Plans().echo("a", "x").echo("b", "y", "a").build();
    Path file = write(lab, plan.tasks().get(1));
    assertProblem(() -> lab.runner.runTask(file, lab.cancellation), "ARTIFACT_DAMAGED");
  }

  @Test
  void twoThatAreGivenTheSameTaskComputeItOnce() throws Exception {
    Lab lab = lab(FakeStep.echo());
    PlannedTask task = new Plans().echo("a", "x").build().tasks().get(0);
    Path file = write(lab, task);
    CompletableFuture<Void> waiting;
    try (StoreSession other = lab.store.session("other");
        StoreSession.Claim claim = other.claim(task.key()).orElseThrow()) {
      assertThat(claim).isNotNull();
      waiting = CompletableFuture.runAsync(() -> lab.runner.runTask(file, lab.cancellation));
      assertThat(lab.store.contains(task.key())).isFalse();
    }
    waiting.get(30, TimeUnit.SECONDS);
    assertThat(lab.store.contains(task.key())).isTrue();
  }

  @Test
  void aRunWaitsForWhatAnotherRunComputesAndTakesItsResult() throws Exception {
    Lab lab = lab(FakeStep.echo());
    Plan plan = new Plans().echo("a", "x").echo("b", "y", "a").build();
    Lab other = lab(FakeStep.echo());
    CompletableFuture<RunSummary> waiting;
    try (StoreSession session = other.store.session("other");
        StoreSession.Claim claim = session.claim(plan.tasks().get(0).key()).orElseThrow()) {
      assertThat(claim).isNotNull();
      CompletableFuture<Void> told = new CompletableFuture<>();
      waiting =
          CompletableFuture.supplyAsync(
              () ->
                  lab.runner.run(
                      plan,
                      lab.store,
                      lab.options,
                      event -> {
                        lab.on(event);
                        if (event instanceof RunEvent.TaskWaiting) {
                          told.complete(null);
                        }
                      },
                      lab.cancellation));
      told.get(30, TimeUnit.SECONDS);
      TaskRunner.Site site =
          new TaskRunner.Site(
              session,
              new TaskLogs("other", folder.resolve("logs"), java.time.Clock.systemUTC()),
              new java.util.HashSet<>());
      TaskControl control = new TaskControl();
      assertThat(control.begin()).isTrue();
      new TaskRunner(
              other.components,
              new dev.arcuate.engine.stages.Stages()::named,
              SettingsReader.ofSpecifications(),
              java.time.Clock.systemUTC())
          .run(
              TaskOrder.of("other", plan.tasks().get(0), Resources.small()),
              site,
              control,
              () -> {});
      site.logs().close();
    }
    RunSummary summary = waiting.get(30, TimeUnit.SECONDS);
    assertThat(summary.status()).isEqualTo(Status.SUCCEEDED);
    assertThat(lab.events(RunEvent.TaskReused.class)).hasSize(1);
    assertThat(summary.done()).isEqualTo(1);
    assertThat(summary.cached()).isEqualTo(1);
  }

  /** Runs what a submission says in another way than in this JVM: from its file. */
  private record ByFile(Runner elsewhere) implements Executor<ByFile.Settings> {
    record Settings() {}

    @Override
    public String id() {
      return "by-file";
    }

    @Override
    public String summary() {
      return "As a cluster would.";
    }

    @Override
    public Class<Settings> settingsType() {
      return Settings.class;
    }

    @Override
    public CompletableFuture<Void> submit(Settings settings, Submission submission, Here here) {
      return CompletableFuture.runAsync(
          () -> elsewhere.runTask(submission.specification(), new Cancellation()));
    }
  }

  private static RunSummary runByFile(Lab lab, Lab node, Plans plans) {
    return lab.runner.run(
        plans.build(),
        lab.store,
        lab.options,
        new Placement<>(new ByFile(node.runner), new ByFile.Settings()),
        lab,
        lab.cancellation);
  }

  @Test
  void anExecutorElsewhereNeedsOnlyTheFiles() {
    Lab lab = lab();
    Lab node = lab(FakeStep.echo());
    Plans plans = new Plans().echo("a", "x").echo("b", "y", "a").echo("c", "z", "a", "b");
    RunSummary summary = runByFile(lab, node, plans);
    assertThat(summary.status()).isEqualTo(Status.SUCCEEDED);
    assertThat(lab.finished()).containsExactly("a", "b", "c");
    assertThat(summary.bytesWritten()).isPositive();
  }

  @Test
  void whatFailsElsewhereIsToldHere() {
    Lab lab = lab();
    Problem problem = Problem.data("NIFTI_TRUNCATED", "it ends early");
    Lab node =
        lab(
            new FakeStep(
                "echo",
                (settings, task) -> {
                  throw problem.exception();
                }));
    RunSummary summary = runByFile(lab, node, new Plans().echo("a", "x"));
    assertThat(Lab.only(summary, "a")).isEqualTo(problem);
  }

  @Test
  void anExecutorThatFailsOrLosesAResultIsNamed() {
    Lab lab = lab();
    for (boolean loses : new boolean[] {true, false}) {
      Executor<ByFile.Settings> bad =
          new Executor<>() {
            @Override
            public String id() {
              return "slurm";
            }

            @Override
            public String summary() {
              return "Fails.";
            }

            @Override
            public Class<ByFile.Settings> settingsType() {
              return ByFile.Settings.class;
            }

            @Override
            public CompletableFuture<Void> submit(
                ByFile.Settings settings, Submission submission, Here here) {
              return loses
                  ? CompletableFuture.completedFuture(null)
                  : CompletableFuture.failedFuture(
                      new CompletionException(new IllegalStateException("queue is closed")));
            }
          };
      RunSummary summary =
          lab.runner.run(
              new Plans().task("echo", "a", Map.of("text", "x"), Needs.USUAL).build(),
              lab.store,
              lab.options,
              new Placement<>(bad, new ByFile.Settings()),
              lab,
              lab.cancellation);
      assertThat(Lab.only(summary, "a").code())
          .isEqualTo(loses ? "EXECUTOR_LOST_RESULT" : "EXECUTOR_FAILED");
      assertThat(Lab.only(summary, "a").message()).contains("executor 'slurm'");
    }
  }

  private static void assertProblem(Runnable call, String code) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problems().get(0).code()).isEqualTo(code));
  }
}
