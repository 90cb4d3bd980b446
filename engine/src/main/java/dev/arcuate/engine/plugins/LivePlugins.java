package dev.arcuate.engine.plugins;

import static dev.arcuate.engine.plugins.PluginCode.PLUGIN_NOT_LOADED;

import dev.arcuate.api.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The plugins in use, and who uses them. Tasks lease from here; {@link Swap} exchanges what is
 * here. While it does, leases of the components concerned wait, other leases go on, and the catalog
 * is withheld, so that nobody sees a half-made one.
 */
final class LivePlugins implements Components {
  private final ReentrantLock gate = new ReentrantLock();
  private final Condition changed = gate.newCondition();

  // All below is guarded by the gate.

  /** In the order in which they were loaded. */
  private final Map<String, LoadedPlugin> byId = new LinkedHashMap<>();

  private final Map<String, LoadedPlugin> byComponent = new HashMap<>();

  private Set<String> heldBack = Set.of();

  /** Null while a swap has taken the old one away and not yet published the new one. */
  private Snapshot published = new Snapshot(Map.of(), List.of(), List.of());

  private Thread withheldBy;

  private boolean closed;

  @Override
  public Catalog catalog() {
    gate.lock();
    try {
      if (published == null && withheldBy == Thread.currentThread()) {
        return snapshot(List.of());
      }
      while (published == null) {
        changed.awaitUninterruptibly();
      }
      return published;
    } finally {
      gate.unlock();
    }
  }

  @Override
  public Lease lease(String component, String codeDigest) {
    gate.lock();
    try {
      while (heldBack.contains(component) && !closed) {
        changed.await();
      }
      LoadedPlugin plugin = byComponent.get(component);
      if (closed || plugin == null || !plugin.jar().info().digest().equals(codeDigest)) {
        throw notLoaded(component, codeDigest, Optional.ofNullable(plugin));
      }
      plugin.leased();
      return new HeldLease(plugin, plugin.handles().get(component));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("cancelled while a plugin was being swapped");
    } finally {
      gate.unlock();
    }
  }

  private ProblemException notLoaded(
      String component, String codeDigest, Optional<LoadedPlugin> plugin) {
    String now =
        closed
            ? "; no plugin is loaded any more"
            : plugin
                .map(
                    p ->
                        "; loaded is "
                            + p.jar().title()
                            + ", SHA-256 "
                            + brief(p.jar().info().digest()))
                .orElse("; no loaded plugin offers it");
    return PLUGIN_NOT_LOADED
        .problem(
            "component '"
                + component
                + "' was planned with a plugin of SHA-256 "
                + brief(codeDigest)
                + now)
        .hint("run the workflow again: tasks already done are kept")
        .exception();
  }

  private static String brief(String digest) {
    return digest.length() > 12 ? digest.substring(0, 12) + "…" : digest;
  }

  /** In the order in which they were loaded. */
  List<LoadedPlugin> all() {
    gate.lock();
    try {
      return List.copyOf(byId.values());
    } finally {
      gate.unlock();
    }
  }

  List<PluginJarFile> jars() {
    return all().stream().map(LoadedPlugin::jar).toList();
  }

  Optional<PluginJarFile> jar(String plugin) {
    return jars().stream().filter(jar -> jar.id().equals(plugin)).findFirst();
  }

  /** From now on leases of these components wait. */
  void holdBack(Set<String> components) {
    gate.lock();
    try {
      heldBack = Set.copyOf(components);
      changed.signalAll();
    } finally {
      gate.unlock();
    }
  }

  /** Leases wait no longer; what was published still is. */
  void resume() {
    holdBack(Set.of());
  }

  /** Waits until nobody uses these plugins; says whether that came about within the limit. */
  boolean awaitIdle(Collection<LoadedPlugin> plugins, Duration limit) {
    long left = limit.toNanos();
    gate.lock();
    try {
      while (plugins.stream().anyMatch(plugin -> plugin.leases() > 0)) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      gate.unlock();
    }
  }

  /** How many tasks use a plugin. */
  int leases(LoadedPlugin plugin) {
    gate.lock();
    try {
      return plugin.leases();
    } finally {
      gate.unlock();
    }
  }

  /**
   * Withholds the catalog until the next {@link #publish}, from all but this thread.
   *
   * @return the plugins that it says were refused
   */
  List<RefusedPlugin> withhold() {
    gate.lock();
    try {
      List<RefusedPlugin> refused = published.refused();
      published = null;
      withheldBy = Thread.currentThread();
      return refused;
    } finally {
      gate.unlock();
    }
  }

  void remove(LoadedPlugin plugin) {
    gate.lock();
    try {
      byId.remove(plugin.jar().id());
      byComponent.values().removeIf(owner -> owner == plugin);
    } finally {
      gate.unlock();
    }
  }

  void add(LoadedPlugin plugin) {
    gate.lock();
    try {
      byId.put(plugin.jar().id(), plugin);
      plugin.handles().keySet().forEach(component -> byComponent.put(component, plugin));
    } finally {
      gate.unlock();
    }
  }

  /** What {@link #publish} would publish. */
  Snapshot snapshot(List<RefusedPlugin> refused) {
    gate.lock();
    try {
      Map<String, ComponentHandle> handles = new TreeMap<>();
      Map<String, PluginInfo> infos = new TreeMap<>();
      byId.forEach(
          (id, plugin) -> {
            handles.putAll(plugin.handles());
            infos.put(id, plugin.jar().info());
          });
      return new Snapshot(handles, new ArrayList<>(infos.values()), refused);
    } finally {
      gate.unlock();
    }
  }

  /** Makes what is here the catalog, in one step, and lets waiting leases go on. */
  Snapshot publish(List<RefusedPlugin> refused) {
    gate.lock();
    try {
      published = snapshot(refused);
      withheldBy = null;
      heldBack = Set.of();
      changed.signalAll();
      return published;
    } finally {
      gate.unlock();
    }
  }

  /** From now on every lease is refused. */
  void close() {
    gate.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      gate.unlock();
    }
  }

  private void giveBack(LoadedPlugin plugin) {
    gate.lock();
    try {
      plugin.returned();
      changed.signalAll();
    } finally {
      gate.unlock();
    }
  }

  /** Forgets the component when closed: whoever keeps the lease keeps no class loader. */
  private final class HeldLease implements Lease {
    private LoadedPlugin plugin;
    private ComponentHandle handle;

    HeldLease(LoadedPlugin plugin, ComponentHandle handle) {
      this.plugin = plugin;
      this.handle = handle;
    }

    @Override
    public synchronized ComponentHandle handle() {
      if (handle == null) {
        throw new IllegalStateException("the lease was closed");
      }
      return handle;
    }

    @Override
    public synchronized void close() {
      if (plugin != null) {
        giveBack(plugin);
        plugin = null;
        handle = null;
      }
    }
  }
}
