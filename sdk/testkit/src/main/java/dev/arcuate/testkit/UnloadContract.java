package dev.arcuate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a plugin must fulfil to be swapped while an engine runs: once it is unloaded, none of its
 * threads runs and nothing holds its classes. Needs no engine: the plugin's classes are loaded
 * several times over, each time by a class loader of their own, and used.
 *
 * <pre>{@code
 * class UnloadTest extends UnloadContract {
 *   @Override protected Class<? extends Exercise> exercise() { return Use.class; }
 *
 *   public static final class Use implements Exercise {
 *     @Override public void run(Path folder) throws Exception {
 *       new MyStep().run(new MySettings(3), new TestTask(folder));
 *     }
 *   }
 * }
 * }</pre>
 *
 * @since 0.1
 */
public abstract class UnloadContract {
  private static final int ROUNDS = 4;
  private static final int MOST_COLLECTIONS = 40;
  private static final long THREAD_GRACE_MILLIS = 2000;

  /** Uses the plugin, as a task would: makes its components and runs them. */
  public interface Exercise {
    /**
     * Uses the plugin once.
     *
     * @param folder empty, for inputs and outputs
     */
    void run(Path folder) throws Exception;
  }

  /** A folder that is new for every test. */
  @TempDir protected Path folder;

  /**
   * A class with a constructor without parameters. It must not touch static fields of classes that
   * come from elsewhere than the plugin and its tests.
   */
  protected abstract Class<? extends Exercise> exercise();

  @Test
  void leavesNoThreadBehind() throws Exception {
    ClassLoader loader = new Anew(exercise().getClassLoader());
    use(loader, 0);
    List<String> left = new ArrayList<>();
    for (Thread thread : threadsOf(loader)) {
      thread.join(THREAD_GRACE_MILLIS);
      if (thread.isAlive()) {
        left.add(thread.getName());
      }
    }
    assertThat(left).as("threads that still run although the plugin is done").isEmpty();
  }

  /**
   * The last round does not count: the JDK remembers, in single places, the class it saw last, and
   * the next plugin's class takes that place.
   */
  @Test
  void leavesNothingThatHoldsItsClasses() throws Exception {
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      loaders.add(useOnce(round));
    }
    List<WeakReference<ClassLoader>> all = loaders.subList(0, ROUNDS - 1);
    for (int i = 0; i < MOST_COLLECTIONS && !all.stream().allMatch(l -> l.refersTo(null)); i++) {
      System.gc();
      Thread.sleep(i);
    }
    assertThat(all.stream().filter(loader -> !loader.refersTo(null)).count())
        .as(
            "class loaders still held, of %s whose plugin is done; look for statics, threads,"
                + " thread locals and shutdown hooks",
            ROUNDS - 1)
        .isZero();
  }

  /** A method of its own: a local variable of the caller would hold the loader. */
  private WeakReference<ClassLoader> useOnce(int round) throws Exception {
    ClassLoader loader = new Anew(exercise().getClassLoader());
    use(loader, round);
    return new WeakReference<>(loader);
  }

  private void use(ClassLoader loader, int round) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      Class<?> again = Class.forName(exercise().getName(), true, loader);
      ((Exercise) again.getDeclaredConstructor().newInstance())
          .run(Files.createDirectories(folder.resolve("round-" + round)));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static List<Thread> threadsOf(ClassLoader loader) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(
            thread ->
                thread.getContextClassLoader() == loader
                    || thread.getClass().getClassLoader() == loader)
        .toList();
  }

  /** Loads once more what is the plugin's or its tests', and takes the rest from the original. */
  private static final class Anew extends ClassLoader {
    private static final List<String> SHARED =
        List.of(
            "dev.arcuate.api.",
            "dev.arcuate.testkit.",
            "org.pf4j.",
            "org.slf4j.",
            "ch.qos.logback.",
            "jakarta.inject.",
            "com.google.inject.",
            "com.fasterxml.jackson.",
            "org.junit.",
            "org.opentest4j.",
            "org.assertj.");

    Anew(ClassLoader original) {
      super("arcuate-anew", original);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> found = findLoadedClass(name);
        if (found != null) {
          return found;
        }
        return isShared(name) ? super.loadClass(name, resolve) : define(name);
      }
    }

    private static boolean isShared(String name) {
      if (SHARED.stream().anyMatch(name::startsWith)) {
        return true;
      }
      try {
        return getPlatformClassLoader().loadClass(name) != null;
      } catch (ClassNotFoundException e) {
        return false;
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      String file = name.replace('.', '/') + ".class";
      try (InputStream bytes = getParent().getResourceAsStream(file)) {
        if (bytes == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] code = bytes.readAllBytes();
        return defineClass(name, code, 0, code.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
