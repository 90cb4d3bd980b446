package dev.arcuate.engine.plugins;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;

/**
 * A jar that is sound by itself; whether it fits with the others is {@link Resolution}'s business.
 *
 * @param place where its folder stands among all folders; later ones win
 * @param copy what is loaded, see {@link JarCache}
 * @param needs plugins it depends on
 * @param classes names of the classes in its index
 */
record PluginJarFile(
    PluginInfo info, int place, Path copy, List<Need> needs, List<String> classes) {

  /**
   * A dependency on another plugin.
   *
   * @param optional whether the plugin does without, too
   */
  record Need(String plugin, String range, boolean optional) {}

  PluginJarFile {
    requireNonNull(info, "info");
    requireNonNull(copy, "copy");
    needs = List.copyOf(needs);
    classes = List.copyOf(classes);
  }

  String id() {
    return info.id();
  }

  /** How messages call it. */
  String title() {
    return title(info.id(), info.version());
  }

  static String title(String id, String version) {
    return "plugin '" + id + "' " + version;
  }
}
