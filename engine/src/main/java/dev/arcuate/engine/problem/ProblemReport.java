package dev.arcuate.engine.problem;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Problem.Position;
import dev.arcuate.api.Problem.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Shows problems to people and to machines. Problems that differ only in their place have one cause
 * and are shown once, with every place.
 */
public final class ProblemReport {
  /** Whoever has more of them mends these first. */
  private static final int MOST_CAUSES = 100;

  private static final int MOST_PLACES = 10;
  private static final int WIDEST_SOURCE = 100;

  private final SourceLines sources;
  private final Ink ink;

  /** Without colour. */
  public ProblemReport(SourceLines sources) {
    this(sources, false);
  }

  /**
   * A report.
   *
   * @param colour whether to use ANSI colours
   */
  public ProblemReport(SourceLines sources, boolean colour) {
    this.sources = requireNonNull(sources, "sources");
    this.ink = new Ink(colour);
  }

  /**
   * One paragraph per cause, each line ended by a line feed; empty if there is no problem. Of very
   * many causes, the first hundred.
   */
  public String text(List<Problem> problems) {
    StringBuilder out = new StringBuilder();
    List<Cause> causes = causes(problems);
    for (Cause cause : causes.subList(0, Math.min(MOST_CAUSES, causes.size()))) {
      if (!out.isEmpty()) {
        out.append('\n');
      }
      append(out, cause);
    }
    if (causes.size() > MOST_CAUSES) {
      out.append("\nand ").append(causes.size() - MOST_CAUSES).append(" more problems\n");
    }
    return out.toString();
  }

  /** Such as {@code 2 errors, 1 warning}; every place counts. */
  public static String summary(List<Problem> problems) {
    List<String> parts = new ArrayList<>();
    count(problems, Severity.ERROR, "error").ifPresent(parts::add);
    count(problems, Severity.WARNING, "warning").ifPresent(parts::add);
    return parts.isEmpty() ? "no problems" : String.join(", ", parts);
  }

  /** The same as JSON: {@code {"errors": 1, "warnings": 0, "problems": [...]}}. */
  public static String json(List<Problem> problems) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("errors", number(problems, Severity.ERROR));
    root.put("warnings", number(problems, Severity.WARNING));
    root.put("problems", jsonTypes(problems));
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps of text and numbers are always JSON", e);
    }
  }

  /** Problems as JSON types, one per cause with all of its places. */
  public static List<Map<String, Object>> jsonTypes(List<Problem> problems) {
    return causes(problems).stream().map(ProblemReport::json).toList();
  }

  /** What the command ends with: that of the first error, or 0 if nothing stops the run. */
  public static int exitStatus(List<Problem> problems) {
    return problems.stream()
        .filter(problem -> problem.severity() == Severity.ERROR)
        .mapToInt(problem -> problem.kind().exitStatus())
        .findFirst()
        .orElse(0);
  }

  private void append(StringBuilder out, Cause cause) {
    Problem problem = cause.problem;
    String severity = problem.severity().name().toLowerCase(Locale.ROOT);
    problem.position().ifPresent(place -> out.append(ink.bold(place + ":")).append(' '));
    out.append(ink.severity(severity + " " + problem.code(), problem.severity()))
        .append(": ")
        .append(onOneLine(problem.message()))
        .append('\n');
    problem.position().ifPresent(place -> appendSource(out, place, problem.severity()));
    problem.hint().ifPresent(hint -> appendIndented(out, ink.hint("hint:"), hint));
    if (cause.places.size() > 1) {
      appendIndented(out, ink.hint("also at:"), otherPlaces(cause.places));
    }
  }

  private static void appendIndented(StringBuilder out, String label, String text) {
    out.append("  ").append(label).append(' ').append(onOneLine(text)).append('\n');
  }

  private static String otherPlaces(List<Position> places) {
    List<String> others =
        places.stream().skip(1).limit(MOST_PLACES).map(Position::toString).toList();
    int more = places.size() - 1 - others.size();
    return String.join(", ", others) + (more > 0 ? " and " + more + " more places" : "");
  }

  private void appendSource(StringBuilder out, Position place, Severity severity) {
    Optional<String> line = sources.line(place.file(), place.line());
    if (line.isEmpty() || line.get().isBlank()) {
      return;
    }
    Excerpt excerpt = Excerpt.of(line.get(), place.column(), WIDEST_SOURCE);
    String number = String.format(Locale.ROOT, "%5d", place.line());
    out.append(ink.faint(number + " |")).append(' ').append(excerpt.text()).append('\n');
    if (place.column() > 0) {
      out.append(ink.faint("      |"))
          .append(' ')
          .append(" ".repeat(excerpt.caret()))
          .append(ink.severity("^", severity))
          .append('\n');
    }
  }

  /** Messages may hold text of plugins and libraries; a terminal must not obey it. */
  private static String onOneLine(String text) {
    return Quoted.plain(text, Integer.MAX_VALUE);
  }

  private static Optional<String> count(List<Problem> problems, Severity severity, String word) {
    long number = number(problems, severity);
    return number == 0
        ? Optional.empty()
        : Optional.of(number + " " + word + (number == 1 ? "" : "s"));
  }

  private static long number(List<Problem> problems, Severity severity) {
    return problems.stream().filter(problem -> problem.severity() == severity).count();
  }

  private static Map<String, Object> json(Cause cause) {
    Problem problem = cause.problem;
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("code", problem.code());
    fields.put("kind", problem.kind().name().toLowerCase(Locale.ROOT));
    fields.put("severity", problem.severity().name().toLowerCase(Locale.ROOT));
    fields.put("message", problem.message());
    problem.hint().ifPresent(hint -> fields.put("hint", hint));
    fields.put("url", problem.url());
    fields.put("places", cause.places.stream().map(ProblemReport::json).toList());
    return fields;
  }

  private static Map<String, Object> json(Position place) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("file", place.file());
    if (place.line() > 0) {
      fields.put("line", place.line());
    }
    if (place.column() > 0) {
      fields.put("column", place.column());
    }
    return fields;
  }

  private static List<Cause> causes(List<Problem> problems) {
    Map<List<Object>, Cause> causes = new LinkedHashMap<>();
    for (Problem problem : problems) {
      List<Object> same =
          List.of(
              problem.code(),
              problem.kind(),
              problem.severity(),
              problem.message(),
              problem.hint());
      Cause cause = causes.computeIfAbsent(same, unused -> new Cause(problem, new ArrayList<>()));
      problem.position().filter(p -> !cause.places.contains(p)).ifPresent(cause.places::add);
    }
    return List.copyOf(causes.values());
  }

  private record Cause(Problem problem, List<Position> places) {}
}
