package dev.arcuate.sample;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.testkit.UnloadContract;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Outside the test kit's package, as plugins are: what lies inside is not loaded anew. */
class UnloadContractTest extends UnloadContract {
  @TempDir Path temp;

  @Override
  protected Class<? extends Exercise> exercise() {
    return Tidy.class;
  }

  @Test
  void findsAThread() {
    assertThatThrownBy(() -> check(Starter.class, "leavesNoThreadBehind"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("left-over");
  }

  @Test
  void findsWhatHoldsAClass() {
    try {
      assertThatThrownBy(() -> check(Hoarder.class, "leavesNothingThatHoldsItsClasses"))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("class loaders still held");
    } finally {
      System.getProperties().keySet().removeIf(key -> key.toString().startsWith("hoard"));
    }
  }

  private void check(Class<? extends Exercise> exercise, String test) throws Throwable {
    UnloadContract contract =
        new UnloadContract() {
          {
            folder = temp;
          }

          @Override
          protected Class<? extends Exercise> exercise() {
            return exercise;
          }
        };
    Method method = UnloadContract.class.getDeclaredMethod(test);
    method.setAccessible(true);
    try {
      method.invoke(contract);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** Records, enums and lambdas of its own, all let go. */
  public static final class Tidy implements Exercise {
    private static final Map<String, Note> CACHE = new java.util.HashMap<>();

    private enum Colour {
      RED
    }

    private record Note(Colour colour, Note next) {}

    @Override
    public void run(Path folder) throws Exception {
      Note note = new Note(Colour.RED, new Note(Colour.RED, null));
      CACHE.put(note.toString(), note);
      Callable<String> text = () -> note + " " + note.equals(note.next()) + note.hashCode();
      Files.writeString(folder.resolve("note.txt"), text.call());
    }
  }

  /** Leaves a thread. */
  public static final class Starter implements Exercise {
    @Override
    public void run(Path folder) {
      Thread thread = new Thread(() -> LockSupport.parkNanos(20_000_000_000L), "left-over");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Puts an object of its own where the JVM keeps it. */
  public static final class Hoarder implements Exercise {
    @Override
    public void run(Path folder) {
      System.getProperties().put("hoard" + System.nanoTime(), this);
    }
  }
}
