package dev.arcuate.engine.plugins;

import java.nio.file.Path;
import java.util.List;

/**
 * What is known of an installed plugin.
 *
 * @param id as in its manifest
 * @param version as in its manifest
 * @param requires range of SDK versions it accepts
 * @param description one sentence
 * @param digest SHA-256 of the jar
 * @param jar where it was installed
 * @param components ids it declares
 * @param dependencies ids of plugins it needs
 */
public record PluginInfo(
    String id,
    String version,
    String requires,
    String description,
    String digest,
    Path jar,
    List<String> components,
    List<String> dependencies) {
  public PluginInfo {
    components = List.copyOf(components);
    dependencies = List.copyOf(dependencies);
  }
}
