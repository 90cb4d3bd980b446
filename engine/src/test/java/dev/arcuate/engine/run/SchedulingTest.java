package dev.arcuate.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Task;
import dev.arcuate.engine.run.Plans.Needs;
import dev.arcuate.engine.store.RunRecord.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Permits, retries, time limits, failures and cancelling. */
@Timeout(60)
class SchedulingTest {
  @TempDir Path folder;

  private Lab lab(FakeStep... steps) {
    return new Lab(folder.resolve("store"), steps);
  }

  private static Map<String, Object> text(String text) {
    return Map.of("text", text);
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody came");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  // ---- permits

  @Test
  void runsSideBySideWhatFitsAndNoMore() {
    AtomicInteger threads = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CyclicBarrier pairs = new CyclicBarrier(2);
    FakeStep step =
        new FakeStep(
            "echo",
            (settings, task) -> {
              most.accumulateAndGet(threads.addAndGet(task.resources().threads()), Math::max);
              meet(pairs);
              threads.addAndGet(-task.resources().threads());
              FakeStep.writeEcho(settings, task);
            });
    Lab lab = lab(step);
    Plans plans = new Plans();
    for (int i = 0; i < 20; i++) {
      plans.echo("t" + i, "" + i);
    }
    // Every task waits for a second one: with less than two at a time this would never end.
    assertThat(lab.run(plans).done()).isEqualTo(20);
    assertThat(most).hasValue(2);
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("no second task at the same time", e);
    }
  }

  @Test
  void aBigTaskIsNotOvertakenForEver() {
    Lab lab = lab(FakeStep.echo());
    Plans plans = new Plans().task("echo", "first", text("f"), Needs.of(1, 1, 0));
    plans.task("echo", "big", text("b"), Needs.of(2, 1, 0));
    for (int i = 0; i < 50; i++) {
      plans.task("echo", "small" + i, text("" + i), Needs.of(1, 1, 0));
    }
    assertThat(lab.run(plans).done()).isEqualTo(52);
    assertThat(lab.started().indexOf("big")).isEqualTo(1);
  }

  @Test
  void whoWaitsForTheGpuDoesNotHoldUpTheProcessors() {
    CountDownLatch cpuDone = new CountDownLatch(1);
    FakeStep gpu =
        new FakeStep(
            "gpu",
            (settings, task) -> {
              if (settings.text().equals("first")) {
                await(cpuDone);
              }
              FakeStep.writeEcho(settings, task);
            });
    FakeStep cpu =
        new FakeStep(
            "cpu",
            (settings, task) -> {
              cpuDone.countDown();
              FakeStep.writeEcho(settings, task);
            });
    Lab lab = lab(gpu, cpu);
    lab.options = RunOptions.with(new Permits(4, 1L << 30, 1L << 30, 1));
    RunSummary summary =
        lab.run(
            new Plans()
                .task("gpu", "a", text("first"), Needs.of(1, 1, 1))
                .task("gpu", "b", text("second"), Needs.of(1, 1, 1))
                .task("cpu", "c", text("third"), Needs.of(1, 1, 0)));
    assertThat(summary.status()).isEqualTo(Status.SUCCEEDED);
    assertThat(lab.started()).containsExactly("a", "c", "b");
  }

