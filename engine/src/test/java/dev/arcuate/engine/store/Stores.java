package dev.arcuate.engine.store;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Fills stores for tests. */
final class Stores {
  static final Staging.Description DESCRIPTION =
      new Staging.Description(
          "words[layer=1]", Instant.EPOCH, Duration.ofMillis(12), List.of(), Map.of("dropped", 3));

  private Stores() {}

  static TaskSpec spec(String name) {
    return new TaskSpec(
        "step", 1, name, "ab".repeat(32), Map.of("n", 1), Map.of(), Map.of(), Map.of());
  }

  /** Publishes a result with one output that holds the given text. */
  static Key publish(StoreSession session, String name, String text) throws IOException {
    TaskSpec spec = spec(name);
    Key key = Keys.of(spec);
    try (Staging staging = session.stage(key)) {
      Files.writeString(staging.output("words").resolve("words.tsv"), text);
      Artifact published = staging.publish(spec, DESCRIPTION);
      if (!published.key().equals(key)) {
        throw new AssertionError("published under another key");
      }
    }
    return key;
  }
}
