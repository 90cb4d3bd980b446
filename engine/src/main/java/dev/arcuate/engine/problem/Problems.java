package dev.arcuate.engine.problem;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Problem.Position;
import dev.arcuate.api.Problem.Severity;
import dev.arcuate.api.ProblemException;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Gathers what one phase finds, so that a user sees every mistake at once. The same problem at the
 * same place counts once, however often it is found. Not safe for use by several threads.
 */
public final class Problems {
  private static final Comparator<Position> BY_PLACE =
      Comparator.comparing(Position::file)
          .thenComparingInt(Position::line)
          .thenComparingInt(Position::column);

  /** Problems that stand in no file come last, each in the order it was found. */
  private static final Comparator<Problem> ORDER =
      Comparator.comparing(
          problem -> problem.position().orElse(null), Comparator.nullsLast(BY_PLACE));

  private final Set<Problem> found = new LinkedHashSet<>();

  /** Adds a problem. */
  public void add(Problem problem) {
    found.add(requireNonNull(problem, "problem"));
  }

  /** Adds problems. */
  public void addAll(Collection<Problem> problems) {
    problems.forEach(this::add);
  }

  /** Whether something was found that stops the run. */
  public boolean hasErrors() {
    return found.stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
  }

  /** Whether a problem with this code was found at a place already. */
  public boolean contains(String code, Position place) {
    return found.stream()
        .anyMatch(
            problem ->
                problem.code().equals(code)
                    && problem.position().filter(place::equals).isPresent());
  }

  /** Number of different problems, warnings included. */
  public int size() {
    return found.size();
  }

  /** By file, line and column; those without a place come last. */
  public List<Problem> sorted() {
    return found.stream().sorted(ORDER).toList();
  }

  /** What the user should know although the run can go on, in the order of {@link #sorted}. */
  public List<Problem> warnings() {
    return sorted().stream().filter(problem -> problem.severity() == Severity.WARNING).toList();
  }

  /**
   * Ends a phase.
   *
   * @throws ProblemException holding everything, warnings included, if there is at least one error
   */
  public void throwIfErrors() {
    if (hasErrors()) {
      throw new ProblemException(sorted());
    }
  }
}
