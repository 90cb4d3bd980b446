package dev.arcuate.engine.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON Schema (2020-12) of settings, for editors and reference pages. */
public final class SettingsSchema {
  private SettingsSchema() {}

  /** Of everything the {@code with:} block of a component takes. */
  public static Map<String, Object> of(ComponentSettings settings) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", Schemas.DIALECT);
    schema.put("title", "settings of " + settings.component());
    schema.putAll(object(settings.types(), true));
    return schema;
  }

  /**
   * Of settings side by side, all of them in one mapping.
   *
   * @param complete whether settings without a default must be there
   */
  static Map<String, Object> object(List<SettingsType<?>> types, boolean complete) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (SettingsType<?> type : types) {
      for (Setting setting : type.settings()) {
        properties.put(setting.name(), property(setting));
        if (setting.required()) {
          required.add(setting.name());
        }
      }
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    types.stream()
        .map(SettingsType::doc)
        .filter(doc -> !doc.isEmpty())
        .findFirst()
        .ifPresent(doc -> schema.put("description", doc));
    schema.putAll(Schemas.object(properties, false));
    if (complete && !required.isEmpty()) {
      schema.put("required", required);
    }
    return schema;
  }

  private static Map<String, Object> property(Setting setting) {
    String description = setting.required() ? "Required. " + setting.doc() : setting.doc();
    Map<String, Object> property = Schemas.described(description, setting.kind().schema());
    setting.fallback().ifPresent(node -> property.put("default", NodeJson.of(node)));
    return property;
  }
}
