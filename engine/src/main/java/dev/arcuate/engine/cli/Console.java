package dev.arcuate.engine.cli;

import dev.arcuate.engine.problem.ProblemReport;
import dev.arcuate.engine.problem.SourceLines;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * Where a command writes to: results to {@code out}, everything else to {@code err}.
 *
 * @param out standard output
 * @param err standard error
 */
record Console(PrintStream out, PrintStream err) {

  /** Whether people watch: the launcher knows, Java does not. */
  boolean live() {
    return Boolean.getBoolean("arcuate.terminal");
  }

  /** Shows problems with their source lines, in colour if people watch. */
  ProblemReport report() {
    boolean colour = live() && System.getenv("NO_COLOR") == null;
    return new ProblemReport(SourceLines.under(Path.of("")), colour);
  }
}
