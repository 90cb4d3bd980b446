package dev.arcuate.engine.plugins;

/** Hands out components to running tasks, so that a plugin is never unloaded under a task. */
public interface Components {
  /** The catalog of this moment. */
  Catalog catalog();

  /**
   * Takes a component for the time of one task. Waits while its plugin is being swapped.
   *
   * @param codeDigest the jar the task was planned with
   * @throws dev.arcuate.api.ProblemException {@code PLUGIN_NOT_LOADED} if no plugin with that
   *     digest offers the component any more
   */
  Lease lease(String component, String codeDigest);

  /** A component in use; its plugin stays loaded until this is closed. */
  interface Lease extends AutoCloseable {
    ComponentHandle handle();

    @Override
    void close();
  }
}
