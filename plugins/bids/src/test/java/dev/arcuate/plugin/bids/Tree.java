package dev.arcuate.plugin.bids;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes datasets for tests. */
final class Tree {
  final Path root;

  Tree(Path root) {
    this.root = root;
  }

  Tree file(String name, String content) {
    try {
      Files.createDirectories(root.resolve(name).getParent());
      Files.writeString(root.resolve(name), content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Tree files(String... names) {
    for (String name : names) {
      file(name, "x");
    }
    return this;
  }

  BidsDataset open() {
    return new BidsDatasets(root.resolveSibling("cache")).open(root, "data");
  }
}