  @Test
  void memoryCountsToo() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    FakeStep step =
        new FakeStep(
            "echo",
            (settings, task) -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              running.decrementAndGet();
              FakeStep.writeEcho(settings, task);
            });
    Lab lab = lab(step);
    Plans plans = new Plans();
    for (int i = 0; i < 10; i++) {
      plans.task("echo", "t" + i, text("" + i), Needs.of(1, 600, 0));
    }
    assertThat(lab.run(plans).done()).isEqualTo(10);
    assertThat(most).hasValue(1);
  }

  /** Weights of models do not count against the heap, and arrays do. */
  @Test
  void memoryOutsideOfTheHeapIsCountedApart() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CyclicBarrier together = new CyclicBarrier(2);
    FakeStep step =
        new FakeStep(
            "echo",
            (settings, task) -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              if (settings.text().startsWith("both")) {
                meet(together);
              }
              running.decrementAndGet();
              FakeStep.writeEcho(settings, task);
            });
    Resources model = Resources.of(1, 100).plusNative(800L << 20);
    Resources array = Resources.of(1, 150);
    Lab lab = lab(step);
    lab.options = RunOptions.with(new Permits(2, 1200L << 20, 250L << 20, 0));
    Plans beside =
        new Plans()
            .task("echo", "model", text("both"), Needs.of(model))
            .task("echo", "array", text("both too"), Needs.of(array));
    assertThat(lab.run(beside).done()).isEqualTo(2);
    assertThat(most).hasValue(2);
    most.set(0);
    Plans arrays = new Plans();
    Plans models = new Plans();
    for (int i = 0; i < 5; i++) {
      arrays.task("echo", "a" + i, text("a" + i), Needs.of(array));
      models.task("echo", "m" + i, text("m" + i), Needs.of(model));
    }
    assertThat(lab.run(arrays).done()).isEqualTo(5);
    assertThat(lab.run(models).done()).isEqualTo(5);
    assertThat(most).hasValue(1);
  }

  @Test
  void moreOfTheHeapThanThereIsIsSaid() {
    Lab lab = lab(FakeStep.echo());
    lab.options = RunOptions.with(new Permits(2, 8L << 30, 1L << 30, 0));
    Plans plans = new Plans().task("echo", "huge", text("y"), Needs.of(Resources.of(1, 2000)));
    assertThatThrownBy(() -> lab.run(plans))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("step 'huge' needs memory on the heap: 2000 MiB, there are 1024 MiB");
  }

  @Test
  void whatCanNeverFitIsSaidBeforeAnythingRuns() {
    Lab lab = lab(FakeStep.echo());
    Plans plans =
        new Plans()
            .echo("fine", "x")
            .task("echo", "fat[x=1]", text("1"), Needs.of(1, 5000, 0))
            .task("echo", "fat[x=2]", text("2"), Needs.of(1, 5000, 0))
            .task("echo", "gpus", text("3"), Needs.of(1, 1, 2));
    assertThatThrownBy(() -> lab.run(plans))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problems())
                    .extracting(Problem::message)
                    .containsExactly(
                        "step 'fat' needs memory: 5000 MiB, there are 1024 MiB",
                        "step 'gpus' needs GPUs: 2, there are 1"));
    assertThat(lab.started()).isEmpty();
  }

  @Test
  void aTaskThatWouldLikeMoreThreadsThanThereAreRunsWithAll() {
    AtomicInteger given = new AtomicInteger();
    FakeStep step =
        new FakeStep(
            "echo",
            (settings, task) -> {
              given.set(task.resources().threads());
              FakeStep.writeEcho(settings, task);
            });
    RunSummary summary =
        lab(step).run(new Plans().task("echo", "a", text("x"), Needs.of(64, 1, 0)));
    assertThat(summary.done()).isEqualTo(1);
    assertThat(given).hasValue(2);
  }

  // ---- failures

  private static FakeStep failing(String id, RuntimeException failure) {
    return new FakeStep(
        id,
        (settings, task) -> {
          throw failure;
        });
  }

  @Test
  void afterAFailureNothingNewStarts() {
    Lab lab = lab(FakeStep.echo(), failing("fails", new IllegalStateException("no alphas")));
    lab.options = RunOptions.with(new Permits(1, 1L << 30, 1L << 30, 0));
    RunSummary summary =
        lab.run(
            new Plans()
                .echo("before", "x")
                .task("fails", "bad", text("y"), Needs.USUAL, "before")
                .echo("after", "z", "bad")
                .echo("other", "w", "before"));
    assertThat(summary.status()).isEqualTo(Status.FAILED);
    assertThat(summary.exitStatus()).isEqualTo(3);
    assertThat(lab.finished()).containsExactly("before");
    assertThat(lab.skipped()).containsExactly("after", "other");
    assertThat(lab.store.runs().list().get(0).status()).isEqualTo(Status.FAILED);
    assertThat(lab.components.leased()).isZero();
  }

  @Test
  void keepGoingRunsWhatDoesNotDependOnTheFailure() {
    Lab lab = lab(FakeStep.echo(), failing("fails", new IllegalStateException("no alphas")));
    lab.options = RunOptions.with(new Permits(1, 1L << 30, 1L << 30, 0)).keepGoing(true);
    RunSummary summary =
        lab.run(
            new Plans()
                .task("fails", "bad", text("y"), Needs.USUAL)
                .echo("after", "z", "bad")
                .echo("later", "z", "after")
                .echo("other", "w"));
    assertThat(lab.finished()).containsExactly("other");
    assertThat(lab.skipped()).containsExactly("after", "later");
    assertThat(lab.events(RunEvent.TaskSkipped.class).get(1).because()).isEqualTo("'bad' failed");
    assertThat(summary.failed()).isEqualTo(1);
    assertThat(summary.skipped()).isEqualTo(2);
    assertThat(summary.done()).isEqualTo(1);
  }

  @Test
  void aFaultOfAPluginNamesItAndKeepsTheTraceInTheLog() throws Exception {
    Lab lab = lab(failing("fails", new IllegalStateException("no alphas")));
    RunSummary summary = lab.run(new Plans().task("fails", "bad", text("y"), Needs.USUAL));
    Problem problem = Lab.only(summary, "bad");
    assertThat(problem.code()).isEqualTo("PLUGIN_FAILED");
    assertThat(problem.message())
        .isEqualTo("component 'fails' of plugin fake 1.2.3 failed: no alphas");
    Path log = summary.folder().resolve("logs/bad.log");
    assertThat(problem.hint().orElseThrow()).endsWith(log.toString());
    assertThat(log).content().contains("IllegalStateException: no alphas", "SchedulingTest.java");
  }

  @Test
  void problemsOfAComponentPassUnchanged() {
    Problem problem = Problem.data("NIFTI_TRUNCATED", "it ends early").hint("copy it again");
    Lab lab = lab(failing("fails", problem.exception()));
    RunSummary summary = lab.run(new Plans().task("fails", "bad", text("y"), Needs.USUAL));
    assertThat(Lab.only(summary, "bad")).isEqualTo(problem);
    assertThat(summary.exitStatus()).isEqualTo(2);
    assertThat(summary.folder().resolve("logs")).doesNotExist();
  }

  @Test
  void whatAPluginMayThrowBecomesAProblemOfTheRightKind() {
    record Case(String code, FakeStep.Body body) {}
    List<Case> cases =
        List.of(
            new Case("TASK_OUT_OF_MEMORY", (s, t) -> allocateTooMuch()),
            new Case(
                "PLUGIN_FAILED",
                (s, t) -> {
                  throw new StackOverflowError();
                }),
            new Case(
                "PLUGIN_DOES_NOT_FIT",
                (s, t) -> {
                  throw new NoSuchMethodError("Design.rows()");
                }),
            new Case(
                "FILE_FAULT",
                (s, t) -> {
                  throw new java.nio.file.NoSuchFileException("/data/sub-01.nii");
                }),
            new Case(
                "STORE_DISK_FULL",
                (s, t) -> {
                  throw new java.io.IOException("No space left on device");
                }),
            new Case("OUTPUT_MISSING", (s, t) -> {}),
            new Case("OUTPUT_INVALID", (s, t) -> t.output(FakeStep.OUT)),
            new Case("PLUGIN_FAILED", (s, t) -> t.output("other")),
            new Case(
                "PLUGIN_FAILED", (s, t) -> t.input(FakeStep.IN, dev.arcuate.api.value.Words.class)),
            new Case("PLUGIN_FAILED", (s, t) -> t.note(Map.of("a", Path.of("/")))));
    for (Case each : cases) {
      Lab lab = lab(new FakeStep("fails", each.body()));
      RunSummary summary = lab.run(new Plans().task("fails", "bad", text("y"), Needs.USUAL));
      assertThat(Lab.only(summary, "bad").code()).isEqualTo(each.code());
      assertThat(Lab.only(summary, "bad").hint()).isPresent();
      assertThat(lab.components.leased()).isZero();
    }
  }

  private static void allocateTooMuch() {
    List<long[]> held = new CopyOnWriteArrayList<>();
    while (true) {
      held.add(new long[Integer.MAX_VALUE - 8]);
    }
  }

  @Test
  void aMissingPluginIsAProblem() {
    RunSummary summary =
        lab(FakeStep.echo()).run(new Plans().task("gone", "a", text("y"), Needs.USUAL));
    assertThat(Lab.only(summary, "a").code()).isEqualTo("PLUGIN_NOT_LOADED");
  }

  @Test
  void aListenerThatFailsDoesNotStopTheWork() {
    Lab lab = lab(FakeStep.echo());
    RunSummary summary =
        lab.runner.run(
            new Plans().echo("a", "x").build(),
            lab.store,
            lab.options,
            event -> {
              throw new IllegalStateException("broken listener");
            },
            lab.cancellation);
    assertThat(summary.status()).isEqualTo(Status.SUCCEEDED);
  }

  // ---- retries and time limits

  @Test
  void aFailureIsRetriedAsOftenAsTheWorkflowSays() {
    AtomicInteger calls = new AtomicInteger();
    FakeStep shaky =
        new FakeStep(
            "shaky",
            (settings, task) -> {
              if (calls.incrementAndGet() < 3) {
                throw new IllegalStateException("not yet");
              }
              FakeStep.writeEcho(settings, task);
            });
    Lab lab = lab(shaky);
    RunSummary summary = lab.run(new Plans().task("shaky", "a", text("x"), Needs.USUAL.retries(2)));
    assertThat(summary.status()).isEqualTo(Status.SUCCEEDED);
    assertThat(lab.events(RunEvent.TaskFailed.class))
        .extracting(RunEvent.TaskFailed::willRetry)
        .containsExactly(true, true);
    assertThat(lab.events(RunEvent.TaskStarted.class))
        .extracting(RunEvent.TaskStarted::attempt)
        .containsExactly(1, 2, 3);
  }

  @Test
  void retriesEnd() {
    Lab lab = lab(failing("fails", new IllegalStateException("never")));
    RunSummary summary = lab.run(new Plans().task("fails", "a", text("x"), Needs.USUAL.retries(1)));
    assertThat(summary.failed()).isEqualTo(1);
    assertThat(lab.events(RunEvent.TaskFailed.class))
        .extracting(RunEvent.TaskFailed::willRetry)
        .containsExactly(true, false);
  }

  private static FakeStep politeSleeper(CountDownLatch entered) {
    return new FakeStep(
        "sleeps",
        (settings, task) -> {
          entered.countDown();
          while (true) {
            task.checkCancelled();
            Thread.onSpinWait();
          }
        });
  }

  @Test
  void aTaskWhoseTimeIsUpIsStoppedAndSaysHowLongItHad() {
    Lab lab = lab(politeSleeper(new CountDownLatch(1)));
    RunSummary summary =
        lab.run(
            new Plans().task("sleeps", "a", text("x"), Needs.USUAL.timeout(Duration.ofMillis(50))));
    Problem problem = Lab.only(summary, "a");
    assertThat(problem.code()).isEqualTo("TASK_TIMED_OUT");
    assertThat(problem.message()).isEqualTo("a did not end within 50ms");
    assertThat(summary.exitStatus()).isEqualTo(4);
    assertThat(lab.store.root().resolve("staging")).isEmptyDirectory();
  }

  @Test
  void aTaskThatOnlyHearsInterruptsIsStopped() {
    CountDownLatch never = new CountDownLatch(1);
    FakeStep blocked =
        new FakeStep(
            "blocked",
            (settings, task) -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException("interrupted", e);
              }
            });
    RunSummary summary =
        lab(blocked)
            .run(
                new Plans()
                    .task("blocked", "a", text("x"), Needs.USUAL.timeout(Duration.ofMillis(50))));
    assertThat(Lab.only(summary, "a").code()).isEqualTo("TASK_TIMED_OUT");
  }

  @Test
  void aTaskThatHearsNothingIsLeftBehind() {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch left = new CountDownLatch(1);
    FakeStep deaf =
        new FakeStep(
            "deaf",
            (settings, task) -> {
              awaitDeaf(release);
              try {
                FakeStep.writeEcho(settings, task);
              } finally {
                left.countDown();
              }
            });
    Lab lab = lab(deaf, FakeStep.echo());
    lab.options = lab.options.keepGoing(true);
    Plans plans =
        new Plans()
            .task("deaf", "a", text("x"), Needs.of(2, 1, 0).timeout(Duration.ofMillis(50)))
            .echo("b", "y");
    RunSummary summary = lab.run(plans);
    assertThat(summary.problems().get("a"))
        .extracting(Problem::code)
        .containsExactly("TASK_TIMED_OUT", "TASK_UNRESPONSIVE");
    assertThat(lab.finished()).containsExactly("b");
    release.countDown();
    await(left);
    assertThat(lab.store.contains(plans.key("a"))).isFalse();
  }

  private static void awaitDeaf(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aRetryFollowsATimeOut() {
    AtomicInteger calls = new AtomicInteger();
    FakeStep slowOnce =
        new FakeStep(
            "slow",
            (settings, task) -> {
              while (calls.get() == 0) {
                waitToBeStopped(task, calls);
              }
              FakeStep.writeEcho(settings, task);
            });
    Lab lab = lab(slowOnce);
    RunSummary summary =
        lab.run(
            new Plans()
                .task(
                    "slow",
                    "a",
                    text("x"),
                    Needs.USUAL.retries(1).timeout(Duration.ofMillis(200))));
    assertThat(summary.status()).isEqualTo(Status.SUCCEEDED);
    assertThat(lab.started()).containsExactly("a", "a");
  }

  private static void waitToBeStopped(Task task, AtomicInteger calls) {
    try {
      while (true) {
        task.checkCancelled();
        Thread.onSpinWait();
      }
    } finally {
      calls.incrementAndGet();
    }
  }

  // ---- cancelling

  @Test
  void cancellingStopsWhatRunsAndTheNextRunGoesOn() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    Lab lab = lab(FakeStep.echo(), politeSleeper(entered));
    Plans plans =
        new Plans()
            .echo("a", "x")
            .task("sleeps", "b", text("y"), Needs.USUAL, "a")
            .echo("c", "z", "b");
    Thread handler =
        new Thread(
            () -> {
              await(entered);
              lab.cancellation.cancel();
            });
    handler.start();
    RunSummary summary = lab.run(plans);
    handler.join();
    assertThat(summary.status()).isEqualTo(Status.CANCELLED);
    assertThat(summary.exitStatus()).isEqualTo(130);
    assertThat(lab.finished()).containsExactly("a");
    assertThat(lab.skipped()).containsExactly("b", "c");
    assertThat(lab.events(RunEvent.Finished.class).get(0).cancelled()).isTrue();
    assertThat(lab.store.root().resolve("staging")).isEmptyDirectory();
    assertThat(lab.store.runs().list().get(0).status()).isEqualTo(Status.CANCELLED);

    Lab again = lab(FakeStep.echo(), new FakeStep("sleeps", FakeStep::writeEcho));
    again.run(plans);
    assertThat(again.finished()).containsExactly("b", "c");
  }

  @Test
  void aRunThatIsCancelledBeforeItBeginsRunsNothing() {
    Lab lab = lab(FakeStep.echo());
    lab.cancellation.cancel();
    RunSummary summary = lab.run(new Plans().echo("a", "x"));
    assertThat(summary.status()).isEqualTo(Status.CANCELLED);
    assertThat(summary.done()).isZero();
  }

  @Test
  void interruptingTheCallerCancels() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    Lab lab = lab(politeSleeper(entered));
    Thread caller = Thread.currentThread();
    Thread handler =
        new Thread(
            () -> {
              await(entered);
              caller.interrupt();
            });
    handler.start();
    RunSummary summary = lab.run(new Plans().task("sleeps", "a", text("x"), Needs.USUAL));
    assertThat(Thread.interrupted()).isTrue();
    handler.join();
    assertThat(summary.status()).isEqualTo(Status.CANCELLED);
  }

  // ---- progress, logs, threads

  @Test
  void progressIsTold() {
    CountDownLatch told = new CountDownLatch(1);
    FakeStep reports =
        new FakeStep(
            "reports",
            (settings, task) -> {
              task.progress().report(3, 10, "words");
              await(told);
              FakeStep.writeEcho(settings, task);
            });
    Lab lab = lab(reports);
    lab.runner.run(
        new Plans().task("reports", "a", text("x"), Needs.USUAL).build(),
        lab.store,
        lab.options,
        event -> {
          lab.on(event);
          if (event instanceof RunEvent.TaskProgress) {
            told.countDown();
          }
        },
        lab.cancellation);
    RunEvent.TaskProgress progress = lab.events(RunEvent.TaskProgress.class).get(0);
    assertThat(progress.done()).isEqualTo(3);
    assertThat(progress.total()).isEqualTo(10);
    assertThat(progress.unit()).isEqualTo("words");
  }

  @Test
  void theContextLoaderIsThatOfTheComponentAndComesBack() {
    List<ClassLoader> seen = new CopyOnWriteArrayList<>();
    FakeStep step =
        new FakeStep(
            "echo",
            (settings, task) -> {
              seen.add(Thread.currentThread().getContextClassLoader());
              FakeStep.writeEcho(settings, task);
            });
    lab(step).run(new Plans().echo("a", "x").echo("b", "y"));
    assertThat(seen).hasSize(2).containsOnly(FakeStep.class.getClassLoader());
  }

  @Test
  void linesOfLibrariesGoToTheLogOfTheTask() {
    FakeStep logs =
        new FakeStep(
            "logs",
            (settings, task) -> {
              org.slf4j.LoggerFactory.getLogger("some.library").error("odd header");
              FakeStep.writeEcho(settings, task);
            });
    RunSummary summary = lab(logs).run(new Plans().task("logs", "a", text("x"), Needs.USUAL));
    assertThat(summary.folder().resolve("logs/a.log"))
        .content()
        .contains("ERROR some.library: odd header");
  }

  @Test
  void aTaskIsOfNoUseAfterItsEnd() {
    List<Task> kept = new CopyOnWriteArrayList<>();
    FakeStep step =
        new FakeStep(
            "echo",
            (settings, task) -> {
              kept.add(task);
              FakeStep.writeEcho(settings, task);
            });
    lab(step).run(new Plans().echo("a", "x"));
    assertThatThrownBy(() -> kept.get(0).output(FakeStep.OUT))
        .isInstanceOf(IllegalStateException.class);
  }
}
