package dev.arcuate.engine.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Named locks of a store. A lock is one byte of one file, at a place derived from its name: nothing
 * to create or clean up, and the operating system frees it when its holder dies, however it dies.
 *
 * <p>File locks belong to the process: closing any channel of a file frees all locks that the
 * process has on it. So there is one channel per store and process, shared by all who open that
 * store, hence the one static map of this code base.
 */
final class StoreLocks implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StoreLocks.class);
  private static final Map<Path, Shared> OF_PROCESS = new HashMap<>();

  private final Path file;
  private final Shared shared;
  private boolean closed;

  private StoreLocks(Path file, Shared shared) {
    this.file = file;
    this.shared = shared;
  }

  /** A lock that is held; closing it frees it. */
  interface Hold extends AutoCloseable {
    @Override
    void close();
  }

  /** What all of this process who use one store share. Guarded by itself. */
  private static final class Shared {
    private final FileChannel channel;
    private final Map<String, FileLock> held = new HashMap<>();
    private int users;
    private boolean useless;

    Shared(FileChannel channel) {
      this.channel = channel;
    }
  }

  static StoreLocks open(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    synchronized (OF_PROCESS) {
      Path real = file.getParent().toRealPath().resolve(file.getFileName());
      Shared shared = OF_PROCESS.get(real);
      if (shared == null) {
        shared =
            new Shared(
                FileChannel.open(
                    real,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE));
        OF_PROCESS.put(real, shared);
      }
      shared.users++;
      return new StoreLocks(real, shared);
    }
  }

  /** Takes a lock if nobody has it, in this process or another. Never waits. */
  Optional<Hold> tryHold(String name) throws IOException {
    synchronized (shared) {
      if (shared.held.containsKey(name)) {
        return Optional.empty();
      }
      FileLock lock = tryLock(place(name));
      if (lock == null && !shared.useless) {
        return Optional.empty();
      }
      shared.held.put(name, lock);
      return Optional.of(() -> release(name));
    }
  }

  private FileLock tryLock(long place) throws IOException {
    if (shared.useless) {
      return null;
    }
    try {
      return shared.channel.tryLock(place, 1, false);
    } catch (OverlappingFileLockException e) {
      return null;
    } catch (IOException e) {
      if (!shared.channel.isOpen()) {
        throw e;
      }
      // Some network file systems have no locks. Publishing stays atomic; work may be done twice.
      shared.useless = true;
      LOG.warn(
          "the disk of {} has no file locks: runs that share this store may do the same work twice",
          file.getParent());
      return null;
    }
  }

  private void release(String name) {
    synchronized (shared) {
      FileLock lock = shared.held.remove(name);
      try {
        if (lock != null && shared.channel.isOpen()) {
          lock.release();
        }
      } catch (IOException e) {
        LOG.debug("a lock is freed when this process ends", e);
      }
    }
  }

  private static long place(String name) {
    String hex = Sha256.hex(name.getBytes(StandardCharsets.UTF_8));
    return Long.parseLong(hex.substring(0, 15), 16);
  }

  @Override
  public void close() {
    synchronized (OF_PROCESS) {
      if (closed) {
        return;
      }
      closed = true;
      shared.users--;
      if (shared.users == 0) {
        OF_PROCESS.remove(file);
        try {
          shared.channel.close();
        } catch (IOException e) {
          LOG.debug("the channel of {} is closed when this process ends", file, e);
        }
      }
    }
  }
}
