package dev.arcuate.pretrained;

import java.util.Map;
import java.util.TreeSet;

/** What bends the inner layer of a feed-forward part. */
public enum Activation {
  /** x · Φ(x). */
  GELU,
  /** The same with a hyperbolic tangent in place of the error function. */
  GELU_TANH,
  RELU;

  private static final Map<String, Activation> NAMES =
      Map.of(
          "gelu", GELU,
          "gelu_python", GELU,
          "gelu_new", GELU_TANH,
          "gelu_fast", GELU_TANH,
          "gelu_pytorch_tanh", GELU_TANH,
          "relu", RELU);

  /** The one that a field of the settings names. */
  public static Activation of(ModelConfig config, String field, String absent) {
    String name = config.text(field, absent);
    Activation activation = NAMES.get(name);
    if (activation == null) {
      throw config.unsupported(field, name, String.join(", ", new TreeSet<>(NAMES.keySet())));
    }
    return activation;
  }
}
