package dev.arcuate.engine.yaml;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Problem.Position;
import dev.arcuate.engine.problem.Quoted;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** What a YAML parser says, in the words of somebody who indents a workflow. */
final class SyntaxProblems {
  private SyntaxProblems() {}

  static Problem of(String file, SourceText source, JacksonException failure) {
    if (failure.getCause() instanceof MarkedYAMLException marked
        && marked.getProblemMark() != null) {
      return of(file, source, marked);
    }
    JsonLocation location = failure.getLocation();
    Position place =
        location == null
            ? new Position(file, 0, 0)
            : new Position(file, location.getLineNr(), location.getColumnNr());
    String message = String.valueOf(failure.getOriginalMessage());
    if (message.startsWith("Expected a field name")) {
      return message.contains("AliasEvent")
          ? anchor(aliasBefore(source, place), "an alias (*)")
          : YamlCode.YAML_SYNTAX
              .at(place, "a key must be one word, not a list or a mapping")
              .hint("put text that holds brackets or braces in quotes");
    }
    return YamlCode.YAML_SYNTAX.at(place, "this is not YAML: " + Quoted.of(message));
  }

  private static Problem of(String file, SourceText source, MarkedYAMLException failure) {
    Position place = place(file, failure.getProblemMark());
    Position context =
        failure.getContextMark() == null ? place : place(file, failure.getContextMark());
    String during = String.valueOf(failure.getContext());
    String problem = String.valueOf(failure.getProblem());
    if (problem.contains("mapping values are not allowed")) {
      return YamlCode.YAML_SYNTAX
          .at(place, "a second ': ' in this line, or a line indented too far")
          .hint("put text that holds ': ' in quotes, or align the line with its neighbours");
    }
    if (during.contains("quoted scalar") && problem.contains("end of stream")) {
      return YamlCode.YAML_SYNTAX
          .at(context, "this quote is never closed")
          .hint("add the closing quote");
    }
    if (problem.contains("escape character")) {
      return YamlCode.YAML_SYNTAX
          .at(place, "a backslash means something inside double quotes, but not before this letter")
          .hint("use single quotes, or write two backslashes");
    }
    if (during.contains("flow")) {
      return YamlCode.YAML_SYNTAX
          .at(
              place,
              "the bracket opened in line %d is not closed before this".formatted(context.line()))
          .hint("add the missing comma or closing bracket, or put the text in quotes");
    }
    if (problem.contains("cannot start any token")) {
      int character = source.characterAt(place);
      return YamlCode.YAML_SYNTAX
          .at(place, "text cannot begin with '%s'".formatted(Character.toString(character)))
          .hint("put the text in quotes");
    }
    if (problem.contains("<block end>") || problem.contains("not allowed here")) {
      return YamlCode.YAML_SYNTAX
          .at(place, "this line does not fit the block that began in line " + context.line())
          .hint(
              "entries of one block begin in the same column, and are all 'key: value' or all '- item'");
    }
    if (problem.contains("could not find expected ':'")) {
      return YamlCode.YAML_SYNTAX
          .at(context, "this line is neither 'key: value' nor '- item'")
          .hint("add ': ' after the key, or indent a line that continues text");
    }
    if (during.contains("block scalar")) {
      return YamlCode.YAML_SYNTAX
          .at(context, "'>' and '|' begin a block of text, but something else follows")
          .hint("put the value in quotes, such as '>=0.1'");
    }
    return YamlCode.YAML_SYNTAX.at(place, "this is not YAML: " + Quoted.of(problem));
  }

  /** An anchor or an alias. */
  static Problem anchor(Position place, String what) {
    return YamlCode.ANCHOR
        .at(place, what + " stands here; they are not supported")
        .hint(
            "name the value under 'params' and refer to it as $name; text that begins with"
                + " & or * needs quotes");
  }

  /** Jackson reports the end of an alias. */
  private static Position aliasBefore(SourceText source, Position end) {
    for (int column = end.column(); column > 0; column--) {
      Position place = new Position(end.file(), end.line(), column);
      if (source.characterAt(place) == '*') {
        return place;
      }
    }
    return end;
  }

  private static Position place(String file, Mark mark) {
    return new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
  }
}
