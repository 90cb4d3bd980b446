package dev.arcuate.engine.yaml;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Problem.Kind;
import dev.arcuate.api.Problem.Position;
import dev.arcuate.api.Problem.Severity;
import java.util.Optional;

/** Everything that can be wrong with a workflow file before any component is asked. */
public enum YamlCode {
  // The file.
  FILE_NOT_FOUND,
  FILE_UNREADABLE(Kind.RESOURCE),
  FILE_TOO_LARGE,
  NOT_UTF8,
  EMPTY_FILE,
  // YAML.
  YAML_SYNTAX,
  TAB,
  CONTROL_CHARACTER,
  TEMPLATE_SYNTAX,
  NOT_A_MAPPING,
  NESTED_TOO_DEEPLY,
  DUPLICATE_KEY,
  MERGE_KEY,
  ANCHOR,
  TAG,
  SECOND_DOCUMENT,
  AMBIGUOUS_SCALAR,
  // The workflow.
  UNKNOWN_KEY,
  MISSING_KEY,
  UNSUPPORTED_VERSION,
  INVALID_ID,
  DUPLICATE_STEP,
  DUPLICATE_VARIABLE,
  CONFLICTING_INCLUDES,
  INCLUDE_CYCLE,
  INVALID_REFERENCE,
  INVALID_OVERRIDE,
  UNKNOWN_PARAM,
  UNKNOWN_PRESET,
  // References to params and sweep variables.
  UNKNOWN_VARIABLE,
  VARIABLE_SYNTAX,
  VARIABLE_NOT_TEXT,
  VARIABLE_CYCLE,
  VARIABLE_TOO_LARGE,
  // Settings.
  UNKNOWN_SETTING,
  MISSING_SETTING,
  WRONG_TYPE,
  OUT_OF_RANGE,
  NOT_ONE_OF,
  INVALID_PATH,
  INVALID_SETTING,
  // Settings records of plugins.
  SETTINGS_UNSUPPORTED(Kind.PLUGIN),
  SETTINGS_FAILED(Kind.PLUGIN);

  private final Kind kind;

  YamlCode() {
    this(Kind.USER);
  }

  YamlCode(Kind kind) {
    this.kind = kind;
  }

  /** An error that stands in no file. */
  public Problem problem(String message) {
    return new Problem(name(), kind, Severity.ERROR, Optional.empty(), message, Optional.empty());
  }

  /** An error at a place. */
  public Problem at(Position place, String message) {
    return problem(message).at(place);
  }
}
