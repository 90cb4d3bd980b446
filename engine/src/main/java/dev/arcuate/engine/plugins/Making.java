package dev.arcuate.engine.plugins;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * The making of one plugin's components, on a thread of its own where several are made. What goes
 * wrong is kept for whoever asks for the components.
 */
final class Making {
  private final PluginJarFile jar;
  private final ClassLoader loader;
  private Supplier<LoadedPlugin> outcome;

  Making(PluginJarFile jar, ClassLoader loader) {
    this.jar = requireNonNull(jar, "jar");
    this.loader = requireNonNull(loader, "loader");
  }

  /**
   * Makes the components of loaded plugins, of several at once: most of it is reading their
   * classes, and every command waits for it.
   */
  static void all(List<Making> makings, Map<Class<?>, Object> services) {
    int threads = Math.min(makings.size(), Runtime.getRuntime().availableProcessors());
    if (threads < 2) {
      makings.forEach(making -> making.run(services));
      return;
    }
    // Threads that end: what a constructor leaves in a variable of its thread would stay otherwise.
    ExecutorService crew = Executors.newFixedThreadPool(threads, Making::thread);
    try {
      makings.stream()
          .map(making -> CompletableFuture.runAsync(() -> making.run(services), crew))
          .toList()
          .forEach(CompletableFuture::join);
    } finally {
      crew.shutdown();
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "arcuate-plugins");
    thread.setDaemon(true);
    return thread;
  }

  private void run(Map<Class<?>, Object> services) {
    try {
      LoadedPlugin made = new LoadedPlugin(jar, loader, Instantiation.of(jar, loader, services));
      outcome = () -> made;
    } catch (RuntimeException | Error e) {
      outcome =
          () -> {
            throw e;
          };
    }
  }

  PluginJarFile jar() {
    return jar;
  }

  ClassLoader loader() {
    return loader;
  }

  /**
   * The plugin with its components.
   *
   * @throws ProblemException with all that is wrong with them
   */
  LoadedPlugin plugin() {
    return outcome.get();
  }
}
