package dev.arcuate.engine.plugins;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.runtime.ObjectMethods;

/**
 * Makes the JDK forget the last record class. The handles behind every record's {@code toString},
 * {@code hashCode} and {@code equals} each remember the type they were last adapted to, in a field
 * that lives as long as the JVM (JDK 17; later ones remember it softly). The last record of a
 * plugin to be printed or compared would keep the plugin's class loader alive. Adapting the handles
 * to a record of our own puts that in its place.
 */
final class RecordHandles {
  private record Box(Box inner) {}

  private RecordHandles() {}

  static void forgetLastRecord() {
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    try {
      MethodHandle inner = lookup.findGetter(Box.class, "inner", Box.class);
      adapt(lookup, inner, "toString", MethodType.methodType(String.class, Box.class));
      adapt(lookup, inner, "hashCode", MethodType.methodType(int.class, Box.class));
      adapt(lookup, inner, "equals", MethodType.methodType(boolean.class, Box.class, Object.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the JVM does when such a method of a record is called for the first time. */
  private static void adapt(
      MethodHandles.Lookup lookup, MethodHandle inner, String method, MethodType type)
      throws ReflectiveOperationException {
    try {
      Object unused = ObjectMethods.bootstrap(lookup, method, type, Box.class, "inner", inner);
    } catch (ReflectiveOperationException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
