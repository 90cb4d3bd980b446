package dev.arcuate.engine.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Problem.Position;
import dev.arcuate.api.ProblemException;
import org.junit.jupiter.api.Test;

final class ProblemsTest {
  private final Problems problems = new Problems();

  @Test
  void sortsByPlaceAndPutsThoseWithoutOneLast() {
    Problem nowhere = Problem.user("NOWHERE", "x");
    Problem lateFile = Problem.user("A", "x").at(new Position("b.yaml", 1, 1));
    Problem lateLine = Problem.user("A", "x").at(new Position("a.yaml", 10, 1));
    Problem lateColumn = Problem.user("A", "x").at(new Position("a.yaml", 9, 10));
    Problem first = Problem.user("Z", "x").at(new Position("a.yaml", 9, 9));
    problems.addAll(java.util.List.of(nowhere, lateFile, lateLine, lateColumn, first));

    assertThat(problems.sorted()).containsExactly(first, lateColumn, lateLine, lateFile, nowhere);
  }

  @Test
  void countsTheSameProblemAtTheSamePlaceOnce() {
    problems.add(Problem.user("A", "x").at(new Position("a.yaml", 1, 1)));
    problems.add(Problem.user("A", "x").at(new Position("a.yaml", 1, 1)));
    problems.add(Problem.user("A", "x").at(new Position("a.yaml", 2, 1)));

    assertThat(problems.size()).isEqualTo(2);
  }

  @Test
  void warningsAloneDoNotEndAPhase() {
    problems.add(Problem.user("A", "x").asWarning());

    assertThatCode(problems::throwIfErrors).doesNotThrowAnyException();
    assertThat(problems.warnings()).hasSize(1);
  }

  @Test
  void anErrorEndsAPhaseWithEverythingFound() {
    problems.add(Problem.user("W", "x").asWarning());
    problems.add(Problem.user("E", "x"));

    assertThatThrownBy(problems::throwIfErrors)
        .isInstanceOfSatisfying(
            ProblemException.class,
            thrown ->
                assertThat(thrown.problems()).extracting(Problem::code).containsExactly("W", "E"));
  }
}
