package dev.arcuate.engine.plugins;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.ProblemException;
import dev.arcuate.engine.problem.IoReasons;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Private copies of plugin jars, named by their SHA-256. What is loaded is the copy, so that an
 * installed jar can be overwritten or deleted while it is in use, and what was hashed is what runs.
 * Several processes may share the folder.
 */
final class JarCache {
  private static final Logger LOG = LoggerFactory.getLogger(JarCache.class);

  /** A digest, as a glob. */
  private static final String DIGEST = "[0-9a-f]".repeat(64);

  private final Path folder;

  JarCache(Path folder) {
    this.folder = requireNonNull(folder, "folder");
  }

  /** A jar in the cache. */
  record Copy(Path path, String digest) {}

  /** What lies in the folder now: read once, however many jars are asked for. */
  Copies copies() {
    Map<Long, List<Path>> bySize = new HashMap<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, DIGEST + ".jar")) {
        for (Path file : files) {
          sizeOf(file)
              .ifPresent(size -> bySize.computeIfAbsent(size, s -> new ArrayList<>()).add(file));
        }
      } catch (IOException | DirectoryIteratorException e) {
        LOG.debug("cannot look through {}", folder, e);
      }
    }
    return new Copies(bySize);
  }

  private static Optional<Long> sizeOf(Path file) throws IOException {
    try {
      return Optional.of(Files.size(file));
    } catch (NoSuchFileException e) {
      // Forgotten by another process just now.
      return Optional.empty();
    }
  }

  /** The copies there were at one moment. Safe for concurrent use. */
  final class Copies {
    private final Map<Long, List<Path>> bySize;

    private Copies(Map<Long, List<Path>> bySize) {
      this.bySize = bySize;
    }

    /**
     * Copies a jar unless it is there already.
     *
     * @throws IOException when the jar cannot be read
     * @throws ProblemException {@code PLUGIN_CACHE_UNWRITABLE}
     */
    Copy take(Path jar) throws IOException {
      Optional<Copy> present = sameAs(jar);
      if (present.isPresent()) {
        touch(present.get().path());
        return present.get();
      }
      return copy(jar);
    }

    /**
     * A copy with the same bytes. They are compared rather than hashed, which every start of a
     * command would pay for; the name of a copy is the hash of what was written into it.
     */
    private Optional<Copy> sameAs(Path jar) throws IOException {
      for (Path file : bySize.getOrDefault(Files.size(jar), List.of())) {
        if (isCopy(file, jar)) {
          String name = file.getFileName().toString();
          return Optional.of(new Copy(file, name.substring(0, name.length() - ".jar".length())));
        }
      }
      return Optional.empty();
    }
  }

  private static boolean isCopy(Path file, Path jar) throws IOException {
    try {
      return Files.mismatch(file, jar) < 0;
    } catch (NoSuchFileException e) {
      // Forgotten by another process just now; if it is the jar itself, its copying fails.
      return false;
    }
  }

  private Copy copy(Path jar) throws IOException {
    try (InputStream bytes = Files.newInputStream(jar)) {
      Path fresh = newFile();
      try {
        String digest = copy(bytes, fresh);
        publish(fresh, named(digest));
        return new Copy(named(digest), digest);
      } finally {
        Files.deleteIfExists(fresh);
      }
    }
  }

  private Path named(String digest) {
    return folder.resolve(digest + ".jar");
  }

  private static void touch(Path copy) {
    try {
      Files.setLastModifiedTime(copy, FileTime.from(Instant.now()));
    } catch (IOException e) {
      LOG.debug("cannot note that {} was used", copy, e);
    }
  }

  /** Deletes copies, and left-overs of killed processes, that nobody has used since then. */
  void forgetUnusedSince(Instant time) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.{jar,part}")) {
      for (Path file : files) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(time)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Others may be at it; what is left is deleted next time.
      LOG.debug("cannot clean {}", folder, e);
    }
  }

  private Path newFile() {
    try {
      Files.createDirectories(folder);
      return Files.createTempFile(folder, "new-", ".part");
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private String copy(InputStream bytes, Path fresh) throws IOException {
    MessageDigest sha256 = sha256();
    byte[] buffer = new byte[1 << 16];
    try (OutputStream out = openForWriting(fresh, sha256)) {
      for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
        write(out, buffer, read);
      }
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  private OutputStream openForWriting(Path fresh, MessageDigest digest) {
    try {
      return new DigestOutputStream(Files.newOutputStream(fresh), digest);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private void write(OutputStream out, byte[] buffer, int length) {
    try {
      out.write(buffer, 0, length);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private void publish(Path fresh, Path named) {
    try {
      Files.move(fresh, named, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private ProblemException unwritable(IOException e) {
    return PluginCode.PLUGIN_CACHE_UNWRITABLE
        .problem(folder, "plugin jars cannot be copied into this folder: " + IoReasons.of(e))
        .hint("free space there, make it writable, or set another folder for temporary files")
        .exception(e);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
