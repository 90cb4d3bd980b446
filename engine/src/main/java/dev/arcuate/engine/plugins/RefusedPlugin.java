package dev.arcuate.engine.plugins;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.Problem;
import java.nio.file.Path;
import java.util.List;

/**
 * A jar in a plugin folder that could not be used.
 *
 * @param jar where it lies
 * @param id as in its manifest; empty if that could not be read
 * @param version as in its manifest; empty if that could not be read
 * @param components ids it declares, as far as they could be read
 * @param problems why
 */
public record RefusedPlugin(
    Path jar, String id, String version, List<String> components, List<Problem> problems) {
  public RefusedPlugin {
    requireNonNull(jar, "jar");
    components = List.copyOf(components);
    problems = List.copyOf(problems);
  }

  static RefusedPlugin of(PluginJarFile jar, List<Problem> problems) {
    PluginInfo info = jar.info();
    return new RefusedPlugin(info.jar(), info.id(), info.version(), info.components(), problems);
  }
}
