package dev.arcuate.engine.plugins;

import static dev.arcuate.engine.plugins.PluginCode.PLUGIN_BUSY;
import static dev.arcuate.engine.plugins.PluginCode.PLUGIN_STOP_FAILED;
import static java.util.Objects.requireNonNull;

import dev.arcuate.api.Component;
import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One change of the plugins in use, at task borders: hold back new tasks, wait for running ones,
 * stop and unload dependents first, make sure that they are gone, load and start in order, publish.
 * If anything fails, what was there before comes back. The jars have been checked and resolved
 * before this begins, so that a bad jar stops nothing.
 */
final class Swap {
  private static final Logger LOG = LoggerFactory.getLogger(Swap.class);

  private final Parts parts;
  private final Target target;
  private final List<PluginInfo> stopped = new ArrayList<>();
  private final List<PluginInfo> started = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();
  private final List<RefusedPlugin> refused;

  /** By plugin id, what PF4J has loaded and is not in use yet. */
  private final Map<String, Making> loading = new LinkedHashMap<>();

  /**
   * What a swap works on.
   *
   * @param collectionLimit how long to wait for the garbage collector
   * @param services that components may ask for
   */
  record Parts(
      Pf4j pf4j,
      LivePlugins live,
      LoaderWatch watch,
      Duration collectionLimit,
      Map<Class<?>, Object> services,
      Consumer<PluginEvent> listener) {}

  /**
   * What is to be there afterwards.
   *
   * @param jars all plugins that are to be there, each after those it needs
   * @param refused plugins known to be unusable
   * @param again plugins to be stopped and started although they stay the same
   * @param optional plugins whose failure to load refuses them and nothing else
   * @param drainLimit how long running tasks are waited for
   * @param acceptance what else the new catalog must fulfil; the problems it finds put all back
   */
  record Target(
      List<PluginJarFile> jars,
      List<RefusedPlugin> refused,
      Set<String> again,
      Set<String> optional,
      Duration drainLimit,
      Function<Catalog, List<Problem>> acceptance) {}

  Swap(Parts parts, Target target) {
    this.parts = requireNonNull(parts, "parts");
    this.target = requireNonNull(target, "target");
    this.refused = new ArrayList<>(target.refused());
  }

  /** What came of it, and which plugins are refused now. */
  record Outcome(SwapReport report, List<RefusedPlugin> refused) {}

  /**
   * Changes the plugins.
   *
   * @throws ProblemException when it cannot be done; all is as before then
   */
  Outcome run() {
    Set<String> stopping = stopping();
    List<PluginJarFile> before =
        parts.live().jars().stream().filter(jar -> stopping.contains(jar.id())).toList();
    List<PluginJarFile> starting =
        target.jars().stream()
            .filter(jar -> stopping.contains(jar.id()) || parts.live().jar(jar.id()).isEmpty())
            .toList();
    Duration drained = drain(before, starting);
    List<RefusedPlugin> refusedBefore = parts.live().withhold();
    try {
      stopAll(before);
      Waves.of(starting).forEach(this::startAll);
      accept();
    } catch (RuntimeException | Error e) {
      putBack(before, refusedBefore, e);
      throw e;
    }
    int components = parts.live().publish(refused).components().size();
    emit(new PluginEvent.Published(components));
    return new Outcome(new SwapReport(stopped, started, warnings, drained), refused);
  }

  /** Unloads everything, under running tasks if they outlast the limit. */
  static void shutDown(Parts parts, Duration limit) {
    Target nothing =
        new Target(List.of(), List.of(), Set.of(), Set.of(), limit, catalog -> List.of());
    Swap swap = new Swap(parts, nothing);
    List<PluginJarFile> all = parts.live().jars();
    if (!parts.live().awaitIdle(parts.live().all(), limit)) {
      LOG.warn("plugins are unloaded under tasks that still run");
    }
    parts.live().withhold();
    try {
      lastFirst(all).forEach(swap::stop);
    } finally {
      parts.live().publish(List.of());
    }
  }

  /** Those that change or go, and all that need one of them. */
  private Set<String> stopping() {
    List<PluginJarFile> live = parts.live().jars();
    Set<String> ids = new LinkedHashSet<>();
    for (PluginJarFile jar : live) {
      boolean stays = target.jars().stream().anyMatch(next -> next.info().equals(jar.info()));
      if (!stays || target.again().contains(jar.id())) {
        ids.add(jar.id());
      }
    }
    ids.addAll(Resolution.dependents(live, ids));
    return ids;
  }

  private Duration drain(List<PluginJarFile> before, List<PluginJarFile> starting) {
    Set<String> components = new HashSet<>();
    before.forEach(jar -> components.addAll(jar.info().components()));
    starting.forEach(jar -> components.addAll(jar.info().components()));
    parts.live().holdBack(components);
    long begin = System.nanoTime();
    List<LoadedPlugin> plugins = loaded(before);
    boolean idle = false;
    try {
      if (!before.isEmpty()) {
        emit(new PluginEvent.Stopping(infos(lastFirst(before))));
      }
      idle = parts.live().awaitIdle(plugins, target.drainLimit());
      if (!idle) {
        throw busy(plugins);
      }
    } finally {
      if (!idle) {
        parts.live().resume();
      }
    }
    Duration waited = Duration.ofNanos(System.nanoTime() - begin);
    if (!before.isEmpty()) {
      emit(new PluginEvent.Drained(waited));
    }
    return waited;
  }

