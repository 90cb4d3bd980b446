package dev.arcuate.engine.accel;

import dev.arcuate.api.ProblemException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads something at the first request, on the engine's thread; a failed attempt is repeated. */
final class Once<T> implements Supplier<T> {
  private static final Logger LOG = LoggerFactory.getLogger(Once.class);

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

  /** Loads beside the caller. What goes wrong is left to the first request, which tries again. */
  void begin() {
    thread.begin(
        () -> {
          try {
            loadOnThread();
          } catch (ProblemException toldLater) {
            LOG.debug("cannot be loaded", toldLater);
          }
        });
  }

  /** One thread only ever runs this, so no lock is needed. */
  private T loadOnThread() {
    if (loaded == null) {
      loaded = load.get();
    }
    return loaded;
  }
}
