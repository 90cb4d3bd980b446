package dev.arcuate.api;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.value.Value;

/**
 * A named input or output of a component.
 *
 * @param name kebab-case; the key under {@code inputs:}, or the part after the dot in {@code
 *     step.output}
 * @param type the kind of value that passes
 * @param arity how many values an input takes; outputs are always {@link Arity#ONE}
 * @param doc one sentence for the reference page
 */
public record Port(String name, Class<? extends Value> type, Arity arity, String doc) {

  /** How many values an input takes. */
  public enum Arity {
    ONE,
    OPTIONAL,
    /** One or more, each with the sweep labels it came from; fed by lists and by {@code gather}. */
    MANY
  }

  public Port {
    requireNonNull(name, "name");
    requireNonNull(type, "type");
    requireNonNull(arity, "arity");
    requireNonNull(doc, "doc");
  }

  public static Port one(String name, Class<? extends Value> type, String doc) {
    return new Port(name, type, Arity.ONE, doc);
  }

  public static Port optional(String name, Class<? extends Value> type, String doc) {
    return new Port(name, type, Arity.OPTIONAL, doc);
  }

  public static Port many(String name, Class<? extends Value> type, String doc) {
    return new Port(name, type, Arity.MANY, doc);
  }
}
