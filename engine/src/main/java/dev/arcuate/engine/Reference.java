package dev.arcuate.engine;

import dev.arcuate.api.Port;
import dev.arcuate.engine.plugins.Catalog;
import dev.arcuate.engine.plugins.ComponentHandle;
import dev.arcuate.engine.stages.Stage;
import dev.arcuate.engine.stages.Stages;
import dev.arcuate.engine.yaml.ComponentSettings;
import dev.arcuate.engine.yaml.SettingsType;
import java.util.List;
import java.util.Optional;

/** The reference page of all components, written from what they say of themselves. */
final class Reference {
  private final Stages stages;

  Reference(Stages stages) {
    this.stages = stages;
  }

  /** Markdown. */
  String page(Catalog catalog) {
    StringBuilder page = new StringBuilder("# Components\n\n");
    page.append("Written by `arcuate docs` from the plugins installed.\n");
    for (ComponentHandle handle : catalog.components()) {
      page.append('\n').append(section(handle));
    }
    return page.toString();
  }

  /** One component. */
  String section(ComponentHandle handle) {
    StringBuilder text = new StringBuilder();
    text.append("## ").append(handle.id()).append("\n\n");
    text.append(handle.component().summary()).append(" Plugin `");
    text.append(handle.plugin().id()).append("`.\n");
    Optional<Stage> stage = stages.of(handle.component());
    stage.ifPresent(
        found -> {
          ports(text, "input", found.stepInputs(handle.component()));
          ports(text, "output", found.outputs(handle.component()));
        });
    ComponentSettings settings =
        ComponentSettings.of(
            handle.id(), handle.component().settingsType(), stage.flatMap(Stage::commonSettings));
    settings(text, settings.own());
    settings.common().ifPresent(common -> settings(text, common));
    return text.toString();
  }

  private static void ports(StringBuilder text, String which, List<Port> ports) {
    if (ports.isEmpty()) {
      return;
    }
    text.append("\n| ").append(which).append(" | value | |\n|---|---|---|\n");
    for (Port port : ports) {
      String arity =
          switch (port.arity()) {
            case ONE -> "";
            case OPTIONAL -> "optional; ";
            case MANY -> "one or more; ";
          };
      text.append("| `").append(port.name()).append("` | ");
      text.append(port.type().getSimpleName()).append(" | ");
      text.append(arity).append(cell(port.doc())).append(" |\n");
    }
  }

  private static void settings(StringBuilder text, SettingsType<?> type) {
    List<SettingsType.Described> settings = type.describe();
    if (settings.isEmpty()) {
      return;
    }
    text.append("\n| setting | takes | default | |\n|---|---|---|---|\n");
    for (SettingsType.Described setting : settings) {
      String fallback =
          setting.required()
              ? "required"
              : setting.fallback().map(value -> "`" + value + "`").orElse("none");
      text.append("| `").append(setting.name()).append("` | ").append(cell(setting.takes()));
      text.append(" | ").append(fallback).append(" | ").append(cell(setting.doc())).append(" |\n");
    }
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ");
  }
}
