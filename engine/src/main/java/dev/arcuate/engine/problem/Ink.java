package dev.arcuate.engine.problem;

import dev.arcuate.api.Problem.Severity;

/** ANSI colours, or none. */
record Ink(boolean colour) {
  String bold(String text) {
    return sgr("1", text);
  }

  String faint(String text) {
    return sgr("2", text);
  }

  String hint(String text) {
    return sgr("36", text);
  }

  String severity(String text, Severity severity) {
    return sgr(severity == Severity.ERROR ? "1;31" : "1;33", text);
  }

  private String sgr(String code, String text) {
    return colour ? "\u001B[" + code + "m" + text + "\u001B[0m" : text;
  }
}
