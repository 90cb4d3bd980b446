package dev.arcuate.engine.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders with all that is in them. */
final class Folders {
  private Folders() {}

  /** Deletes a folder, if it is there. */
  static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      for (Path file : inside(folder)) {
        Files.delete(file);
      }
    }
  }

  /** Deletes all files but some, and the folders that are empty then. */
  static void keepOnly(Path folder, Collection<Path> kept) throws IOException {
    for (Path file : inside(folder)) {
      boolean needed = kept.stream().anyMatch(one -> one.startsWith(file));
      if (!needed && !file.equals(folder)) {
        Files.delete(file);
      }
    }
  }

  /** What is inside comes first. */
  private static List<Path> inside(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.sorted(Comparator.reverseOrder()).toList();
    }
  }
}