  private ProblemException busy(List<LoadedPlugin> plugins) {
    LoadedPlugin user =
        plugins.stream()
            .filter(plugin -> parts.live().leases(plugin) > 0)
            .findFirst()
            .orElse(plugins.get(0));
    int tasks = parts.live().leases(user);
    return PLUGIN_BUSY
        .problem(
            user.jar().title()
                + " is still used by "
                + tasks
                + (tasks == 1 ? " task" : " tasks")
                + " after "
                + target.drainLimit().toMillis() / 1000.0
                + " s; nothing was changed")
        .hint("wait for the tasks to end or cancel them, or allow more time")
        .exception();
  }

  /** Leaves no reference to a stopped plugin on the stack when it looks for survivors. */
  private void stopAll(List<PluginJarFile> before) {
    lastFirst(before).forEach(this::stop);
    if (!before.isEmpty()) {
      parts.watch().newSurvivors(parts.collectionLimit()).forEach(this::notice);
    }
  }

  private void stop(PluginJarFile jar) {
    for (LoadedPlugin plugin : loaded(List.of(jar))) {
      ClassLoader loader = plugin.loader();
      parts.live().remove(plugin);
      try (ContextLoader context = ContextLoader.of(loader)) {
        plugin.handles().values().forEach(handle -> close(jar, handle.component()));
        parts.pf4j().unload(jar).ifPresent(reason -> stopFailed(jar, reason));
      }
      plugin.release();
      parts.watch().retire(jar, loader).forEach(this::notice);
      stopped.add(jar.info());
      emit(new PluginEvent.Stopped(jar.info()));
    }
  }

  private void close(PluginJarFile jar, Component<?> component) {
    if (component instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
        LOG.warn("{} failed while it was stopped", jar.title(), e);
        stopFailed(jar, Reasons.of(e));
      }
    }
  }

  private void stopFailed(PluginJarFile jar, String reason) {
    notice(
        PLUGIN_STOP_FAILED
            .problem(jar.title() + " failed while it was stopped: " + reason)
            .hint("report this to the author of the plugin; it was unloaded all the same")
            .asWarning());
  }

  /** Starts plugins of which none needs another. */
  private void startAll(List<PluginJarFile> wave) {
    wave.forEach(jar -> orRefuse(jar, () -> load(jar)));
    List<Making> makings = List.copyOf(loading.values());
    Making.all(makings, parts.services());
    makings.forEach(making -> orRefuse(making.jar(), () -> adopt(making)));
  }

  private void orRefuse(PluginJarFile jar, Runnable starting) {
    try {
      starting.run();
    } catch (ProblemException e) {
      discard(jar);
      if (!target.optional().contains(jar.id())) {
        throw e;
      }
      refused.add(RefusedPlugin.of(jar, e.problems()));
    }
  }

  private void load(PluginJarFile jar) {
    List<Problem> unmet =
        jar.needs().stream()
            .filter(need -> !need.optional() && parts.live().jar(need.plugin()).isEmpty())
            .map(need -> Resolution.dependencyRefused(jar, need.plugin()))
            .toList();
    if (!unmet.isEmpty()) {
      throw new ProblemException(unmet);
    }
    loading.put(jar.id(), new Making(jar, parts.pf4j().start(jar)));
  }

  private void adopt(Making making) {
    PluginJarFile jar = making.jar();
    parts.live().add(making.plugin());
    loading.remove(jar.id());
    started.add(jar.info());
    emit(new PluginEvent.Started(jar.info()));
  }

  /** Unloads what has been loaded and not been adopted. */
  private void discard(PluginJarFile jar) {
    Making making = loading.remove(jar.id());
    if (making != null) {
      parts.pf4j().unload(jar).ifPresent(reason -> stopFailed(jar, reason));
      parts.watch().retire(jar, making.loader()).forEach(this::notice);
    }
  }

  private void accept() {
    List<Problem> objections = target.acceptance().apply(parts.live().snapshot(refused));
    if (!objections.isEmpty()) {
      throw new ProblemException(objections);
    }
  }

  private void putBack(
      List<PluginJarFile> before, List<RefusedPlugin> refusedBefore, Throwable cause) {
    try {
      List.copyOf(loading.values()).forEach(making -> discard(making.jar()));
      lastFirst(parts.live().jars()).stream()
          .filter(jar -> started.contains(jar.info()))
          .forEach(this::stop);
      before.forEach(this::restore);
    } finally {
      parts.live().publish(refusedBefore);
      emit(
          new PluginEvent.PutBack(
              cause instanceof ProblemException known ? known.problems() : List.of()));
    }
  }

  private void restore(PluginJarFile jar) {
    if (parts.live().jar(jar.id()).isPresent()) {
      return;
    }
    try {
      startAll(List.of(jar));
    } catch (ProblemException e) {
      LOG.error("{} could not be put back", jar.title(), e);
      e.problems().forEach(this::notice);
    }
  }

  private void notice(Problem warning) {
    warnings.add(warning);
    emit(new PluginEvent.Noticed(warning));
  }

  private void emit(PluginEvent event) {
    parts.listener().accept(event);
  }

  private List<LoadedPlugin> loaded(List<PluginJarFile> jars) {
    return parts.live().all().stream().filter(plugin -> jars.contains(plugin.jar())).toList();
  }

  private static List<PluginInfo> infos(List<PluginJarFile> jars) {
    return jars.stream().map(PluginJarFile::info).toList();
  }

  private static List<PluginJarFile> lastFirst(List<PluginJarFile> jars) {
    List<PluginJarFile> reversed = new ArrayList<>(jars);
    Collections.reverse(reversed);
    return reversed;
  }
}
