package dev.arcuate.engine.store;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * Where things lie in a store. All parts lie on one disk, since publishing is a rename.
 *
 * @param root absolute
 */
record Layout(Path root) {
  static final String DESCRIPTION = "artifact.json";
  static final String WARNINGS = "warnings.json";
  static final String OUTPUTS = "outputs";

  Layout {
    requireNonNull(root, "root");
  }

  Path format() {
    return root.resolve("store.json");
  }

  Path locks() {
    return root.resolve("locks");
  }

  Path digests() {
    return root.resolve("digests.tsv");
  }

  Path artifacts() {
    return root.resolve("artifacts");
  }

  /** Two levels: a folder with a million entries is slow on many file systems. */
  Path artifact(Key key) {
    return artifacts().resolve(key.hex().substring(0, 2)).resolve(key.hex());
  }

  Path staging() {
    return root.resolve("staging");
  }

  Path staging(String session) {
    return staging().resolve(session);
  }

  Path runs() {
    return root.resolve("runs");
  }

  Path run(String id) {
    return runs().resolve(id);
  }
}
