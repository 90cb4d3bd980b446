package dev.arcuate.engine.yaml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pieces of JSON Schema. Their order is fixed, so that a schema is the same text every time. */
final class Schemas {
  static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

  private static final String NAME = "[A-Za-z][A-Za-z0-9_-]*";

  /** A scalar that is exactly one reference: {@code $name} or {@code $(name)}. */
  static final Map<String, Object> REFERENCE = text("^\\$(\\(" + NAME + "\\)|" + NAME + ")$");

  private Schemas() {}

  static Map<String, Object> of(String keyword, Object value) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put(keyword, value);
    return schema;
  }

  static Map<String, Object> type(String type) {
    return of("type", type);
  }

  /** Text of a form. */
  static Map<String, Object> text(String pattern) {
    Map<String, Object> schema = type("string");
    schema.put("pattern", pattern);
    return schema;
  }

  static Map<String, Object> anyOf(Object... schemas) {
    return of("anyOf", List.of(schemas));
  }

  /** What the schema allows, or a reference that stands for it. */
  static Map<String, Object> orReference(Map<String, Object> schema) {
    return anyOf(schema, REFERENCE);
  }

  /** A value, or a list of such values. */
  static Map<String, Object> oneOrMany(Map<String, Object> schema) {
    return anyOf(schema, list(schema));
  }

  static Map<String, Object> list(Map<String, Object> items) {
    Map<String, Object> schema = type("array");
    schema.put("items", items);
    return schema;
  }

  /**
   * A mapping.
   *
   * @param others what keys that are not named may hold: a schema, or false for nothing
   */
  static Map<String, Object> object(Map<String, Object> properties, Object others) {
    Map<String, Object> schema = type("object");
    if (!properties.isEmpty()) {
      schema.put("properties", properties);
    }
    schema.put("additionalProperties", others);
    return schema;
  }

  /** The same with an explanation, which editors show. */
  static Map<String, Object> described(String description, Map<String, Object> schema) {
    Map<String, Object> described = of("description", description);
    described.putAll(schema);
    return described;
  }
}
