package dev.arcuate.engine.accel;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.Problem;
import dev.arcuate.engine.problem.IoReasons;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Native libraries unpacked once per user. Libraries left to themselves unpack into a new temporary
 * folder for every JVM, and leave it behind when that JVM is killed.
 */
final class NativeCache {
  private final Path root;

  NativeCache(Path root) {
    this.root = requireNonNull(root, "root");
  }

  Path root() {
    return root;
  }

  /**
   * The folder that holds the given files, unpacked now unless an earlier JVM did.
   *
   * @param label first part of the folder's name; the second is made from the content
   * @param resources on the engine's class path
   * @throws dev.arcuate.api.ProblemException {@code NATIVES_CACHE_UNWRITABLE}
   */
  Path unpack(String label, List<URL> resources) {
    try {
      CRC32 content = new CRC32();
      for (URL resource : resources) {
        content.update(fingerprint(resource).getBytes(java.nio.charset.StandardCharsets.UTF_8));
      }
      Path folder = root.resolve(label + "-" + Long.toHexString(content.getValue()));
      if (!Files.isDirectory(folder)) {
        publish(resources, folder);
      }
      return folder;
    } catch (FileSystemException e) {
      throw unwritable(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes sure that a library which unpacks by itself can do so. */
  Path folder(String label) {
    try {
      return Files.createDirectories(root.resolve(label));
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private RuntimeException unwritable(IOException cause) {
    return Problem.resource(
            "NATIVES_CACHE_UNWRITABLE",
            "native libraries cannot be unpacked into '" + root + "': " + IoReasons.withFile(cause))
        .hint("set ARCUATE_CACHE to a folder that can be written, with 200 MB free")
        .exception(cause);
  }

  /**
   * Name, size and checksum as the jar states them: unpacking is not needed to know the content.
   */
  private static String fingerprint(URL resource) throws IOException {
    URLConnection connection = resource.openConnection();
    connection.setUseCaches(false);
    if (connection instanceof JarURLConnection jar) {
      try (var file = jar.getJarFile()) {
        var entry = jar.getJarEntry();
        return entry.getName() + " " + entry.getSize() + " " + entry.getCrc() + "\n";
      }
    }
    return resource.getPath()
        + " "
        + connection.getContentLengthLong()
        + " "
        + connection.getLastModified()
        + "\n";
  }

  /** Another JVM may do the same at the same time: the first to rename wins, both have it. */
  private void publish(List<URL> resources, Path folder) throws IOException {
    Files.createDirectories(root);
    Path draft = Files.createTempDirectory(root, "unpacking-");
    try {
      for (URL resource : resources) {
        String path = resource.getPath();
        Path target = draft.resolve(path.substring(path.lastIndexOf('/') + 1));
        URLConnection connection = resource.openConnection();
        connection.setUseCaches(false);
        try (InputStream in = connection.getInputStream()) {
          Files.copy(in, target);
        }
      }
      Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      delete(draft);
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
