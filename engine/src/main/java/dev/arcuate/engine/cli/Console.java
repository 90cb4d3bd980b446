package dev.arcuate.engine.cli;

import dev.arcuate.engine.Arcuate;
import dev.arcuate.engine.problem.ProblemReport;
import dev.arcuate.engine.problem.SourceLines;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a command writes to: results to {@code out}, everything else to {@code err}.
 *
 * @param out standard output
 * @param err standard error
 * @param served the engine that outlives the command, in {@code arcuate serve}
 */
record Console(PrintStream out, PrintStream err, Optional<Arcuate> served) {

  /** Every command starts an engine of its own. */
  Console(PrintStream out, PrintStream err) {
    this(out, err, Optional.empty());
  }

  /** Commands use this engine. */
  Console servedBy(Arcuate arcuate) {
    return new Console(out, err, Optional.of(arcuate));
  }

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
