package dev.arcuate.engine.plugins;

import dev.arcuate.api.Problem;
import java.util.Collection;
import java.util.List;
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

  /**
   * Why a component is not there although an installed plugin declares it; empty if none does. To
   * be shown in place of "no such component".
   */
  default List<Problem> refusals(String component) {
    return List.of();
  }
}
