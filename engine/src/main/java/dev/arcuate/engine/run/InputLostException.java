package dev.arcuate.engine.run;

import dev.arcuate.api.Problem;
import dev.arcuate.engine.store.Key;

/** An input is missing or damaged, and must be computed again before its task can run. */
final class InputLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Key key;
  private final transient Problem problem;

  InputLostException(Key key, Problem problem) {
    super(problem.toString());
    this.key = key;
    this.problem = problem;
  }

  Key key() {
    return key;
  }

  Problem problem() {
    return problem;
  }
}
