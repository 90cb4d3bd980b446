package dev.arcuate.engine.plugins;

import static dev.arcuate.engine.plugins.PluginCode.PLUGIN_LEFT_THREADS;
import static dev.arcuate.engine.plugins.PluginCode.PLUGIN_NOT_COLLECTED;

import dev.arcuate.api.Problem;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.ResourceBundle;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Makes sure that an unloaded plugin is gone. A class loader that stays takes its classes, their
 * statics and its jar with it, once per swap, until memory runs out. Not safe for concurrent use.
 */
final class LoaderWatch {
  private static final int MOST_COLLECTIONS = 40;
  private static final Duration PAUSE = Duration.ofMillis(25);
  private static final Duration THREAD_GRACE = Duration.ofSeconds(1);

  private final ReferenceQueue<ClassLoader> cleared = new ReferenceQueue<>();
  private final RecordHandles recordHandles = new RecordHandles();
  private final List<Retired> retired = new ArrayList<>();

  private static final class Retired extends WeakReference<ClassLoader> {
    final String title;
    boolean reported;

    Retired(String title, ClassLoader loader, ReferenceQueue<ClassLoader> queue) {
      super(loader, queue);
      this.title = title;
    }
  }

  /** Notes that nobody should need this loader any more; tells of threads that still do. */
  List<Problem> retire(PluginJarFile jar, ClassLoader loader) {
    retired.add(new Retired(jar.title(), loader, cleared));
    ResourceBundle.clearCache(loader);
    recordHandles.forgetLastRecord();
    List<Thread> left = threadsOf(loader).stream().filter(LoaderWatch::outlivesGrace).toList();
    return left.isEmpty() ? List.of() : List.of(leftThreads(jar, left));
  }

  /** Waits until all retired loaders are collected; tells of those that are not. */
  List<Problem> survivors(Duration limit) {
    return survivors(limit, loader -> true);
  }

  /** As above, without those told of before. */
  List<Problem> newSurvivors(Duration limit) {
    return survivors(limit, loader -> !loader.reported);
  }

  private List<Problem> survivors(Duration limit, Predicate<Retired> asked) {
    long deadline = System.nanoTime() + limit.toNanos();
    forgetCleared();
    for (int i = 0; i < MOST_COLLECTIONS && retired.stream().anyMatch(asked); i++) {
      System.gc();
      if (!awaitCleared() || System.nanoTime() > deadline) {
        break;
      }
      forgetCleared();
    }
    forgetCleared();
    List<Retired> left = retired.stream().filter(asked).toList();
    left.forEach(loader -> loader.reported = true);
    return left.stream().map(LoaderWatch::notCollected).toList();
  }

  private void forgetCleared() {
    retired.removeIf(reference -> reference.refersTo(null));
  }

  /** Returns at once when a loader is collected; false when interrupted. */
  private boolean awaitCleared() {
    try {
      cleared.remove(PAUSE.toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static List<Thread> threadsOf(ClassLoader loader) {
    return allThreads().stream()
        .filter(thread -> thread != Thread.currentThread())
        .filter(
            thread ->
                thread.getContextClassLoader() == loader
                    || thread.getClass().getClassLoader() == loader)
        .toList();
  }

  private static List<Thread> allThreads() {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    Thread[] threads = new Thread[root.activeCount() * 2 + 16];
    int count = root.enumerate(threads, true);
    return Arrays.stream(threads, 0, count).filter(Objects::nonNull).toList();
  }

  /** A pool that was told to stop needs a moment. */
  private static boolean outlivesGrace(Thread thread) {
    try {
      thread.join(THREAD_GRACE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return thread.isAlive();
  }

  private static Problem leftThreads(PluginJarFile jar, List<Thread> threads) {
    String names =
        threads.stream()
            .map(thread -> "'" + thread.getName() + "'")
            .sorted()
            .collect(Collectors.joining(", "));
    return PLUGIN_LEFT_THREADS
        .problem(jar.title() + " was unloaded and left threads running: " + names)
        .hint("report this to the author of the plugin: a component ends its threads in close()")
        .asWarning();
  }

  private static Problem notCollected(Retired loader) {
    return PLUGIN_NOT_COLLECTED
        .problem(
            loader.title
                + " was unloaded, but something still holds its classes, so their memory is lost")
        .hint(
            "look for a kept catalog, a thread, or a cache outside the plugin that holds one of its"
                + " objects; a heap dump shows the path to its class loader")
        .asWarning();
  }
}
