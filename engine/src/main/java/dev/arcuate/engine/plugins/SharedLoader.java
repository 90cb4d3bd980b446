package dev.arcuate.engine.plugins;

/**
 * The parent of every plugin's class loader. What a plugin sees of the engine is a list: classes of
 * {@link SharedCode} that plugins may use, and the JDK. Resources are the JDK's only; were the
 * application's visible, a plugin without an index of its components would take the application's.
 */
final class SharedLoader extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  private final ClassLoader engine;

  SharedLoader(ClassLoader engine) {
    super("arcuate-shared", ClassLoader.getPlatformClassLoader());
    this.engine = engine;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    SharedCode shared = SharedCode.owning(name).orElseThrow(() -> new ClassNotFoundException(name));
    if (!shared.visible()) {
      throw new ClassNotFoundException(
          name + ": plugins cannot use " + shared.name() + "; " + shared.instead().orElseThrow());
    }
    return engine.loadClass(name);
  }
}
