package dev.arcuate.engine.plugins;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.Component;

/**
 * A component and the plugin it comes from.
 *
 * @param component the instance; holding it keeps its class loader alive
 */
public record ComponentHandle(String id, Component<?> component, PluginInfo plugin) {
  public ComponentHandle {
    requireNonNull(id, "id");
    requireNonNull(component, "component");
    requireNonNull(plugin, "plugin");
  }
}
