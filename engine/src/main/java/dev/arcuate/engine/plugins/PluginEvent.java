package dev.arcuate.engine.plugins;

import dev.arcuate.api.Problem;
import java.time.Duration;
import java.util.List;

/** What happens while plugins are loaded, swapped and unloaded, in order. */
public sealed interface PluginEvent {

  /** These plugins will stop: those asked for, and those that need them. */
  record Stopping(List<PluginInfo> plugins) implements PluginEvent {
    public Stopping {
      plugins = List.copyOf(plugins);
    }
  }

  /** No task runs on the plugins that will stop. */
  record Drained(Duration waited) implements PluginEvent {}

  /** A plugin was stopped and unloaded. */
  record Stopped(PluginInfo plugin) implements PluginEvent {}

  /** A plugin was loaded and its components made. */
  record Started(PluginInfo plugin) implements PluginEvent {}

  /** Something worth knowing, such as a thread that a plugin left behind. */
  record Noticed(Problem warning) implements PluginEvent {}

  /** The change failed for these reasons and what was there before is back. */
  record PutBack(List<Problem> problems) implements PluginEvent {
    public PutBack {
      problems = List.copyOf(problems);
    }
  }

  /** From here on tasks get this number of components. */
  record Published(int components) implements PluginEvent {}
}
