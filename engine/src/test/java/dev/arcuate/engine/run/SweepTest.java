package dev.arcuate.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.engine.store.RunRecord.Status;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sweep of thousands of trivial tasks in a small heap. How long ten thousand take is measured in
 * {@code bench/sweep}; the limits here are for machines that are busy with something else, and
 * catch only what has become slower by an order of magnitude.
 */
@Timeout(300)
class SweepTest {
  private static final int TASKS = 2_000;
  private static final Duration LONGEST_RUN = Duration.ofSeconds(60);
  private static final Duration LONGEST_RESUME = Duration.ofSeconds(20);

  @TempDir Path folder;

  /** Prints what came of the run. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) {
      Plans plans = new Plans().echo("top", "t");
      for (int i = 1; i < TASKS; i++) {
        plans.echo("point[n=" + i + "]", "point " + i, "top");
      }
      Lab lab = new Lab(Path.of(arguments[0]), FakeStep.echo());
      RunSummary summary =
          lab.runner.run(plans.build(), lab.store, lab.options, event -> {}, lab.cancellation);
      System.out.println(summary.status() + " " + summary.done() + " " + summary.cached());
      System.exit(summary.exitStatus());
    }
  }

  private Duration run(String expected) throws Exception {
    long begin = System.nanoTime();
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx32m",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                folder.resolve("store").toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(said).isEqualTo(expected);
    assertThat(child.waitFor()).isZero();
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  @Test
  void thousandsOfTasksRunAndResumeInASmallHeap() throws Exception {
    assertThat(run(Status.SUCCEEDED + " " + TASKS + " 0")).isLessThan(LONGEST_RUN);
    assertThat(run(Status.SUCCEEDED + " 0 " + TASKS)).isLessThan(LONGEST_RESUME);
  }
}
