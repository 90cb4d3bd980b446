package dev.arcuate.engine.plugins;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.runtime.ObjectMethods;

/**
 * Makes the JDK forget the last record class. The handles behind every record's {@code toString},
 * {@code hashCode} and {@code equals} each remember the type they were last adapted to, in a field
 * that lives as long as the JVM. The last record of a plugin that was printed or compared would
 * keep the plugin's class loader alive. Adapting the handles to a record of our own puts that one
 * in its place.
 *
 * <p>Our record comes from a class loader of its own: newer JDKs remember types of the application
 * in one field and those of other loaders in another, softly, and only the latter must be filled.
 */
final class RecordHandles {
  private final MethodHandles.Lookup lookup;
  private final Class<?> box;
  private final MethodHandle inner;

  RecordHandles() {
    try {
      box = new Loader().define();
      lookup = MethodHandles.privateLookupIn(box, MethodHandles.lookup());
      inner = lookup.findGetter(box, "inner", box);
    } catch (ReflectiveOperationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  void forgetLastRecord() {
    adapt("toString", MethodType.methodType(String.class, box));
    adapt("hashCode", MethodType.methodType(int.class, box));
    adapt("equals", MethodType.methodType(boolean.class, box, Object.class));
  }

  /** What the JVM does when such a method of a record is called for the first time. */
  private void adapt(String method, MethodType type) {
    try {
      Object unused = ObjectMethods.bootstrap(lookup, method, type, box, "inner", inner);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Loader extends ClassLoader {
    Loader() {
      super("arcuate-record", ClassLoader.getPlatformClassLoader());
    }

    Class<?> define() throws IOException {
      String file = RecordBox.class.getName().replace('.', '/') + ".class";
      try (InputStream bytes = RecordHandles.class.getClassLoader().getResourceAsStream(file)) {
        byte[] code = bytes.readAllBytes();
        return defineClass(RecordBox.class.getName(), code, 0, code.length);
      }
    }
  }
}
