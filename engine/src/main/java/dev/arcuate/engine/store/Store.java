package dev.arcuate.engine.store;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Results by key, in a folder that several runs and processes may use at once. What has a name in
 * it is complete: artifacts appear by a rename after all their bytes are on the disk.
 *
 * <p>Reading needs no permission to write, and creates nothing. Safe for use by several threads.
 */
public final class Store {
  private static final int FORMAT = 1;

  private final Layout layout;
  private final Digests digests;

  private Store(Layout layout, Digests digests) {
    this.layout = layout;
    this.digests = digests;
  }

  /**
   * A store, which need not exist yet.
   *
   * @throws ProblemException {@code STORE_FORMAT_UNKNOWN} if a later version of Arcuate wrote it
   */
  public static Store at(Path root) {
    Layout layout = new Layout(requireNonNull(root, "root").toAbsolutePath().normalize());
    checkFormat(layout);
    return new Store(layout, Digests.remembered(layout.digests()));
  }

  /** Absolute. */
  public Path root() {
    return layout.root();
  }

  /** Digests of input files, remembered in this store. */
  public Digests digests() {
    return digests;
  }

  /** Records of earlier runs. */
  public Runs runs() {
    return new Runs(this, layout);
  }

  /** Whether a result exists. Costs one look at the disk; its files are not checked. */
  public boolean contains(Key key) {
    return Files.exists(layout.artifact(key).resolve(Layout.DESCRIPTION));
  }

  /**
   * What is known of a result, or empty if there is none.
   *
   * @throws ProblemException {@code ARTIFACT_DAMAGED} if its description cannot be read
   */
  public Optional<Artifact> find(Key key) {
    Path folder = layout.artifact(key);
    if (!contains(key)) {
      return Optional.empty();
    }
    try {
      return Optional.of(ArtifactFile.read(key, folder));
    } catch (IOException e) {
      throw StoreProblems.damaged(key, folder, e.getMessage()).exception(e);
    }
  }

  /** All that the key of a stored result is the hash of. */
  public Optional<Map<String, Object>> material(Key key) {
    return find(key).map(Artifact::material);
  }

  /** The warnings kept with a result; reads nothing further if there are none. */
  public List<Problem> warnings(Key key) {
    Path folder = layout.artifact(key);
    try {
      return ArtifactFile.readWarnings(folder);
    } catch (IOException e) {
      throw StoreProblems.damaged(key, folder, e.getMessage()).exception(e);
    }
  }

  /** The folder of an output of a stored result. */
  public Path output(Key key, String port) {
    return layout.artifact(key).resolve(Layout.OUTPUTS).resolve(port);
  }

  /**
   * Looks for damage that costs little to find: a description that cannot be read, files that are
   * missing or of another size.
   */
  public Optional<Problem> damage(Key key) {
    Path folder = layout.artifact(key);
    try {
      Artifact artifact = ArtifactFile.read(key, folder);
      for (Map.Entry<String, Long> file : artifact.files().entrySet()) {
        Path path = folder.resolve(file.getKey());
        long size = Files.exists(path) ? Files.size(path) : -1;
        if (size != file.getValue()) {
          String found = size < 0 ? "is missing" : "has " + size + " bytes, not " + file.getValue();
          return Optional.of(StoreProblems.damaged(key, folder, file.getKey() + " " + found));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(StoreProblems.damaged(key, folder, e.getMessage()));
    }
  }

  /**
   * Opens the store for writing.
   *
   * @param id unique name of a run or a lone task
   * @throws ProblemException {@code STORE_NOT_WRITABLE}, {@code STORE_DISK_FULL} or {@code
   *     STORE_FAULT}
   */
  public StoreSession session(String id) {
    try {
      Files.createDirectories(layout.root());
      if (!Files.exists(layout.format())) {
        SafeFiles.replace(layout.format(), Json.pretty(Map.of("format", FORMAT)));
      }
      return StoreSession.open(this, layout, id);
    } catch (IOException e) {
      throw StoreProblems.writing(layout.root(), "open the store", e);
    }
  }

  /** Frees what no run that is kept needs. */
  public CleanReport clean(CleanRequest request) {
    try {
      return new Cleaner(this, layout).clean(request);
    } catch (IOException e) {
      throw StoreProblems.writing(layout.root(), "clean the store", e);
    }
  }

  private static void checkFormat(Layout layout) {
    Path file = layout.format();
    if (!Files.exists(file)) {
      return;
    }
    Object format;
    try {
      format = Json.readObject(Files.readString(file)).get("format");
    } catch (IOException e) {
      format = "unreadable: " + e.getMessage();
    }
    if (!Integer.valueOf(FORMAT).equals(format)) {
      throw StoreCode.STORE_FORMAT_UNKNOWN
          .problem(
              "the store "
                  + layout.root()
                  + " has format "
                  + format
                  + "; this version knows "
                  + FORMAT)
          .hint("use the version of Arcuate that wrote it, or another folder with --store")
          .exception();
    }
  }
}
