package dev.arcuate.engine;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where an engine finds and keeps things.
 *
 * @param home the distribution
 * @param store results of tasks
 * @param userPlugins where {@code plugins install} puts jars
 * @param extraPlugins further folders with jars
 * @param models the catalogue of models of this user
 * @param cache of this user, for what can be made again
 */
public record Places(
    Path home, Path store, Path userPlugins, List<Path> extraPlugins, Path models, Path cache) {
  public Places {
    requireNonNull(home, "home");
    requireNonNull(store, "store");
    requireNonNull(userPlugins, "userPlugins");
    extraPlugins = List.copyOf(extraPlugins);
    requireNonNull(models, "models");
    requireNonNull(cache, "cache");
  }

  /** Places with the catalogue of models below the cache. */
  public Places(Path home, Path store, Path userPlugins, List<Path> extraPlugins, Path cache) {
    this(home, store, userPlugins, extraPlugins, cache.resolve("models"), cache);
  }

  /**
   * The usual places: the store in {@code .arcuate/store} below the folder, or where {@code
   * ARCUATE_STORE} says; models where {@code ARCUATE_MODELS} says; the cache where {@code
   * ARCUATE_CACHE} says; the rest as the XDG base directory specification has it.
   *
   * @param home the distribution
   * @param folder the working folder
   * @param environment such as {@link System#getenv()}
   */
  public static Places usual(Path home, Path folder, Map<String, String> environment) {
    Path user = Path.of(System.getProperty("user.home"));
    Path data = folderOf(environment, "XDG_DATA_HOME", user.resolve(".local/share"));
    Path caches = folderOf(environment, "XDG_CACHE_HOME", user.resolve(".cache"));
    String store = environment.get("ARCUATE_STORE");
    return new Places(
        home,
        store == null || store.isBlank() ? folder.resolve(".arcuate/store") : Path.of(store),
        data.resolve("arcuate/plugins"),
        List.of(),
        folderOf(environment, "ARCUATE_MODELS", data.resolve("arcuate/models")),
        folderOf(environment, "ARCUATE_CACHE", caches.resolve("arcuate")));
  }

  private static Path folderOf(Map<String, String> environment, String variable, Path otherwise) {
    String value = environment.get(variable);
    return value == null || value.isBlank() ? otherwise : Path.of(value);
  }

  /** These places with another store. */
  public Places store(Path other) {
    return new Places(home, other, userPlugins, extraPlugins, models, cache);
  }

  /** These places with further folders of plugins. */
  public Places extraPlugins(List<Path> folders) {
    return new Places(home, store, userPlugins, folders, models, cache);
  }
}
