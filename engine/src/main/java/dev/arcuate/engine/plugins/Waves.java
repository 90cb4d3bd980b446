package dev.arcuate.engine.plugins;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Plugins that can be started together. */
final class Waves {
  private Waves() {}

  /**
   * Parts of a list, in its order, in each of which no plugin needs another one of it.
   *
   * @param jars each after those it needs
   */
  static List<List<PluginJarFile>> of(List<PluginJarFile> jars) {
    List<List<PluginJarFile>> waves = new ArrayList<>();
    List<PluginJarFile> wave = new ArrayList<>();
    for (PluginJarFile jar : jars) {
      if (needsOneOf(wave, jar)) {
        waves.add(List.copyOf(wave));
        wave.clear();
      }
      wave.add(jar);
    }
    waves.add(List.copyOf(wave));
    return waves;
  }

  private static boolean needsOneOf(List<PluginJarFile> wave, PluginJarFile jar) {
    Set<String> ids = wave.stream().map(PluginJarFile::id).collect(Collectors.toSet());
    return jar.needs().stream().anyMatch(need -> ids.contains(need.plugin()));
  }
}
