package dev.arcuate.engine.plugins;

import static dev.arcuate.engine.plugins.PluginCode.PLUGIN_INSTALLED_ALREADY;
import static dev.arcuate.engine.plugins.PluginCode.PLUGIN_OTHER_THAN_MEANT;
import static dev.arcuate.engine.plugins.PluginCode.PLUGIN_UNKNOWN;
import static java.util.Objects.requireNonNull;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Loads the plugins found in folders, hands out their components, and swaps plugins while the
 * engine runs. Safe for concurrent use: leases and catalogs at any time, changes one after another.
 *
 * <p>Folders are looked at when the host is opened and on {@link #refresh}; no thread watches them.
 */
public final class PluginHost implements Components, AutoCloseable {
  private static final Duration CLOSING = Duration.ofSeconds(10);
  private static final Duration CACHED_FOR = Duration.ofDays(90);

  private final Settings settings;
  private final JarCache cache;
  private final LivePlugins live = new LivePlugins();

  /** Read at any time, also while a change waits for tasks. */
  private volatile Found found = new Found(List.of(), List.of());

  /** Around everything but leases and catalogs; PF4J is not made for threads. */
  private final ReentrantLock changing = new ReentrantLock();

  // All below is guarded by that lock.

  private final Swap.Parts parts;

  private final LoaderWatch watch;

  /**
   * How a host is set up.
   *
   * @param places folders in the order in which they are looked through; of a plugin in several,
   *     the one in the last is used
   * @param sdkVersion what plugins' {@code Plugin-Requires} is compared with
   * @param services what components may ask for in their {@code @Inject} constructors
   * @param cache folder for private copies of jars; may be shared between processes
   * @param listener hears what happens, on the thread that changes something
   * @param collectionLimit how long to wait for the class loader of an unloaded plugin to be
   *     collected before it is reported
   */
  public record Settings(
      List<Place> places,
      String sdkVersion,
      Map<Class<?>, Object> services,
      Path cache,
      Consumer<PluginEvent> listener,
      Duration collectionLimit) {
    public Settings {
      places = List.copyOf(places);
      requireNonNull(sdkVersion, "sdkVersion");
      services = Map.copyOf(services);
      requireNonNull(cache, "cache");
      requireNonNull(listener, "listener");
      requireNonNull(collectionLimit, "collectionLimit");
    }

    public Settings(
        List<Place> places, String sdkVersion, Map<Class<?>, Object> services, Path cache) {
      this(places, sdkVersion, services, cache, event -> {}, Duration.ofSeconds(5));
    }

    /** These settings with a listener. */
    public Settings listener(Consumer<PluginEvent> listening) {
      return new Settings(places, sdkVersion, services, cache, listening, collectionLimit);
    }
  }

  /** What is wrong with the folders and the jars in them. */
  private record Found(List<RefusedPlugin> refused, List<Problem> warnings) {
    Found {
      refused = List.copyOf(refused);
      warnings = List.copyOf(warnings);
    }
  }

  private PluginHost(Settings settings) {
    this.settings = requireNonNull(settings, "settings");
    this.cache = new JarCache(settings.cache());
    this.watch = new LoaderWatch();
    this.parts =
        new Swap.Parts(
            new Pf4j(settings.cache(), settings.sdkVersion()),
            live,
            watch,
            settings.collectionLimit(),
            settings.services(),
            settings.listener());
  }

  /**
   * Loads every plugin that can be loaded; {@link #problems} tells of the others.
   *
   * @throws ProblemException {@code PLUGIN_CACHE_UNWRITABLE}
   */
  public static PluginHost open(Settings settings) {
    PluginHost host = new PluginHost(settings);
    host.cache.forgetUnusedSince(Instant.now().minus(CACHED_FOR));
    host.refresh(Duration.ZERO);
    return host;
  }

  @Override
  public Catalog catalog() {
    return live.catalog();
  }

  @Override
  public Lease lease(String component, String codeDigest) {
    return live.lease(component, codeDigest);
  }

  /** Jars in the folders that could not be used. */
  public List<RefusedPlugin> refused() {
    return found.refused();
  }

  /** Everything that is wrong with the folders and the jars in them. */
  public List<Problem> problems() {
    Found now = found;
    List<Problem> all = new ArrayList<>();
    now.refused().forEach(plugin -> all.addAll(plugin.problems()));
    all.addAll(now.warnings());
    return List.copyOf(all);
  }

  /** Unloaded plugins whose classes something still holds; runs the garbage collector. */
  public List<Problem> survivors() {
    return survivors(settings.collectionLimit());
  }

  /**
   * As above.
   *
   * @param limit how long to wait for the garbage collector
   */
  public List<Problem> survivors(Duration limit) {
    return locked(() -> watch.survivors(limit));
  }

  /**
   * Puts a new jar in the place of a loaded plugin. Running tasks finish on the old code.
   *
   * @param drainLimit how long running tasks are waited for
   * @throws ProblemException when it cannot be done; the old plugin works as before then
   */
  public SwapReport replace(String plugin, Path newJar, Duration drainLimit) {
    return replace(plugin, newJar, drainLimit, catalog -> List.of());
  }

  /**
   * As above.
   *
   * @param acceptance looks at the new catalog before it is published, for instance whether a
   *     workflow is still valid; if it finds problems, the old plugin comes back
   */
  public SwapReport replace(
      String plugin,
      Path newJar,
      Duration drainLimit,
      Function<Catalog, List<Problem>> acceptance) {
    return locked(
        () -> {
          PluginJarFile old = require(plugin);
          PluginJarFile fresh = check(newJar, old.place());
          if (!fresh.id().equals(plugin)) {
            throw otherThanMeant(plugin, fresh);
          }
          Map<String, PluginJarFile> jars = liveJars();
          jars.put(plugin, fresh);
          return change(jars, Set.of(), drainLimit, acceptance);
        });
  }

  /**
   * Adds a plugin.
   *
   * @throws ProblemException when it cannot be loaded; nothing has changed then
   */
  public SwapReport load(Path jar) {
    return locked(
        () -> {
          PluginJarFile fresh = check(jar, settings.places().size());
          live.jar(fresh.id())
              .ifPresent(
                  loaded -> {
                    throw installedAlready(fresh, loaded);
                  });
          Map<String, PluginJarFile> jars = liveJars();
          jars.put(fresh.id(), fresh);
          return change(jars, Set.of(), Duration.ZERO, catalog -> List.of());
        });
  }

  /**
   * Removes a plugin and all that need it; the report names them.
   *
   * @throws ProblemException {@code PLUGIN_UNKNOWN}, {@code PLUGIN_BUSY}
   */
  public SwapReport unload(String plugin, Duration drainLimit) {
    return locked(
        () -> {
          PluginJarFile jar = require(plugin);
          Map<String, PluginJarFile> jars = liveJars();
          jars.keySet().removeAll(Resolution.dependents(jars.values(), Set.of(jar.id())));
          jars.remove(plugin);
          return change(jars, Set.of(), drainLimit, catalog -> List.of());
        });
  }

  /**
   * Starts a plugin anew from the file it was loaded from, which may have changed.
   *
   * @throws ProblemException when it cannot be done; the old plugin works as before then
   */
  public SwapReport reload(String plugin, Duration drainLimit) {
    return locked(
        () -> {
          PluginJarFile old = require(plugin);
          PluginJarFile fresh = check(old.info().jar(), old.place());
          if (!fresh.id().equals(plugin)) {
            throw otherThanMeant(plugin, fresh);
          }
          Map<String, PluginJarFile> jars = liveJars();
          jars.put(plugin, fresh);
          return change(jars, Set.of(plugin), drainLimit, catalog -> List.of());
        });
  }

  /**
   * Looks through the folders again: loads what is new, unloads what is gone, swaps what has
   * changed, all in one step. A jar that has become unusable leaves the loaded one in use.
   *
   * @throws ProblemException when a swap fails; all is as before then
   */
  public SwapReport refresh(Duration drainLimit) {
    return locked(
        () -> {
          Scan scan = Scan.of(settings.places(), cache, settings.sdkVersion());
          Map<String, PluginJarFile> jars = liveJars();
          jars.values().removeIf(jar -> !becameUnusable(jar, scan.refused()));
          scan.chosen().forEach(jar -> jars.put(jar.id(), jar));
          List<RefusedPlugin> bad = new ArrayList<>(scan.refused());
          Resolution resolution = keepWorking(jars, bad);
          bad.addAll(resolution.refused());
          Set<String> fresh = new HashSet<>(jars.keySet());
          fresh.removeAll(liveJars().keySet());
          Swap.Outcome outcome =
              new Swap(
                      parts,
                      new Swap.Target(
                          resolution.order(),
                          bad,
                          Set.of(),
                          fresh,
                          drainLimit,
                          catalog -> List.of()))
                  .run();
          found = new Found(outcome.refused(), scan.warnings());
          return outcome.report();
        });
  }

  private static boolean becameUnusable(PluginJarFile jar, List<RefusedPlugin> refused) {
    return refused.stream()
        .anyMatch(bad -> bad.id().equals(jar.id()) || bad.jar().equals(jar.info().jar()));
  }

  /** A jar that does not fit gives way to the loaded version of the plugin, if there is one. */
  private Resolution keepWorking(Map<String, PluginJarFile> jars, List<RefusedPlugin> bad) {
    Map<String, PluginJarFile> loaded = liveJars();
    Set<String> unusable = bad.stream().map(RefusedPlugin::id).collect(Collectors.toSet());
    while (true) {
      Resolution resolution = Resolution.of(jars.values(), unusable);
      List<RefusedPlugin> changed =
          resolution.refused().stream()
              .filter(plugin -> loaded.containsKey(plugin.id()))
              .filter(plugin -> !jars.get(plugin.id()).equals(loaded.get(plugin.id())))
              .toList();
      if (changed.isEmpty()) {
        return resolution;
      }
      bad.addAll(changed);
      changed.forEach(plugin -> jars.put(plugin.id(), loaded.get(plugin.id())));
    }
  }

  /** Waits briefly for running tasks, then unloads everything. Later leases are refused. */
  @Override
  public void close() {
    changing.lock();
    try {
      live.close();
      Swap.shutDown(parts, CLOSING);
    } finally {
      changing.unlock();
    }
  }

  private SwapReport change(
      Map<String, PluginJarFile> jars,
      Set<String> again,
      Duration drainLimit,
      Function<Catalog, List<Problem>> acceptance) {
    Resolution resolution = Resolution.of(jars.values(), Set.of());
    if (!resolution.refused().isEmpty()) {
      throw new ProblemException(
          resolution.refused().stream().flatMap(p -> p.problems().stream()).toList());
    }
    Swap.Target target =
        new Swap.Target(
            resolution.order(), found.refused(), again, Set.of(), drainLimit, acceptance);
    return new Swap(parts, target).run().report();
  }

  private PluginJarFile check(Path jar, int place) {
    JarCheck.Outcome outcome = JarCheck.check(jar, place, cache.copies(), settings.sdkVersion());
    return outcome
        .sound()
        .orElseThrow(() -> new ProblemException(outcome.refused().orElseThrow().problems()));
  }

  private PluginJarFile require(String plugin) {
    return live.jar(plugin).orElseThrow(() -> unknown(plugin));
  }

  private Map<String, PluginJarFile> liveJars() {
    Map<String, PluginJarFile> jars = new LinkedHashMap<>();
    live.jars().forEach(jar -> jars.put(jar.id(), jar));
    return jars;
  }

  private ProblemException unknown(String plugin) {
    String known =
        live.jars().stream().map(PluginJarFile::id).sorted().collect(Collectors.joining(", "));
    return PLUGIN_UNKNOWN
        .problem(
            "no plugin '"
                + plugin
                + "' is loaded; loaded are: "
                + (known.isEmpty() ? "none" : known))
        .hint("check the id with: arcuate plugins list")
        .exception();
  }

  private static ProblemException otherThanMeant(String plugin, PluginJarFile fresh) {
    return PLUGIN_OTHER_THAN_MEANT
        .problem(
            fresh.info().jar(),
            "this is " + fresh.title() + "; a jar of plugin '" + plugin + "' was expected")
        .hint("name the file of '" + plugin + "', or install this one as a plugin of its own")
        .exception();
  }

  private static ProblemException installedAlready(PluginJarFile fresh, PluginJarFile loaded) {
    return PLUGIN_INSTALLED_ALREADY
        .problem(
            fresh.info().jar(),
            "plugin '" + fresh.id() + "' is there already in version " + loaded.info().version())
        .hint("use: arcuate plugins update FILE")
        .exception();
  }

  private <T> T locked(Supplier<T> action) {
    changing.lock();
    try {
      return action.get();
    } finally {
      changing.unlock();
    }
  }
}
