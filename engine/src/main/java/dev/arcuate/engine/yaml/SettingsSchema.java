package dev.arcuate.engine.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON Schema (2020-12) of settings, for editors. */
public final class SettingsSchema {
  private SettingsSchema() {}

  /** Of everything the {@code with:} block of a component takes. */
  public static Map<String, Object> of(ComponentSettings settings) {
    List<SettingsType<?>> types = new ArrayList<>();
    types.add(settings.own());
    settings.common().ifPresent(types::add);
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", Schemas.DIALECT);
    schema.put("title", "settings of " + settings.component());
    schema.putAll(object(types));
    return schema;
  }

  /** Of settings side by side, all of them in one mapping. */
  static Map<String, Object> object(List<SettingsType<?>> types) {
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
    schema.put("type", "object");
    schema.put("properties", properties);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    schema.put("additionalProperties", false);
    return schema;
  }

  private static Map<String, Object> property(Setting setting) {
    Map<String, Object> property = new LinkedHashMap<>();
    property.put("description", setting.doc());
    property.putAll(setting.kind().schema());
    setting.fallback().ifPresent(node -> property.put("default", NodeJson.of(node)));
    return property;
  }
}
