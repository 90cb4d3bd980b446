package dev.arcuate.engine.plugins;

import dev.arcuate.api.Component;

/**
 * The context class loader of the current thread while plugin code runs; the one before comes back
 * on close. Every call into a plugin sits in a try-with-resources of this, since libraries look
 * things up through the context class loader and new threads inherit it.
 */
public final class ContextLoader implements AutoCloseable {
  private final Thread thread = Thread.currentThread();
  private final ClassLoader before = thread.getContextClassLoader();

  private ContextLoader(ClassLoader loader) {
    thread.setContextClassLoader(loader);
  }

  /** Enters the plugin that a component comes from. */
  public static ContextLoader of(Component<?> component) {
    return of(component.getClass().getClassLoader());
  }

  static ContextLoader of(ClassLoader loader) {
    return new ContextLoader(loader);
  }

  @Override
  public void close() {
    thread.setContextClassLoader(before);
  }
}
