package dev.arcuate.engine.run;

import dev.arcuate.api.Component;
import dev.arcuate.api.Problem;
import dev.arcuate.engine.plugins.Catalog;
import dev.arcuate.engine.plugins.ComponentHandle;
import dev.arcuate.engine.plugins.Components;
import dev.arcuate.engine.plugins.PluginInfo;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** One plugin without a jar, whose components a test hands over. */
final class FakeComponents implements Components {
  static final String DIGEST = "ab".repeat(32);

  private final Map<String, ComponentHandle> handles = new TreeMap<>();
  private final AtomicInteger leased = new AtomicInteger();
  private final PluginInfo plugin =
      new PluginInfo(
          "fake", "1.2.3", "*", "For tests.", DIGEST, Path.of("fake.jar"), List.of(), List.of());

  FakeComponents(Component<?>... components) {
    for (Component<?> component : components) {
      handles.put(component.id(), new ComponentHandle(component.id(), component, plugin));
    }
  }

  /** Leases that were not closed. */
  int leased() {
    return leased.get();
  }

  @Override
  public Catalog catalog() {
    return new Catalog() {
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
    };
  }

  @Override
  public Lease lease(String component, String codeDigest) {
    ComponentHandle handle = handles.get(component);
    if (handle == null || !codeDigest.equals(DIGEST)) {
      throw Problem.plugin("PLUGIN_NOT_LOADED", "no plugin offers '" + component + "'").exception();
    }
    leased.incrementAndGet();
    return new Lease() {
      @Override
      public ComponentHandle handle() {
        return handle;
      }

      @Override
      public void close() {
        leased.decrementAndGet();
      }
    };
  }
}
