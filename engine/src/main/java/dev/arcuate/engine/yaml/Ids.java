package dev.arcuate.engine.yaml;

import dev.arcuate.engine.problem.Problems;
import dev.arcuate.engine.problem.Quoted;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names that the author of a workflow chooses, and references to them. */
final class Ids {
  static final String ID = "[a-z][a-z0-9]*(?:-[a-z0-9]+)*";
  static final String VARIABLE = "[A-Za-z][A-Za-z0-9]*(?:[_-][A-Za-z0-9]+)*";

  private static final Pattern ID_ONLY = Pattern.compile(ID);
  private static final Pattern VARIABLE_ONLY = Pattern.compile(VARIABLE);
  private static final Pattern REFERENCE = Pattern.compile("(" + ID + ")(?:\\.(" + ID + "))?");
  private static final Pattern UNDERSCORED = Pattern.compile("[-+]?[0-9][0-9_]*_[0-9_]*");

  /** Longer names help nobody, and a regular expression could run out of stack on them. */
  private static final int LONGEST = 200;

  private Ids() {}

  /** Whether this can name a workflow or a step; reports it if not. */
  static boolean isId(String what, Node.Scalar id, Problems problems) {
    warnIfAmbiguous(id, problems);
    if (matches(ID_ONLY, id.text())) {
      return true;
    }
    problems.add(
        YamlCode.INVALID_ID
            .at(id.position(), "%s cannot be the %s".formatted(Quoted.of(id.text()), what))
            .hint(
                suggestion(id.text())
                    .map(better -> "write '" + better + "'")
                    .orElse("use lower-case letters, digits and hyphens; begin with a letter")));
    return false;
  }

  private static boolean matches(Pattern pattern, String text) {
    return text.length() <= LONGEST && pattern.matcher(text).matches();
  }

  private static Optional<String> suggestion(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    String better =
        text.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^[0-9-]+|-+$", "");
    return ID_ONLY.matcher(better).matches() ? Optional.of(better) : Optional.empty();
  }

  /** Whether this can name a param or a sweep variable; reports it if not. */
  static boolean isVariable(String what, Node.Scalar name, Problems problems) {
    warnIfAmbiguous(name, problems);
    if (matches(VARIABLE_ONLY, name.text())) {
      return true;
    }
    problems.add(
        YamlCode.INVALID_ID
            .at(name.position(), "%s cannot be the %s".formatted(Quoted.of(name.text()), what))
            .hint("use letters, digits, hyphens and underscores; begin with a letter"));
    return false;
  }

  /** Reads {@code step} or {@code step.port}; reports anything else. */
  static Optional<Workflow.Reference> reference(Node.Scalar scalar, Problems problems) {
    Matcher written = REFERENCE.matcher(scalar.text());
    if (scalar.text().length() <= 2 * LONGEST && written.matches()) {
      return Optional.of(
          new Workflow.Reference(
              scalar.position(), written.group(1), Optional.ofNullable(written.group(2))));
    }
    String hint =
        scalar.text().contains("$")
            ? "steps are named directly here; to swap a step use 'uses: $name'"
            : "write the id of a step, or step.output";
    problems.add(
        YamlCode.INVALID_REFERENCE
            .at(
                scalar.position(),
                "%s does not name an output of a step".formatted(Quoted.of(scalar.text())))
            .hint(hint));
    return Optional.empty();
  }

  /** Warns of scalars that other YAML tools read as something else than the text typed. */
  static void warnIfAmbiguous(Node node, Problems problems) {
    if (node instanceof Node.Sequence sequence) {
      sequence.items().forEach(item -> warnIfAmbiguous(item, problems));
    } else if (node instanceof Node.Mapping mapping) {
      mapping.entries().forEach(entry -> warnIfAmbiguous(entry.value(), problems));
    } else if (node instanceof Node.Scalar scalar && !scalar.quoted()) {
      otherReading(scalar.text())
          .ifPresent(
              reading ->
                  problems.add(
                      YamlCode.AMBIGUOUS_SCALAR
                          .at(
                              scalar.position(),
                              "'%s' is text here, but other YAML tools read %s"
                                  .formatted(scalar.text(), reading))
                          .hint("quote it: \"%s\"".formatted(scalar.text()))
                          .asWarning()));
    }
  }

  private static Optional<String> otherReading(String text) {
    return switch (text) {
      case "yes", "Yes", "YES", "on", "On", "ON" -> Optional.of("true");
      case "no", "No", "NO", "off", "Off", "OFF" -> Optional.of("false");
      default -> matches(UNDERSCORED, text) ? Optional.of(text.replace("_", "")) : Optional.empty();
    };
  }
}
