package dev.arcuate.engine.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.engine.problem.ProblemReport;
import dev.arcuate.engine.problem.SourceLines;
import dev.arcuate.engine.testing.GoldenFile;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a user reads, word for word: a file per mistake. */
final class Refused {
  private Refused() {}

  static void with(String mistake, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProblemException.class, refused -> shown(mistake, refused.problems()));
  }

  static void shown(String mistake, List<Problem> problems) {
    assertThat(problems).allSatisfy(problem -> assertThat(problem.hint()).isPresent());
    GoldenFile.check(
        "models/refusals/" + mistake + ".txt",
        new ProblemReport(SourceLines.none()).text(problems));
  }
}
