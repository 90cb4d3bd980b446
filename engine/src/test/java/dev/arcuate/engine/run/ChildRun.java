package dev.arcuate.engine.run;

import dev.arcuate.engine.run.Plans.Needs;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A run in a process of its own, for tests that kill it or start several. */
final class ChildRun {
  private static final int SMALL = 300;
  private static final int LARGE = 6;
  private static final int LARGE_ROWS = 60_000;

  private ChildRun() {}

  /** Many small tasks, and a few that write for a while, all of them read by one. */
  static Plans plans() {
    Plans plans = new Plans().echo("top", "t");
    List<String> all = new ArrayList<>();
    for (int i = 0; i < SMALL; i++) {
      if (i % (SMALL / LARGE) == 0) {
        String id = "large[n=" + i + "]";
        plans.task(
            "echo", id, Map.of("text", "row of " + i, "rows", LARGE_ROWS), Needs.USUAL, "top");
      }
      String id = "small[n=" + i + "]";
      plans.echo(id, "point " + i, "top");
      all.add(id);
    }
    return plans.echo("bottom", "b", all.toArray(String[]::new)).result("bottom");
  }

  /** A step that tells, in a file that several processes share, each time it is run. */
  static FakeStep tellingEcho(Path computations) {
    return new FakeStep(
        "echo",
        (settings, task) -> {
          FakeStep.writeEcho(settings, task);
          Files.writeString(
              computations, task.id() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        });
  }

  static Process start(Path store, Path computations) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            ChildRun.class.getName(),
            store.toString(),
            computations.toString())
        .redirectError(new File(store.getParent().toFile(), "child-errors.txt"))
        .start();
  }

  /** Arguments: store, and the file to tell computations in. Prints a line per finished task. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Lab lab = new Lab(Path.of(arguments[0]), tellingEcho(Path.of(arguments[1])));
    RunSummary summary =
        lab.runner.run(
            plans().build(),
            lab.store,
            lab.options,
            event -> {
              if (event instanceof RunEvent.Started) {
                out.println("started");
              } else if (event instanceof RunEvent.TaskFinished finished) {
                out.println(finished.task());
              }
            },
            lab.cancellation);
    out.println(summary.status());
    System.exit(summary.exitStatus());
  }
}
