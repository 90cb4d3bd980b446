package dev.arcuate.engine.plugins;

import java.util.Collection;
import java.util.Optional;

/**
 * A snapshot of all components that can be used at one moment. Swapping a plugin publishes a new
 * catalog; do not keep an old one, since it keeps its class loaders alive.
 */
public interface Catalog {
  Optional<ComponentHandle> component(String id);

  /** In order of their ids. */
  Collection<ComponentHandle> components();

  /** In order of their ids. */
  Collection<PluginInfo> plugins();
}
