package dev.arcuate.engine.yaml;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.Problem;
import dev.arcuate.engine.problem.DidYouMean;
import dev.arcuate.engine.problem.Problems;
import dev.arcuate.engine.problem.Quoted;
import java.util.List;
import java.util.Optional;

/** What binding a value needs to know beside the value: where paths lead and whom to tell. */
record Binding(InputPaths paths, Problems problems) {
  Binding {
    requireNonNull(paths, "paths");
    requireNonNull(problems, "problems");
  }

  void reportUnknown(String owner, Node.Mapping with, List<String> known) {
    for (Node.Entry entry : with.entries()) {
      String name = entry.key().text();
      if (!known.contains(name)) {
        problems.add(
            YamlCode.UNKNOWN_SETTING
                .at(
                    entry.key().position(),
                    "%s is not a setting of '%s'".formatted(Quoted.of(name), owner))
                .hint(DidYouMean.hint(name, "settings", known)));
      }
    }
  }

  /** Reports a value that does not fit and says where it came from. */
  <T> Optional<T> refuse(YamlCode code, Node node, String message) {
    return refuse(node, code.at(node.position(), message + origin(node)));
  }

  /** Reports a value that does not fit, what to do about it, and where it came from. */
  <T> Optional<T> refuse(YamlCode code, Node node, String message, String hint) {
    return refuse(node, code.at(node.position(), message + origin(node)).hint(hint));
  }

  private <T> Optional<T> refuse(Node node, Problem problem) {
    if (!isUnresolved(node)) {
      problems.add(problem);
    }
    return Optional.empty();
  }

  /** That a reference leads nowhere is one problem; that it does not fit either is not another. */
  private boolean isUnresolved(Node node) {
    return node instanceof Node.Scalar scalar
        && scalar.text().contains("$")
        && problems.contains(YamlCode.UNKNOWN_VARIABLE.name(), scalar.position());
  }

  /** What the author wrote, short enough for a message. */
  static String shown(Node node) {
    return node instanceof Node.Scalar scalar ? Quoted.of(scalar.text()) : node.kind();
  }

  private static String origin(Node node) {
    return node instanceof Node.Scalar scalar
        ? scalar.definedAt().map(place -> " (from " + place + ")").orElse("")
        : "";
  }
}
