package dev.arcuate.engine.store;

import dev.arcuate.engine.store.RunRecord.Status;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what no kept run needs. A run that begins waits until cleaning has ended, and cleaning
 * keeps all that running ones have named, so no run loses what it counted on.
 */
final class Cleaner {
  private static final Logger LOG = LoggerFactory.getLogger(Cleaner.class);
  private static final String TURN = "clean";
  private static final long POLL_MILLIS = 20;
  private static final int LOOKS_BEFORE_SAYING_SO = 100;

  private final Store store;
  private final Layout layout;
  private long bytes;

  Cleaner(Store store, Layout layout) {
    this.store = store;
    this.layout = layout;
  }

  static StoreLocks.Hold awaitTurn(StoreLocks locks) throws IOException {
    for (int look = 0; true; look++) {
      Optional<StoreLocks.Hold> hold = locks.tryHold(TURN);
      if (hold.isPresent()) {
        return hold.get();
      }
      if (look == LOOKS_BEFORE_SAYING_SO) {
        LOG.warn("waiting until another process has cleaned the store");
      }
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while another process cleans the store");
      }
    }
  }

  CleanReport clean(CleanRequest request) throws IOException {
    if (!Files.isDirectory(layout.root())) {
      return new CleanReport(List.of(), 0, 0, 0);
    }
    try (StoreLocks locks = StoreLocks.open(layout.locks());
        StoreLocks.Hold turn = awaitTurn(locks)) {
      Set<Key> kept = new HashSet<>();
      List<String> unwanted = new ArrayList<>();
      sort(request, kept, unwanted);
      namedBySessions(kept);
      if (!request.pretend()) {
        bytes += StoreSession.removeGarbage(layout, locks);
      }
      int removed = 0;
      int stay = 0;
      for (Key key : artifacts()) {
        if (kept.contains(key)) {
          stay++;
        } else if (remove(locks, key, request.pretend())) {
          removed++;
        }
      }
      for (String run : unwanted) {
        delete(layout.run(run), request.pretend());
      }
      return new CleanReport(unwanted, removed, bytes, stay);
    }
  }

  private void sort(CleanRequest request, Set<Key> kept, List<String> unwanted) {
    Map<String, Integer> seen = new HashMap<>();
    for (RunRecord run : store.runs().list()) {
      boolean isNew = seen.merge(run.workflow(), 1, Integer::sum) <= request.keepRuns();
      if (isNew || run.pinned() || run.status() == Status.RUNNING) {
        kept.addAll(store.runs().tasks(run.id()).values());
      } else {
        unwanted.add(run.id());
      }
    }
  }

  /** What lone tasks use, which no run may have recorded. */
  private void namedBySessions(Set<Key> kept) throws IOException {
    if (!Files.isDirectory(layout.staging())) {
      return;
    }
    try (DirectoryStream<Path> sessions = Files.newDirectoryStream(layout.staging())) {
      for (Path session : sessions) {
        Path uses = session.resolve(StoreSession.USES);
        if (Files.exists(uses)) {
          try (Stream<String> lines = Files.lines(uses)) {
            lines.map(Key::parse).flatMap(Optional::stream).forEach(kept::add);
          }
        }
      }
    }
  }

  private List<Key> artifacts() throws IOException {
    List<Key> keys = new ArrayList<>();
    if (!Files.isDirectory(layout.artifacts())) {
      return keys;
    }
    try (DirectoryStream<Path> shelves = Files.newDirectoryStream(layout.artifacts())) {
      for (Path shelf : shelves) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(shelf)) {
          folders.forEach(
              folder -> Key.parse(folder.getFileName().toString()).ifPresent(keys::add));
        }
      }
    }
    return keys;
  }

  private boolean remove(StoreLocks locks, Key key, boolean pretend) throws IOException {
    Optional<StoreLocks.Hold> free = locks.tryHold("key " + key.hex());
    if (free.isEmpty()) {
      return false;
    }
    try (StoreLocks.Hold hold = free.get()) {
      Path folder = layout.artifact(key);
      if (!pretend) {
        // Gone in one step, so that no half-deleted result is ever seen.
        Path grave = layout.staging().resolve("cleaned-" + Instant.now().toEpochMilli() + key);
        Files.createDirectories(layout.staging());
        Files.move(folder, grave, StandardCopyOption.ATOMIC_MOVE);
        folder = grave;
      }
      delete(folder, pretend);
      return true;
    } catch (NoSuchFileException e) {
      LOG.debug("{} is gone already", key);
      return false;
    }
  }

  private void delete(Path folder, boolean pretend) throws IOException {
    if (!pretend) {
      bytes += SafeFiles.deleteTree(folder);
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (Files.isRegularFile(file)) {
          bytes += Files.size(file);
        }
      }
    }
  }
}
