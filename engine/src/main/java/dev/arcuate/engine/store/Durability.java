package dev.arcuate.engine.store;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that a power failure never leaves a result that has a name but not all its bytes.
 *
 * <p>The bytes of every file are forced to the disk before the rename. Whether folders must be
 * forced too depends on the file system: one that keeps changes of names in their order cannot show
 * the rename without what came before it. Forcing costs a flush of the disk each time, which is
 * most of what a trivial task costs, so there it is left out; elsewhere, and where the file system
 * is not known, it is done.
 */
final class Durability {
  private static final Logger LOG = LoggerFactory.getLogger(Durability.class);

  /** By journal, log or copy-on-write; NFS by answering only when the server has done it. */
  private static final Set<String> KEEPS_ORDER =
      Set.of("ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs", "apfs", "nfs", "nfs4", "tmpfs");

  private final boolean forcesFolders;

  /** Folders that got new names in them, which a power failure may still undo. */
  private final Set<Path> renamedInto = ConcurrentHashMap.newKeySet();

  private Durability(boolean forcesFolders) {
    this.forcesFolders = forcesFolders;
  }

  static Durability of(Path root) throws IOException {
    FileStore disk = Files.getFileStore(root);
    boolean canForceFolders = disk.supportsFileAttributeView("posix");
    boolean keepsOrder = KEEPS_ORDER.contains(disk.type().toLowerCase(Locale.ROOT));
    return new Durability(canForceFolders && !keepsOrder);
  }

  static Durability careful() {
    return new Durability(true);
  }

  /** Before the rename. */
  void force(Collection<Path> files, Collection<Path> foldersInnerFirst) throws IOException {
    for (Path file : files) {
      SafeFiles.force(file);
    }
    if (forcesFolders) {
      for (Path folder : foldersInnerFirst) {
        SafeFiles.force(folder);
      }
    }
  }

  /** After the rename. */
  void renamedInto(Path folder) throws IOException {
    if (forcesFolders) {
      SafeFiles.force(folder);
    } else {
      renamedInto.add(folder);
    }
  }

  /** Makes all renames last. Without it, a power failure may cost the results of a few seconds. */
  void finish() {
    for (Path folder : renamedInto) {
      try {
        SafeFiles.force(folder);
      } catch (IOException e) {
        LOG.debug("{} reaches the disk when the system sees fit", folder, e);
      }
    }
    renamedInto.clear();
  }
}
