package dev.arcuate.engine.cli;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.engine.Version;
import dev.arcuate.engine.problem.ProblemReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;

/** What users see when a command fails: problems as such, a bug with a place to report it. */
final class Faults implements CommandLine.IExecutionExceptionHandler {
  private final Console console;

  Faults(Console console) {
    this.console = console;
  }

  @Override
  public int handleExecutionException(
      Exception fault, CommandLine line, CommandLine.ParseResult parsed) {
    if (fault instanceof ProblemException known) {
      console.err().print(console.report().text(known.problems()));
      if (known.problems().size() > 1) {
        console.err().println(ProblemReport.summary(known.problems()));
      }
      return ProblemReport.exitStatus(known.problems());
    }
    Problem bug =
        Problem.user("INTERNAL_ERROR", "Arcuate " + Version.text() + " failed: " + fault)
            .hint("this is a bug; please report it with " + trace(fault));
    console.err().print(console.report().text(List.of(bug)));
    return Problem.Kind.INTERNAL.exitStatus();
  }

  private static String trace(Exception fault) {
    try {
      Path file = Files.createTempFile("arcuate-", ".log");
      try (PrintWriter writer = new PrintWriter(file.toFile(), StandardCharsets.UTF_8)) {
        fault.printStackTrace(writer);
      }
      return "the file " + file;
    } catch (IOException e) {
      return "how to make it happen again";
    }
  }
}
