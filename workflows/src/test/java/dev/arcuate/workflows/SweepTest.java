package dev.arcuate.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten thousand tasks in a small heap. The limits here are several times the targets, since a
 * machine may be busy; {@code bench/sweep} measures.
 */
class SweepTest {
  private static final int TASKS = 10_000;

  @TempDir Path folder;

  @Test
  void tenThousandTasksArePlannedRunResumedAndChanged() throws Exception {
    TrivialPlugin.writeTo(Files.createDirectories(folder.resolve("jars")), "1.0.0");
    String numbers = IntStream.range(0, TASKS).mapToObj(Integer::toString).collect(commas());
    Files.writeString(
        folder.resolve("sweep.yaml"),
        """
        arcuate: 1
        name: sweep
        params: {numbers: [%s]}
        steps: {number: {uses: trivial, sweep: {i: $numbers}, with: {value: $i}}}
        """
            .formatted(numbers));
    Command command = new Command(folder).asStudy().with("ARCUATE_HEAP", "512m");
    String[] run = {"run", "sweep.yaml", "--plugin-dir", "jars"};

    Command.Ended planned = command.run("plan", "sweep.yaml", "--plugin-dir", "jars");
    assertThat(planned.out()).as(planned.all()).contains("0 cached, " + TASKS + " to run");
    assertThat(planned.took()).isLessThan(Duration.ofSeconds(20));

    Command.Ended first = command.run(run);
    assertThat(first.status()).as(first.all()).isZero();
    assertThat(first.out()).contains(TASKS + " tasks run");
    assertThat(first.took()).isLessThan(Duration.ofSeconds(180));

    Command.Ended second = command.run(run);
    assertThat(second.out()).as(second.all()).contains("nothing to do");
    assertThat(second.took()).isLessThan(Duration.ofSeconds(30));

    Command.Ended more =
        command.run(
            "run", "sweep.yaml", "--plugin-dir", "jars", "--set", "numbers=[0, 1, 10000, 10001]");
    assertThat(more.out()).as(more.all()).contains("2 tasks run, 2 cached");
  }

  private static java.util.stream.Collector<CharSequence, ?, String> commas() {
    return Collectors.joining(", ");
  }
}
