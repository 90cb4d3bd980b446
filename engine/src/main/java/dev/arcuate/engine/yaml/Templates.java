package dev.arcuate.engine.yaml;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Problem.Position;
import dev.arcuate.engine.problem.Problems;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Notations for variables that other tools have and this one does not. */
final class Templates {
  /** Either notation, complete or broken off at the end of a line. */
  static final Pattern ANY = Pattern.compile("\\{\\{[^{}]*(\\}\\}|$)|\\$\\{[^{}]*(\\}|$)");

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

  private Templates() {}

  /** Reports the first one inside a plain scalar. */
  static void report(Node.Scalar scalar, Problems problems) {
    Matcher found = ANY.matcher(scalar.text());
    if (found.find()) {
      problems.add(problem(scalar.position(), found.group()));
    }
  }

  static Problem problem(Position place, String written) {
    String inside = written.replaceAll("[${}]", "").strip();
    Optional<String> name = NAME.matcher(inside).matches() ? Optional.of(inside) : Optional.empty();
    return YamlCode.TEMPLATE_SYNTAX
        .at(place, "'%s' is not how a value is referred to".formatted(written.strip()))
        .hint(
            name.map(n -> "write $%s, or $(%s) inside text".formatted(n, n))
                .orElse("write $name, or $(name) inside text; quotes keep braces as they are"));
  }
}
