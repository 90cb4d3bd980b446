package dev.arcuate.engine.yaml;

import dev.arcuate.api.Problem.Position;
import dev.arcuate.engine.problem.SourceLines;
import java.util.List;

/** A text whose characters can be found by line and column. */
final class SourceText {
  private final String text;
  private final List<String> lines;

  SourceText(String text) {
    this.text = text;
    this.lines = SourceLines.split(text);
  }

  String text() {
    return text;
  }

  List<String> lines() {
    return lines;
  }

  /** Line by its number, counted from 1; empty beyond the end. */
  String line(int number) {
    return number >= 1 && number <= lines.size() ? lines.get(number - 1) : "";
  }

  /** The character at a place, or a blank where there is none. */
  int characterAt(Position place) {
    String line = line(place.line());
    int before = place.column() - 1;
    if (before < 0 || before >= line.codePointCount(0, line.length())) {
      return ' ';
    }
    return line.codePointAt(line.offsetByCodePoints(0, before));
  }

  /** Whether the scalar that begins at a place is written in quotes or as a block. */
  boolean quotedAt(Position place) {
    return switch (characterAt(place)) {
      case '"', '\'', '|', '>' -> true;
      default -> false;
    };
  }
}
