package dev.arcuate.engine.plugins;

import static dev.arcuate.engine.plugins.PluginCode.PLUGIN_FOLDER_MISSING;
import static dev.arcuate.engine.plugins.PluginCode.PLUGIN_FOLDER_UNREADABLE;
import static dev.arcuate.engine.plugins.PluginCode.PLUGIN_SHADOWED;
import static dev.arcuate.engine.plugins.PluginCode.PLUGIN_TWICE;

import dev.arcuate.api.Problem;
import dev.arcuate.engine.problem.IoReasons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What lies in the plugin folders.
 *
 * @param chosen one sound jar per plugin id
 * @param refused jars that cannot be used
 * @param warnings folders that cannot be read, jars that another one stands before
 */
record Scan(List<PluginJarFile> chosen, List<RefusedPlugin> refused, List<Problem> warnings) {
  Scan {
    chosen = List.copyOf(chosen);
    refused = List.copyOf(refused);
    warnings = List.copyOf(warnings);
  }

  static Scan of(List<Place> places, JarCache cache, String sdkVersion) {
    Scanner scanner = new Scanner();
    JarCache.Copies copies = cache.copies();
    for (int place = 0; place < places.size(); place++) {
      int at = place;
      scanner.jars(places.get(place)).parallelStream()
          .map(jar -> JarCheck.check(jar, at, copies, sdkVersion))
          .toList()
          .forEach(outcome -> scanner.add(at, outcome));
    }
    return scanner.choose();
  }

  private static final class Scanner {
    private static final Pattern PLUGIN_FILE =
        Pattern.compile("(?!original-).*(?<!-sources|-javadoc|-tests|-test-sources)\\.jar");

    /** Plugin id → place → what lies there. */
    private final Map<String, TreeMap<Integer, List<PluginJarFile>>> found = new TreeMap<>();

    private final List<RefusedPlugin> refused = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    List<Path> jars(Place place) {
      if (Files.notExists(place.folder())) {
        if (place.kind() == Place.Kind.EXTRA) {
          warnings.add(
              PLUGIN_FOLDER_MISSING
                  .problem(place.folder(), "this plugin folder does not exist")
                  .hint("check the path after --plugin-dir"));
        }
        return List.of();
      }
      try (Stream<Path> files = Files.list(place.folder())) {
        return files.filter(Scanner::mayBePlugin).sorted().toList();
      } catch (IOException e) {
        warnings.add(
            PLUGIN_FOLDER_UNREADABLE
                .problem(place.folder(), "this plugin folder cannot be read: " + IoReasons.of(e))
                .hint("check that it is a folder and that you may read it"));
        return List.of();
      }
    }

    /** Without what a Maven build lays beside a plugin, so that its target folder can be used. */
    private static boolean mayBePlugin(Path file) {
      return PLUGIN_FILE.matcher(file.getFileName().toString()).matches();
    }

    void add(int place, JarCheck.Outcome outcome) {
      outcome.sound().ifPresent(jar -> at(jar.id(), place).add(jar));
      outcome.refused().ifPresent(refused::add);
      // A refused jar keeps its place: what stands before it must not come to light unasked.
      outcome.refused().filter(jar -> !jar.id().isEmpty()).ifPresent(jar -> at(jar.id(), place));
    }

    private List<PluginJarFile> at(String id, int place) {
      return found
          .computeIfAbsent(id, i -> new TreeMap<>())
          .computeIfAbsent(place, p -> new ArrayList<>());
    }

    Scan choose() {
      List<PluginJarFile> chosen = new ArrayList<>();
      found.forEach(
          (id, places) -> {
            List<PluginJarFile> last = distinct(places.lastEntry().getValue());
            if (last.size() > 1) {
              last.forEach(jar -> refused.add(twice(jar, last)));
            } else if (last.size() == 1) {
              chosen.add(last.get(0));
              warnShadowed(places, last.get(0));
            }
          });
      return new Scan(chosen, refused, warnings);
    }

    private static List<PluginJarFile> distinct(List<PluginJarFile> jars) {
      Map<String, PluginJarFile> byDigest = new TreeMap<>();
      jars.forEach(jar -> byDigest.putIfAbsent(jar.info().digest(), jar));
      return byDigest.values().stream()
          .sorted((a, b) -> a.info().jar().compareTo(b.info().jar()))
          .toList();
    }

    private static RefusedPlugin twice(PluginJarFile jar, List<PluginJarFile> all) {
      List<String> versions =
          all.stream()
              .map(one -> one.info().version() + " in " + one.info().jar().getFileName())
              .toList();
      return RefusedPlugin.of(
          jar,
          List.of(
              PLUGIN_TWICE
                  .problem(
                      jar.info().jar(),
                      "plugin '"
                          + jar.id()
                          + "' lies "
                          + all.size()
                          + " times in this folder: "
                          + String.join(", ", versions))
                  .hint("keep one of these files and remove the others")));
    }

    private void warnShadowed(TreeMap<Integer, List<PluginJarFile>> places, PluginJarFile chosen) {
      places.headMap(places.lastKey()).values().stream()
          .flatMap(List::stream)
          .filter(jar -> !jar.info().digest().equals(chosen.info().digest()))
          .forEach(jar -> warnings.add(shadowed(jar, chosen)));
    }

    private static Problem shadowed(PluginJarFile jar, PluginJarFile chosen) {
      return PLUGIN_SHADOWED
          .problem(
              jar.info().jar(),
              jar.title()
                  + " is not used: version "
                  + chosen.info().version()
                  + " stands before it in "
                  + chosen.info().jar().getParent())
          .hint("remove the other file to use this one")
          .asWarning();
    }
  }
}
