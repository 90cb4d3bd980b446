package dev.arcuate.engine.plugins;

import static dev.arcuate.engine.plugins.PluginCode.PLUGIN_DIGEST_DIFFERS;
import static dev.arcuate.engine.plugins.PluginCode.PLUGIN_FOLDER_UNREADABLE;
import static dev.arcuate.engine.plugins.PluginCode.PLUGIN_FOLDER_UNWRITABLE;
import static dev.arcuate.engine.plugins.PluginCode.PLUGIN_INSTALLED_ALREADY;
import static dev.arcuate.engine.plugins.PluginCode.PLUGIN_NOT_INSTALLED;
import static dev.arcuate.engine.plugins.PluginCode.PLUGIN_STILL_NEEDED;
import static java.util.Objects.requireNonNull;

import dev.arcuate.api.ProblemException;
import dev.arcuate.engine.problem.IoReasons;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Installs, updates and removes plugins in the user's plugin folder. A jar is tried with all other
 * plugins before it is copied, and is there as a whole or not at all. A running engine notices on
 * its next {@link PluginHost#refresh}.
 */
public final class PluginFolder {
  private final PluginHost.Settings settings;
  private final Path folder;
  private final JarCache cache;
  private final PluginSource source;

  /**
   * A user's plugin folder.
   *
   * @param settings with exactly one {@link Place.Kind#USER}
   * @param offline whether the network may not be used
   */
  public PluginFolder(PluginHost.Settings settings, boolean offline) {
    this(settings, new PluginSource(offline, Download::overHttp));
  }

  PluginFolder(PluginHost.Settings settings, PluginSource source) {
    this.settings = requireNonNull(settings, "settings");
    this.source = requireNonNull(source, "source");
    this.cache = new JarCache(settings.cache());
    this.folder =
        settings.places().stream()
            .filter(place -> place.kind() == Place.Kind.USER)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no user folder"))
            .folder();
  }

  /**
   * Installs a plugin that is not there yet.
   *
   * @param from a path, or a {@code file:} or {@code https:} address
   * @param sha256 digest that the jar must have, if the user knows it
   * @throws ProblemException with all reasons why it cannot be installed; nothing has changed then
   */
  public PluginInfo install(String from, Optional<String> sha256) {
    return put(
        from,
        sha256,
        (host, jar) -> {
          plugin(host, jar.id()).ifPresent(installed -> refuseSecond(jar, installed));
          host.load(jar.info().jar());
        });
  }

  /**
   * Replaces an installed plugin by another version of it, newer or older. One that comes with
   * Arcuate stays where it is, and the user's version stands before it.
   *
   * @throws ProblemException with all reasons why not; nothing has changed then
   */
  public PluginInfo update(String from, Optional<String> sha256) {
    return put(
        from,
        sha256,
        (host, jar) -> {
          if (plugin(host, jar.id()).isPresent()) {
            host.replace(jar.id(), jar.info().jar(), Duration.ZERO);
          } else if (host.refused().stream().anyMatch(bad -> bad.id().equals(jar.id()))) {
            host.load(jar.info().jar());
          } else {
            throw notInstalled(jar.id(), "install it: arcuate plugins install FILE");
          }
        });
  }

  /**
   * Removes a plugin from the user's folder.
   *
   * @param plugin its id, or the name of its file if that is all that can be read of it
   * @return the files removed
   * @throws ProblemException {@code PLUGIN_NOT_INSTALLED}, {@code PLUGIN_STILL_NEEDED}
   */
  public List<Path> remove(String plugin) {
    return locked(
        () -> {
          List<Path> files = filesOf(plugin, folder);
          try (PluginHost host = PluginHost.open(settings)) {
            if (files.isEmpty()) {
              boolean elsewhere = plugin(host, plugin).isPresent();
              throw notInstalled(
                  plugin,
                  elsewhere
                      ? "it comes with Arcuate or from a folder named on the command line, and is"
                          + " removed there"
                      : "check the id with: arcuate plugins list");
            }
            refuseIfNeeded(host, plugin, files);
          }
          files.forEach(this::delete);
          return files;
        });
  }

  private interface Trial {
    void run(PluginHost host, PluginJarFile jar);
  }

  private PluginInfo put(String from, Optional<String> sha256, Trial trial) {
    return source.with(
        from,
        file -> {
          PluginJarFile jar = check(from, file, sha256);
          return locked(
              () -> {
                try (PluginHost host = PluginHost.open(settings)) {
                  trial.run(host, jar);
                }
                return copy(jar);
              });
        });
  }

  private PluginJarFile check(String from, Path file, Optional<String> sha256) {
    JarCheck.Outcome outcome = JarCheck.check(file, 0, cache.copies(), settings.sdkVersion());
    PluginJarFile jar =
        outcome
            .sound()
            .orElseThrow(() -> new ProblemException(outcome.refused().orElseThrow().problems()));
    sha256
        .map(digest -> digest.toLowerCase(Locale.ROOT))
        .filter(digest -> !digest.equals(jar.info().digest()))
        .ifPresent(
            digest -> {
              throw digestDiffers(from, digest, jar.info().digest());
            });
    return jar;
  }

  private PluginInfo copy(PluginJarFile jar) {
    Path target = folder.resolve(jar.id() + ".jar");
    List<Path> others =
        filesOf(jar.id(), folder).stream().filter(file -> !file.equals(target)).toList();
    try {
      AtomicFile.write(target, Files.readAllBytes(jar.copy()));
    } catch (IOException e) {
      throw unwritable(e);
    }
    others.forEach(this::delete);
    PluginInfo info = jar.info();
    return new PluginInfo(
        info.id(),
        info.version(),
        info.requires(),
        info.description(),
        info.digest(),
        target,
        info.components(),
        info.dependencies());
  }

  private List<Path> filesOf(String plugin, Path place) {
    List<Path> files = new ArrayList<>();
    JarCache.Copies copies = cache.copies();
    for (Path jar : jars(place)) {
      JarCheck.Outcome outcome = JarCheck.check(jar, 0, copies, settings.sdkVersion());
      String id =
          outcome
              .sound()
              .map(PluginJarFile::id)
              .orElseGet(() -> outcome.refused().orElseThrow().id());
      if (id.equals(plugin) || jar.getFileName().toString().equals(plugin)) {
        files.add(jar);
      }
    }
    return files;
  }

  private static List<Path> jars(Path place) {
    if (Files.notExists(place)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(place)) {
      return all.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw PLUGIN_FOLDER_UNREADABLE
          .problem(place, "this plugin folder cannot be read: " + IoReasons.of(e))
          .hint("check that it is a folder and that you may read it")
          .exception(e);
    }
  }

  private void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** Two commands at once take turns. */
  private <T> T locked(Supplier<T> action) {
    try {
      Files.createDirectories(folder);
      try (FileChannel channel =
              FileChannel.open(
                  folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        return action.get();
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private static Optional<PluginInfo> plugin(PluginHost host, String id) {
    return host.catalog().plugins().stream().filter(plugin -> plugin.id().equals(id)).findFirst();
  }

  private static void refuseSecond(PluginJarFile jar, PluginInfo installed) {
    boolean same = installed.digest().equals(jar.info().digest());
    throw PLUGIN_INSTALLED_ALREADY
        .problem(
            "plugin '"
                + jar.id()
                + "' is installed already, "
                + (same ? "to the byte" : "in version " + installed.version()))
        .hint(
            same
                ? "there is nothing to do"
                : "to use version "
                    + jar.info().version()
                    + " in its place: arcuate plugins update FILE")
        .exception();
  }

  /** Unless the same plugin comes to light in another place. */
  private void refuseIfNeeded(PluginHost host, String plugin, List<Path> files) {
    Optional<PluginInfo> info = plugin(host, plugin);
    if (info.isEmpty() || !files.contains(info.get().jar())) {
      return;
    }
    List<String> dependents =
        host.catalog().plugins().stream()
            .filter(other -> other.dependencies().contains(plugin))
            .map(other -> "'" + other.id() + "'")
            .toList();
    boolean elsewhere =
        settings.places().stream()
            .filter(place -> !place.folder().equals(folder))
            .anyMatch(place -> !filesOf(plugin, place.folder()).isEmpty());
    if (!dependents.isEmpty() && !elsewhere) {
      throw PLUGIN_STILL_NEEDED
          .problem("plugin '" + plugin + "' is needed by " + String.join(", ", dependents))
          .hint("remove these first")
          .exception();
    }
  }

  private static ProblemException notInstalled(String plugin, String hint) {
    return PLUGIN_NOT_INSTALLED
        .problem("there is no plugin '" + plugin + "' in the user's plugin folder")
        .hint(hint)
        .exception();
  }

  private static ProblemException digestDiffers(String from, String expected, String found) {
    return PLUGIN_DIGEST_DIFFERS
        .problem(from + " has SHA-256 " + found + "; expected was " + expected)
        .hint("get the file again from where the digest comes from; do not use this one")
        .exception();
  }

  private ProblemException unwritable(IOException e) {
    return PLUGIN_FOLDER_UNWRITABLE
        .problem(folder, "the user's plugin folder cannot be changed: " + IoReasons.of(e))
        .hint("free space there, or make it writable")
        .exception(e);
  }
}
