package dev.arcuate.engine.accel;

import java.util.function.Supplier;

/** Loads something at the first request, on the engine's thread; a failed attempt is repeated. */
final class Once<T> implements Supplier<T> {
  private final EngineThread thread;
  private final Supplier<T> load;
  private volatile T loaded;

  Once(EngineThread thread, Supplier<T> load) {
    this.thread = thread;
    this.load = load;
  }

  @Override
  public T get() {
    T present = loaded;
    return present != null ? present : thread.call(this::loadOnThread);
  }

  /** One thread only ever runs this, so no lock is needed. */
  private T loadOnThread() {
    if (loaded == null) {
      loaded = load.get();
    }
    return loaded;
  }
}
