package dev.arcuate.engine.run;

/** Hears what happens during a run. Called by one thread at a time, in order; must return soon. */
@FunctionalInterface
public interface RunListener {
  void on(RunEvent event);
}
