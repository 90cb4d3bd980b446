package dev.arcuate.engine.cli;

import dev.arcuate.api.Problem;
import dev.arcuate.engine.accel.Doctor.Check;
import dev.arcuate.engine.accel.Doctor.Status;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code arcuate doctor}: what this machine lacks, and what to do about it. */
@Command(
    name = "doctor",
    description = "Looks at all of this machine that Arcuate depends on, and says what to do.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private EngineOptions engine = new EngineOptions();

  DoctorCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    return engine.with(
        console,
        arcuate -> {
          List<Check> checks = arcuate.examine();
          checks.forEach(this::show);
          List<Problem> plugins = arcuate.plugins().problems();
          console.err().print(console.report().text(plugins));
          boolean failed =
              checks.stream().anyMatch(check -> check.status() == Status.FAILED)
                  || !plugins.isEmpty();
          return failed ? Problem.Kind.RESOURCE.exitStatus() : 0;
        });
  }

  private void show(Check check) {
    String mark =
        switch (check.status()) {
          case OK -> "ok    ";
          case WARNING -> "note  ";
          case FAILED -> "FAILED";
        };
    console.out().printf("%s  %-18s %s%n", mark, check.name(), check.finding());
    check.cure().ifPresent(cure -> console.out().printf("%28s%s%n", "", cure));
  }
}
