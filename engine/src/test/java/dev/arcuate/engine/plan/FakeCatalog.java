package dev.arcuate.engine.plan;

import dev.arcuate.api.Component;
import dev.arcuate.api.Problem;
import dev.arcuate.engine.plugins.Catalog;
import dev.arcuate.engine.plugins.ComponentHandle;
import dev.arcuate.engine.plugins.PluginInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Components in memory, all from a plugin {@code fakes} 0.3.0. */
final class FakeCatalog implements Catalog {
  private final Map<String, ComponentHandle> handles = new TreeMap<>();
  private final PluginInfo plugin;

  FakeCatalog(Component<?>... components) {
    this("a".repeat(64), components);
  }

  FakeCatalog(String digest, Component<?>... components) {
    List<String> ids = new ArrayList<>();
    for (Component<?> component : components) {
      ids.add(component.id());
    }
    plugin =
        new PluginInfo(
            "fakes", "0.3.0", ">=0.1", "For tests.", digest, Path.of("fakes.jar"), ids, List.of());
    for (Component<?> component : components) {
      handles.put(component.id(), new ComponentHandle(component.id(), component, plugin));
    }
  }

  @Override
  public Optional<ComponentHandle> component(String id) {
    return Optional.ofNullable(handles.get(id));
  }

  @Override
  public Collection<ComponentHandle> components() {
    return handles.values();
  }

  @Override
  public List<PluginInfo> plugins() {
    return List.of(plugin);
  }

  @Override
  public List<Problem> refusals(String component) {
    return component.equals("ridge-old")
        ? List.of(
            Problem.plugin(
                    "PLUGIN_NEEDS_OTHER_ARCUATE",
                    "plugin 'old' 0.0.1 needs Arcuate >=2; this is 0.1.0")
                .hint("install another version of 'old'"))
        : List.of();
  }
}
