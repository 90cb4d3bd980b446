package dev.arcuate.engine.yaml;

import java.util.List;
import java.util.Map;

/** Pieces of JSON Schema. */
final class Schemas {
  static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

  /** A scalar that is exactly one reference: {@code $name} or {@code $(name)}. */
  static final Map<String, Object> REFERENCE =
      Map.of(
          "type",
          "string",
          "pattern",
          "^\\$(\\([A-Za-z][A-Za-z0-9_-]*\\)|[A-Za-z][A-Za-z0-9_-]*)$");

  private Schemas() {}

  /** What the schema allows, or a reference that stands for it. */
  static Map<String, Object> orReference(Map<String, Object> schema) {
    return Map.of("anyOf", List.of(schema, REFERENCE));
  }
}
