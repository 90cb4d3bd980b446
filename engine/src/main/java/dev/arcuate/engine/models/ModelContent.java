package dev.arcuate.engine.models;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.settings.InputPath;
import dev.arcuate.engine.store.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of a model.
 *
 * @param path its folder, which counts with all it holds, or its file
 * @param files where it is a file: all that is read with it, that file too, by names relative to
 *     the folder it lies in; empty if it stands alone
 */
public record ModelContent(Path path, List<String> files) {
  public ModelContent {
    requireNonNull(path, "path");
    files = List.copyOf(files);
  }

  /**
   * Those of a model and what its component reads for it.
   *
   * @param read what the component says; empty for all of the path
   */
  public static ModelContent of(Path path, List<InputPath> read) {
    if (Files.isDirectory(path)) {
      return new ModelContent(path, List.of());
    }
    Path folder = path.toAbsolutePath().normalize().getParent();
    return new ModelContent(
        path,
        read.stream()
            .map(file -> folder.relativize(file.path().toAbsolutePath().normalize()))
            .map(file -> file.toString().replace('\\', '/'))
            .distinct()
            .sorted()
            .toList());
  }

  /**
   * SHA-256 over all of it.
   *
   * @throws dev.arcuate.api.ProblemException as {@link Digests#of}
   */
  public String digest(Digests digests) {
    String name = String.valueOf(path.getFileName());
    return files.isEmpty()
        ? digests.of(new InputPath(path, name))
        : digests.ofAll(
            files.stream().map(file -> new InputPath(path.resolveSibling(file), file)).toList());
  }

  /** Of all of it. */
  public long bytes() throws IOException {
    if (files.isEmpty()) {
      try (Stream<Path> all = Files.walk(path)) {
        return all.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
      }
    }
    long sum = 0;
    for (String file : files) {
      sum += Files.size(path.resolveSibling(file));
    }
    return sum;
  }
}
