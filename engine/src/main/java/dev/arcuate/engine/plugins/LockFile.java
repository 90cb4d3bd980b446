package dev.arcuate.engine.plugins;

import static dev.arcuate.engine.plugins.PluginCode.LOCK_FILE_UNREADABLE;
import static dev.arcuate.engine.plugins.PluginCode.LOCK_FILE_UNWRITABLE;
import static dev.arcuate.engine.plugins.PluginCode.LOCK_PLUGIN_DIFFERS;
import static dev.arcuate.engine.plugins.PluginCode.LOCK_PLUGIN_MISSING;
import static java.util.Objects.requireNonNull;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.engine.problem.IoReasons;
import dev.arcuate.engine.store.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which plugins a run used, to the byte: {@code arcuate.lock} beside its results. The same plugins
 * give the same keys, hence the same results.
 *
 * @param arcuate version of Arcuate
 * @param plugins in order of their ids
 */
public record LockFile(String arcuate, List<Entry> plugins) {
  /** What the file is called in a results folder. */
  public static final String NAME = "arcuate.lock";

  private static final int FORMAT = 1;

  /**
   * A plugin.
   *
   * @param sha256 digest of its jar, 64 lower-case hexadecimal digits
   */
  public record Entry(String id, String version, String sha256) {
    public Entry {
      requireNonNull(id, "id");
      requireNonNull(version, "version");
      requireNonNull(sha256, "sha256");
    }
  }

  public LockFile {
    requireNonNull(arcuate, "arcuate");
    plugins = plugins.stream().sorted(Comparator.comparing(Entry::id)).toList();
  }

  /** Locks these plugins: those that a run uses. */
  public static LockFile of(String arcuate, Collection<PluginInfo> plugins) {
    return new LockFile(
        arcuate, plugins.stream().map(p -> new Entry(p.id(), p.version(), p.digest())).toList());
  }

  /** Equal locks are equal text. */
  public String text() {
    List<Object> entries = new ArrayList<>();
    for (Entry plugin : plugins) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("id", plugin.id());
      entry.put("version", plugin.version());
      entry.put("sha256", plugin.sha256());
      entries.add(entry);
    }
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("arcuate-lock", FORMAT);
    root.put("arcuate", arcuate);
    root.put("plugins", entries);
    return Json.pretty(root);
  }

  /**
   * Writes the file, as a whole or not at all.
   *
   * @throws ProblemException {@code LOCK_FILE_UNWRITABLE}
   */
  public void write(Path file) {
    try {
      AtomicFile.write(file, text().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw LOCK_FILE_UNWRITABLE
          .problem(file, "the lock file cannot be written: " + IoReasons.of(e))
          .hint("free space there, or make the folder writable")
          .exception(e);
    }
  }

  /**
   * Reads a lock file.
   *
   * @throws ProblemException {@code LOCK_FILE_UNREADABLE}
   */
  public static LockFile read(Path file) {
    try {
      return of(Json.readObject(Files.readString(file)));
    } catch (IOException | IllegalArgumentException e) {
      String why = e instanceof IOException io ? IoReasons.of(io) : e.getMessage();
      throw LOCK_FILE_UNREADABLE
          .problem(file, "this is no lock file that can be read: " + firstLine(why))
          .hint("name the " + NAME + " of a results folder, as a run writes it")
          .exception(e);
    }
  }

  /**
   * Compares the plugins that a run used with those installed now.
   *
   * @param file the lock file
   * @return empty if every plugin of the lock is there to the byte; others do not matter
   * @throws ProblemException {@code LOCK_FILE_UNREADABLE}
   */
  public static List<Problem> verify(Path file, Collection<PluginInfo> installed) {
    List<Problem> problems = new ArrayList<>();
    for (Entry locked : read(file).plugins()) {
      Optional<PluginInfo> found =
          installed.stream().filter(plugin -> plugin.id().equals(locked.id())).findFirst();
      if (found.isEmpty()) {
        problems.add(missing(file, locked));
      } else if (!found.get().digest().equals(locked.sha256())) {
        problems.add(differs(file, locked, found.get()));
      }
    }
    return problems;
  }

  private static Problem missing(Path file, Entry locked) {
    return LOCK_PLUGIN_MISSING
        .problem(
            file,
            PluginJarFile.title(locked.id(), locked.version())
                + " is locked with SHA-256 "
                + locked.sha256()
                + " and not installed")
        .hint("install that version: arcuate plugins install FILE");
  }

  private static Problem differs(Path file, Entry locked, PluginInfo found) {
    return LOCK_PLUGIN_DIFFERS
        .problem(
            file,
            PluginJarFile.title(locked.id(), locked.version())
                + " is locked with SHA-256 "
                + locked.sha256()
                + "; installed is "
                + found.version()
                + " with SHA-256 "
                + found.digest())
        .hint(
            "install the locked version to repeat that run (arcuate plugins update FILE), or run"
                + " again with what is installed now");
  }

  private static LockFile of(Map<String, Object> root) {
    if (!(root.get("arcuate-lock") instanceof Number format) || format.intValue() != FORMAT) {
      throw new IllegalArgumentException(
          "'arcuate-lock' is " + root.get("arcuate-lock") + "; expected " + FORMAT);
    }
    if (!(root.get("plugins") instanceof List<?> plugins)) {
      throw new IllegalArgumentException("'plugins' is no list");
    }
    return new LockFile(text(root, "arcuate"), plugins.stream().map(LockFile::entry).toList());
  }

  private static Entry entry(Object node) {
    if (!(node instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("an entry of 'plugins' is no object");
    }
    return new Entry(text(map, "id"), text(map, "version"), text(map, "sha256"));
  }

  private static String text(Map<?, ?> map, String name) {
    if (map.get(name) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("'" + name + "' is missing or no text");
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("it is empty");
  }
}
