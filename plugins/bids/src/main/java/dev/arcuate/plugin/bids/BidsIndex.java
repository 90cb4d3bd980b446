package dev.arcuate.plugin.bids;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The names in a dataset, folder by folder. A folder is listed again only when its time of change
 * says that entries came or went; what files hold is never remembered. Safe for use by several
 * threads.
 */
final class BidsIndex {
  /** Changes this close to a listing may not have moved a folder's time of change. */
  private static final long COARSEST_CLOCK_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** Datasets in a dataset, and what is not data. */
  private static final Set<String> NOT_AT_THE_ROOT = Set.of("derivatives", "sourcedata", "code");

  /** Endings of names that are never those of folders: saves asking the file system. */
  private static final List<String> FILE_ENDINGS =
      List.of(".json", ".tsv", ".nii.gz", ".nii", ".gii", ".txt", ".h5", ".svg", ".html", ".fif");

  /** Recordings that are folders. */
  private static final List<String> FOLDER_ENDINGS = List.of(".ds", ".zarr", ".mefd");

  private final Path root;
  private final Map<String, Folder> folders;
  private BidsIgnore ignore = BidsIgnore.parse("");
  private boolean changed;

  /**
   * @param modified its time of change when it was listed
   * @param listed when that was; both in nanoseconds since 1970
   */
  record Folder(long modified, long listed, List<BidsFile> files, List<String> folders) {
    Folder {
      files = List.copyOf(files);
      folders = List.copyOf(folders);
    }

    private boolean holds(long modifiedNow) {
      return modified == modifiedNow && listed - modified > COARSEST_CLOCK_NANOS;
    }
  }

  BidsIndex(Path root, Map<String, Folder> folders, BidsIgnore ignore) {
    this.root = root;
    this.folders = new HashMap<>(folders);
    this.ignore = ignore;
  }

  BidsIndex(Path root) {
    this(root, Map.of(), BidsIgnore.of(root));
  }

  /** Names of folders in a folder, sorted. */
  synchronized List<String> folders(String name) {
    return current(name).map(Folder::folders).orElse(List.of());
  }

  /** BIDS files in a folder, not below it, sorted by name. */
  synchronized List<BidsFile> files(String name) {
    return current(name).map(Folder::files).orElse(List.of());
  }

  /** BIDS files in a folder and below it, sorted by folder and name. */
  synchronized List<BidsFile> allFiles(String name) {
    List<BidsFile> files = new ArrayList<>();
    walk(name, files);
    return files;
  }

  /** Whether anything was listed anew since this was last asked. */
  synchronized boolean changed() {
    boolean was = changed;
    changed = false;
    return was;
  }

  synchronized Map<String, Folder> snapshot() {
    return Map.copyOf(folders);
  }

  synchronized BidsIgnore ignore() {
    return ignore;
  }

  private void walk(String name, List<BidsFile> into) {
    Optional<Folder> folder = current(name);
    if (folder.isEmpty()) {
      return;
    }
    into.addAll(folder.get().files());
    for (String each : folder.get().folders()) {
      String below = name.isEmpty() ? each : name + "/" + each;
      if (!isLoop(root.resolve(below))) {
        walk(below, into);
      }
    }
  }

  /** A link may lead to a folder that holds the link. */
  private static boolean isLoop(Path folder) {
    if (!Files.isSymbolicLink(folder)) {
      return false;
    }
    try {
      return folder.getParent().toRealPath().startsWith(folder.toRealPath());
    } catch (IOException e) {
      return true;
    }
  }

  private Optional<Folder> current(String name) {
    if (name.isEmpty()) {
      checkIgnore();
    }
    Path path = name.isEmpty() ? root : root.resolve(name);
    try {
      long modified = Files.getLastModifiedTime(path).to(TimeUnit.NANOSECONDS);
      Folder known = folders.get(name);
      if (known != null && known.holds(modified)) {
        return Optional.of(known);
      }
      Folder listed = list(name, path, modified);
      changed |= !listed.equals(known);
      folders.put(name, listed);
      return Optional.of(listed);
    } catch (NoSuchFileException e) {
      changed |= folders.remove(name) != null;
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (DirectoryIteratorException e) {
      throw new UncheckedIOException(e.getCause());
    }
  }

  private void checkIgnore() {
    BidsIgnore now = BidsIgnore.of(root);
    if (!now.text().equals(ignore.text())) {
      ignore = now;
      folders.clear();
    }
  }

  private Folder list(String name, Path path, long modified) throws IOException {
    long now = System.currentTimeMillis();
    List<BidsFile> files = new ArrayList<>();
    List<String> below = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      for (Path entry : entries) {
        String file = entry.getFileName().toString();
        String full = name.isEmpty() ? file : name + "/" + file;
        boolean folder = isFolder(file, entry);
        if (file.startsWith(".")
            || (name.isEmpty() && NOT_AT_THE_ROOT.contains(file))
            || ignore.ignores(full, folder)) {
          continue;
        }
        Optional<BidsFile> bids = BidsFile.of(entry, full);
        boolean recording =
            folder && bids.isPresent() && FOLDER_ENDINGS.contains(bids.get().extension());
        if (folder && !recording) {
          below.add(file);
        } else {
          bids.ifPresent(files::add);
        }
      }
    }
    files.sort(java.util.Comparator.comparing(BidsFile::name));
    Collections.sort(below);
    return new Folder(modified, TimeUnit.MILLISECONDS.toNanos(now), files, below);
  }

  private static boolean isFolder(String file, Path entry) {
    for (String ending : FILE_ENDINGS) {
      if (file.endsWith(ending)) {
        return false;
      }
    }
    return Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS) || Files.isDirectory(entry);
  }
}
