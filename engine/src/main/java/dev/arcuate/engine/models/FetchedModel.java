package dev.arcuate.engine.models;

import dev.arcuate.engine.store.SafeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A model that has arrived as a whole, beside its place until it is known to be of use. Closing
 * deletes it unless it was published.
 */
public final class FetchedModel implements AutoCloseable {
  private final Path partial;
  private final Path target;
  private final String commit;
  private final String licence;

  FetchedModel(Path partial, Path target, String commit, String licence) {
    this.partial = partial;
    this.target = target;
    this.commit = commit;
    this.licence = licence;
  }

  /** Where its files lie before it is published. */
  public Path folder() {
    return partial;
  }

  /** Which its revision stood for. */
  public String commit() {
    return commit;
  }

  /** As its publisher states it. */
  public String licence() {
    return licence;
  }

  /**
   * Puts it in its place, where another may have been.
   *
   * @return that place
   */
  public Path publish() throws IOException {
    Path old = target.resolveSibling(target.getFileName() + ".old");
    // One that stopped halfway through this has left it.
    SafeFiles.deleteTree(old);
    if (Files.exists(target)) {
      Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    SafeFiles.deleteTree(old);
    return target;
  }

  @Override
  public void close() throws IOException {
    SafeFiles.deleteTree(partial);
  }
}
