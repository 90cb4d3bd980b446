package dev.arcuate.api;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Ends a phase or a task with every problem it found. Components throw it for whatever a user can
 * mend; any other exception counts as a fault of the plugin that threw it.
 */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  public ProblemException(Problem problem) {
    this(List.of(problem));
  }

  public ProblemException(Problem problem, Throwable cause) {
    super(problem.toString(), cause);
    this.problems = List.of(problem);
  }

  public ProblemException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("a ProblemException needs a problem");
    }
    this.problems = List.copyOf(problems);
  }

  /** Never empty. */
  public List<Problem> problems() {
    return problems;
  }
}
