package dev.arcuate.api;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * One mistake or fault, worded for the person who can mend it.
 *
 * @param code stable name in UPPER_SNAKE, never reused; a plugin's own codes start with its id
 * @param kind who can mend it; decides the exit status
 * @param severity whether the run can go on
 * @param position where in a file the cause stands, if it stands in one
 * @param message what is wrong, the offending value and what was expected; no Java class names
 * @param hint the next action to take, or empty
 */
public record Problem(
    String code,
    Kind kind,
    Severity severity,
    Optional<Position> position,
    String message,
    Optional<String> hint) {

  /** Who can mend a problem. */
  public enum Kind {
    /** The workflow, the command line or a setting: exit status 2. */
    USER(2),
    /** A file that is missing, truncated or contradicts itself: exit status 2. */
    DATA(2),
    /** A plugin that fails or does not fit: exit status 3. */
    PLUGIN(3),
    /** Memory, disk, permissions, CUDA: exit status 4. */
    RESOURCE(4),
    /** A bug of Arcuate itself: exit status 1. */
    INTERNAL(1);

    private final int exitStatus;

    Kind(int exitStatus) {
      this.exitStatus = exitStatus;
    }

    /** The exit status of a command that ends with a problem of this kind. */
    public int exitStatus() {
      return exitStatus;
    }
  }

  /** Whether the run can go on. */
  public enum Severity {
    ERROR,
    WARNING
  }

  /**
   * A place in a text file.
   *
   * @param file the path as the user wrote it or relative to the working folder
   * @param line counted from 1; 0 when only the file is known
   * @param column counted from 1; 0 when only the line is known
   */
  public record Position(String file, int line, int column) {
    public Position {
      requireNonNull(file, "file");
    }

    @Override
    public String toString() {
      if (line == 0) {
        return file;
      }
      return column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
    }
  }

  public Problem {
    requireNonNull(code, "code");
    requireNonNull(kind, "kind");
    requireNonNull(severity, "severity");
    requireNonNull(position, "position");
    requireNonNull(message, "message");
    requireNonNull(hint, "hint");
  }

  /** An error the author of the workflow can mend. */
  public static Problem user(String code, String message) {
    return error(code, Kind.USER, message);
  }

  /** An error in a data file. */
  public static Problem data(String code, String message) {
    return error(code, Kind.DATA, message);
  }

  /** An error of a plugin. */
  public static Problem plugin(String code, String message) {
    return error(code, Kind.PLUGIN, message);
  }

  /** A lack of memory, disk, permission or device. */
  public static Problem resource(String code, String message) {
    return error(code, Kind.RESOURCE, message);
  }

  private static Problem error(String code, Kind kind, String message) {
    return new Problem(code, kind, Severity.ERROR, Optional.empty(), message, Optional.empty());
  }

  /** This problem at a place in a file. */
  public Problem at(Position place) {
    return new Problem(code, kind, severity, Optional.of(place), message, hint);
  }

  /** This problem with the next action to take. */
  public Problem hint(String action) {
    return new Problem(code, kind, severity, position, message, Optional.of(action));
  }

  /** This problem as something that does not stop the run. */
  public Problem asWarning() {
    return new Problem(code, kind, Severity.WARNING, position, message, hint);
  }

  /** An exception that carries this problem alone. */
  public ProblemException exception() {
    return new ProblemException(this);
  }

  /** An exception that carries this problem and what caused it. */
  public ProblemException exception(Throwable cause) {
    return new ProblemException(this, cause);
  }

  /** The address of the page on this code in the documentation, relative to its root. */
  public String url() {
    return "docs/errors.md#" + code.toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /** One line: place, severity, code and message, without the hint. */
  @Override
  public String toString() {
    String place = position.map(p -> p + ": ").orElse("");
    return place + severity.name().toLowerCase(java.util.Locale.ROOT) + " " + code + ": " + message;
  }
}
