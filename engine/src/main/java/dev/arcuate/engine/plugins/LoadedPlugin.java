package dev.arcuate.engine.plugins;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * A plugin with its class loader and its instances, which it lets go of when it is released. Not
 * safe for concurrent use; {@link LivePlugins} guards it.
 */
final class LoadedPlugin {
  private final PluginJarFile jar;
  private ClassLoader loader;
  private Map<String, ComponentHandle> handles;
  private int leases;

  LoadedPlugin(PluginJarFile jar, ClassLoader loader, Map<String, ComponentHandle> handles) {
    this.jar = requireNonNull(jar, "jar");
    this.loader = requireNonNull(loader, "loader");
    this.handles = Map.copyOf(handles);
  }

  PluginJarFile jar() {
    return jar;
  }

  ClassLoader loader() {
    return requireNonNull(loader, "released");
  }

  Map<String, ComponentHandle> handles() {
    return handles;
  }

  int leases() {
    return leases;
  }

  void leased() {
    leases++;
  }

  void returned() {
    leases--;
  }

  /** Nothing of the plugin can be reached from here afterwards. */
  void release() {
    loader = null;
    handles = Map.of();
  }
}
