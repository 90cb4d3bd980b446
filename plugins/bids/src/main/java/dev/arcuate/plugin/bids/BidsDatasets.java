package dev.arcuate.plugin.bids;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import java.lang.ref.SoftReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Opens datasets, and remembers the names in them as long as memory allows: in this object, and in
 * files of a cache folder once a whole dataset was listed. Safe for use by several threads.
 */
public final class BidsDatasets {
  private final IndexCache cache;
  private final Map<Path, SoftReference<BidsIndex>> open = new ConcurrentHashMap<>();

  /**
   * @param cache folder that may be deleted at any time
   */
  public BidsDatasets(Path cache) {
    this.cache = new IndexCache(cache);
  }

  /**
   * With the cache where the environment says: {@code ARCUATE_CACHE}, or the user's cache folder.
   *
   * @param environment of the process
   * @param home of the user
   */
  public static BidsDatasets ofUser(Map<String, String> environment, Path home) {
    Function<String, Path> folder =
        name ->
            environment.getOrDefault(name, "").isBlank() ? null : Path.of(environment.get(name));
    Path own = folder.apply("ARCUATE_CACHE");
    Path caches = folder.apply("XDG_CACHE_HOME");
    Path base =
        own != null ? own : (caches != null ? caches : home.resolve(".cache")).resolve("arcuate");
    return new BidsDatasets(base.resolve("bids"));
  }

  /**
   * @param name of the dataset in messages
   * @throws ProblemException {@code BIDS_DATASET_MISSING}
   */
  public BidsDataset open(Path root, String name) {
    if (!Files.isDirectory(root)) {
      throw Problem.data("BIDS_DATASET_MISSING", "there is no folder " + name)
          .hint("paths in a workflow start at the workflow's own folder")
          .exception();
    }
    Path place = root.toAbsolutePath().normalize();
    BidsIndex index;
    synchronized (open) {
      SoftReference<BidsIndex> known = open.get(place);
      index = known == null ? null : known.get();
      if (index == null) {
        index = cache.open(place);
        open.put(place, new SoftReference<>(index));
      }
    }
    BidsIndex shared = index;
    return new BidsDataset(place, name, shared, () -> keep(place, shared));
  }

  private void keep(Path root, BidsIndex index) {
    if (index.changed()) {
      cache.save(root, index);
    }
  }
}
