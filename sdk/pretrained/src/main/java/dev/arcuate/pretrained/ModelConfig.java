package dev.arcuate.pretrained;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Problem.Position;
import dev.arcuate.api.ProblemException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The settings of an architecture, as {@code config.json} holds them.
 *
 * @param file where they come from, for messages
 * @param fields by name
 */
public record ModelConfig(Path file, Map<String, Object> fields) {
  public ModelConfig {
    fields = new LinkedHashMap<>(fields);
  }

  /**
   * Reads a file.
   *
   * @throws ProblemException {@code PRETRAINED_CONFIG_INVALID}
   */
  public static ModelConfig read(Path file) {
    try {
      return new ModelConfig(file, dev.arcuate.api.value.Json.read(file).fields());
    } catch (ProblemException e) {
      throw invalid(file, "it is missing or no JSON object").exception(e);
    }
  }

  /** What kind of model it is, such as gpt2; empty if it does not say. */
  public String architecture() {
    return fields.get("model_type") instanceof String type ? type : "";
  }

  /**
   * Refuses other kinds of models.
   *
   * @param known those that the caller can build
   * @throws ProblemException {@code PRETRAINED_ARCHITECTURE_UNKNOWN}
   */
  public void requireArchitecture(List<String> known) {
    if (!known.contains(architecture())) {
      throw Problem.data(
              "PRETRAINED_ARCHITECTURE_UNKNOWN",
              architecture().isEmpty()
                  ? "the model does not say its 'model_type'"
                  : "the model's architecture is '" + architecture() + "'")
          .at(place())
          .hint(
              "'gpt2' reads models of type gpt2, 'bert' those of type bert; for any other, export"
                  + " the model to ONNX and use 'onnx'")
          .exception();
    }
  }

  /** A whole number above 0, under the first of the names that is there. */
  public int size(String... names) {
    for (String name : names) {
      Object value = fields.get(name);
      if (value instanceof Number number && number.doubleValue() == number.intValue()) {
        if (number.intValue() < 1) {
          throw invalid(name, value, "a whole number above 0");
        }
        return number.intValue();
      }
      if (value != null) {
        throw invalid(name, value, "a whole number above 0");
      }
    }
    throw invalid(file, "it has no '" + names[0] + "'").exception();
  }

  /** A number, or the default if it is absent. */
  public double number(String name, double absent) {
    Object value = fields.get(name);
    if (value == null) {
      return absent;
    }
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw invalid(name, value, "a number");
  }

  /** A truth, or the default if it is absent. */
  public boolean truth(String name, boolean absent) {
    Object value = fields.get(name);
    if (value == null) {
      return absent;
    }
    if (value instanceof Boolean truth) {
      return truth;
    }
    throw invalid(name, value, "true or false");
  }

  /** A text, or the default if it is absent. */
  public String text(String name, String absent) {
    Object value = fields.get(name);
    return value == null ? absent : value.toString();
  }

  /** The id of a token, if there is one within the vocabulary. */
  public OptionalLong token(String name, int vocabulary) {
    return fields.get(name) instanceof Number id
            && id.longValue() >= 0
            && id.longValue() < vocabulary
        ? OptionalLong.of(id.longValue())
        : OptionalLong.empty();
  }

  /** Whether a field is there with a value. */
  public Optional<Object> value(String name) {
    return Optional.ofNullable(fields.get(name));
  }

  /** An exception that says what a field must hold. */
  public ProblemException invalid(String name, Object value, String expected) {
    return invalid(file, "'" + name + "' is " + value + "; expected is " + expected).exception();
  }

  /** An exception that says that a sound model is of a kind that is not built. */
  public ProblemException unsupported(String name, Object value, String built) {
    return Problem.data(
            "PRETRAINED_VARIANT_UNKNOWN",
            "the model's '" + name + "' is " + value + "; what can be built is " + built)
        .at(place())
        .hint("export the model to ONNX and use 'onnx'")
        .exception();
  }

  private Position place() {
    return new Position(file.toString(), 0, 0);
  }

  private static Problem invalid(Path file, String why) {
    return Problem.data("PRETRAINED_CONFIG_INVALID", "cannot use the model's settings: " + why)
        .at(new Position(file.toString(), 0, 0))
        .hint("take the config.json that was published with the weights");
  }
}
