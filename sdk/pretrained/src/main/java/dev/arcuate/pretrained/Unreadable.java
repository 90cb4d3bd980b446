package dev.arcuate.pretrained;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Problem.Position;
import dev.arcuate.api.ProblemException;
import java.nio.file.Path;

/** Files of weights that are damaged. */
final class Unreadable {
  private Unreadable() {}

  static ProblemException because(Path file, String why) {
    return problem(file, "cannot read the weights: " + why).exception();
  }

  static ProblemException cut(Path file, String why) {
    return problem(file, "the file of weights is cut short: " + why).exception();
  }

  private static Problem problem(Path file, String message) {
    return Problem.data("PRETRAINED_WEIGHTS_UNREADABLE", message)
        .at(new Position(file.toString(), 0, 0))
        .hint("copy or download the file again and compare its size with the original");
  }
}
