package dev.arcuate.engine.plugins;

import dev.arcuate.api.Problem;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The catalog of one moment. */
record Snapshot(
    Map<String, ComponentHandle> byId, List<PluginInfo> plugins, List<RefusedPlugin> refused)
    implements Catalog {
  Snapshot {
    byId = Collections.unmodifiableMap(new TreeMap<>(byId));
    plugins = List.copyOf(plugins);
    refused = List.copyOf(refused);
  }

  @Override
  public Optional<ComponentHandle> component(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  @Override
  public Collection<ComponentHandle> components() {
    return byId.values();
  }

  @Override
  public List<Problem> refusals(String component) {
    if (byId.containsKey(component)) {
      return List.of();
    }
    return refused.stream()
        .filter(plugin -> plugin.components().contains(component))
        .flatMap(plugin -> plugin.problems().stream())
        .toList();
  }
}
