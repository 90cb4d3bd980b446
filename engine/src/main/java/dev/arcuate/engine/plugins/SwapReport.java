package dev.arcuate.engine.plugins;

import dev.arcuate.api.Problem;
import java.time.Duration;
import java.util.List;

/**
 * What a change of plugins came to.
 *
 * @param stopped in the order in which they stopped: dependents first
 * @param started in the order in which they started: dependents last
 * @param warnings threads and class loaders left behind, jars that could not be used
 * @param drained how long running tasks were waited for
 */
public record SwapReport(
    List<PluginInfo> stopped, List<PluginInfo> started, List<Problem> warnings, Duration drained) {
  public SwapReport {
    stopped = List.copyOf(stopped);
    started = List.copyOf(started);
    warnings = List.copyOf(warnings);
  }
}
