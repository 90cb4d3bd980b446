package dev.arcuate.engine.store;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Digests of files by path and stamp, kept in a text file. It only ever saves time: whatever is
 * lost or unreadable is computed again.
 */
final class DigestCache {
  private static final Logger LOG = LoggerFactory.getLogger(DigestCache.class);
  private static final String HEADER = "arcuate digests 1";

  /**
   * A file modified this short a time ago could be modified again without a new time: FAT counts in
   * steps of two seconds, and the clock of a file server may differ from ours.
   */
  private static final Duration RESOLUTION = Duration.ofSeconds(3);

  private record Known(FileStamp stamp, String digest) {}

  private final Path file;
  private final Clock clock;
  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private volatile boolean changed;

  private DigestCache(Path file, Clock clock) {
    this.file = requireNonNull(file, "file");
    this.clock = requireNonNull(clock, "clock");
  }

  static DigestCache read(Path file, Clock clock) {
    DigestCache cache = new DigestCache(file, clock);
    cache.load();
    return cache;
  }

  Optional<String> find(Path path, FileStamp stamp) {
    return Optional.ofNullable(known.get(name(path)))
        .filter(entry -> entry.stamp().equals(stamp))
        .map(Known::digest);
  }

  /** Remembers a digest, unless the file is so fresh that a later change could go unnoticed. */
  void remember(Path path, FileStamp stamp, String digest) {
    long latest = Math.max(stamp.modified(), stamp.changed());
    long settled = clock.instant().minus(RESOLUTION).toEpochMilli() * 1_000_000;
    if (latest < settled && path.toString().indexOf('\n') < 0) {
      known.put(name(path), new Known(stamp, digest));
      changed = true;
    }
  }

  void save() {
    if (!changed) {
      return;
    }
    changed = false;
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    known.forEach(
        (path, entry) ->
            text.append(entry.digest())
                .append('\t')
                .append(entry.stamp().size())
                .append('\t')
                .append(entry.stamp().modified())
                .append('\t')
                .append(entry.stamp().changed())
                .append('\t')
                .append(path)
                .append('\n'));
    try {
      SafeFiles.replace(file, text.toString());
    } catch (IOException e) {
      LOG.debug("digests are not kept for later runs", e);
    }
  }

  private void load() {
    if (!Files.exists(file)) {
      return;
    }
    try (var lines = Files.lines(file)) {
      var each = lines.iterator();
      if (each.hasNext() && each.next().equals(HEADER)) {
        each.forEachRemaining(this::load);
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      LOG.debug("digests of earlier runs are computed again", e);
    }
  }

  private void load(String line) {
    String[] cells = line.split("\t", 5);
    try {
      FileStamp stamp =
          new FileStamp(
              Long.parseLong(cells[1]), Long.parseLong(cells[2]), Long.parseLong(cells[3]), true);
      known.put(cells[4], new Known(stamp, new Key(cells[0]).hex()));
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      LOG.debug("skipping a damaged line of {}", file);
    }
  }

  private static String name(Path path) {
    return path.toAbsolutePath().normalize().toString();
  }
}
