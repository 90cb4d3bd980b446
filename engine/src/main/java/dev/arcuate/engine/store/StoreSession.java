package dev.arcuate.engine.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store opened for writing, by a run or a lone task. While it is open, nothing that it uses is
 * cleaned away; when its process dies, whatever it had begun is garbage that the next session
 * removes. Safe for use by several threads.
 */
public final class StoreSession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StoreSession.class);
  static final String OWNER = "owner.json";
  static final String USES = "uses.txt";

  private final Store store;
  private final Layout layout;
  private final Durability durability;
  private final String id;
  private final StoreLocks locks;
  private final StoreLocks.Hold alive;
  private final AtomicInteger stagings = new AtomicInteger();

  private StoreSession(
      Store store,
      Layout layout,
      Durability durability,
      String id,
      StoreLocks locks,
      StoreLocks.Hold alive) {
    this.store = store;
    this.layout = layout;
    this.durability = durability;
    this.id = id;
    this.locks = locks;
    this.alive = alive;
  }

  /** The right to compute a key; closing it gives it up. */
  public interface Claim extends AutoCloseable {
    @Override
    void close();
  }

  static StoreSession open(Store store, Layout layout, String id) throws IOException {
    StoreLocks locks = StoreLocks.open(layout.locks());
    try {
      StoreLocks.Hold alive =
          locks
              .tryHold(aliveName(id))
              .orElseThrow(() -> new IOException("'" + id + "' is in use already"));
      removeGarbage(layout, locks);
      StoreSession session =
          new StoreSession(store, layout, Durability.of(layout.root()), id, locks, alive);
      Files.createDirectories(layout.staging(id));
      Files.writeString(layout.staging(id).resolve(OWNER), Json.line(owner()));
      return session;
    } catch (IOException | RuntimeException e) {
      locks.close();
      throw e;
    }
  }

  static String aliveName(String id) {
    return "session " + id;
  }

  public String id() {
    return id;
  }

  public Store store() {
    return store;
  }

  /**
   * Takes the right to compute a key, unless another task of this or another process has it. Never
   * waits.
   */
  public Optional<Claim> claim(Key key) {
    try {
      return locks.tryHold("key " + key.hex()).map(hold -> hold::close);
    } catch (IOException e) {
      throw StoreProblems.writing(layout.root(), "lock a result", e);
    }
  }

  /** Who computes a key right now, for people: process and machine. */
  public Optional<String> holder(Key key) {
    try (DirectoryStream<Path> sessions = Files.newDirectoryStream(layout.staging())) {
      for (Path session : sessions) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(session, key.hex() + "*")) {
          if (found.iterator().hasNext()) {
            Map<String, Object> owner = Json.readObject(Files.readString(session.resolve(OWNER)));
            return Optional.of("process " + owner.get("process") + " on " + owner.get("machine"));
          }
        } catch (NotDirectoryException | NoSuchFileException e) {
          continue;
        }
      }
    } catch (IOException e) {
      LOG.debug("cannot tell who computes {}", key, e);
    }
    return Optional.empty();
  }

  /** Opens a place to write a result into. */
  public Staging stage(Key key) {
    String name = key.hex() + "-" + stagings.incrementAndGet();
    Path folder = layout.staging(id).resolve(name);
    try {
      Files.createDirectory(folder);
    } catch (IOException e) {
      throw StoreProblems.writing(layout.root(), "begin a result", e);
    }
    return new Staging(layout, durability, key, folder);
  }

  /**
   * Protects results from being cleaned away while this session is open, beside those of its run.
   */
  public void uses(Collection<Key> keys) {
    try (StoreLocks.Hold quiet = awaitNoCleaning()) {
      String lines = keys.stream().map(Key::hex).collect(Collectors.joining("\n"));
      SafeFiles.replace(layout.staging(id).resolve(USES), lines);
    } catch (IOException e) {
      throw StoreProblems.writing(layout.root(), "name what a task uses", e);
    }
  }

  /** Takes a damaged result out of the store, so that it is computed again. */
  public void discard(Key key) {
    Path folder = layout.artifact(key);
    try {
      Path grave = layout.staging(id).resolve("damaged-" + stagings.incrementAndGet());
      Files.move(folder, grave, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
      SafeFiles.deleteTree(grave);
    } catch (NoSuchFileException e) {
      LOG.debug("{} is gone already", key);
    } catch (IOException e) {
      throw StoreProblems.writing(layout.root(), "remove a damaged result", e);
    }
  }

  /** Waits until nobody cleans the store, and keeps it so. */
  StoreLocks.Hold awaitNoCleaning() throws IOException {
    return Cleaner.awaitTurn(locks);
  }

  /** Removes what is left of this session's unfinished work. */
  @Override
  public void close() {
    durability.finish();
    try {
      SafeFiles.deleteTree(layout.staging(id));
    } catch (IOException e) {
      LOG.debug("what is left of {} is removed by a later run", id, e);
    }
    alive.close();
    locks.close();
  }

  /**
   * Removes what sessions left whose process is gone.
   *
   * @return bytes freed
   */
  static long removeGarbage(Layout layout, StoreLocks locks) throws IOException {
    long bytes = 0;
    if (!Files.isDirectory(layout.staging())) {
      return bytes;
    }
    try (DirectoryStream<Path> sessions = Files.newDirectoryStream(layout.staging())) {
      for (Path session : sessions) {
        Optional<StoreLocks.Hold> dead = locks.tryHold(aliveName(session.getFileName().toString()));
        if (dead.isPresent()) {
          try (StoreLocks.Hold hold = dead.get()) {
            bytes += SafeFiles.deleteTree(session);
          } catch (IOException e) {
            LOG.debug("garbage that cannot be removed does no harm: {}", session, e);
          }
        }
      }
    }
    return bytes;
  }

  private static Map<String, Object> owner() {
    Map<String, Object> owner = new LinkedHashMap<>();
    owner.put("process", ProcessHandle.current().pid());
    owner.put("machine", machine());
    owner.put("since", Instant.now().toString());
    return owner;
  }

  private static String machine() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "this machine";
    }
  }
}
