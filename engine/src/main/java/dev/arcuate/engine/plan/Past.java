package dev.arcuate.engine.plan;

import dev.arcuate.api.ProblemException;
import dev.arcuate.engine.store.Artifact;
import dev.arcuate.engine.store.Key;
import dev.arcuate.engine.store.RunRecord;
import dev.arcuate.engine.store.Store;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What earlier runs of a workflow left behind. */
public interface Past {

  /** Whether a result exists. */
  boolean exists(Key key);

  /** The key of a task's latest result that still exists. */
  Optional<Key> earlier(String task);

  /** Whether an earlier run meant to make this very result, whatever became of it. */
  boolean planned(Key key);

  /** What the key of a stored result is the hash of. */
  Optional<Map<String, Object>> material(Key key);

  /** What a stored result cost. */
  Optional<Cost> cost(Key key);

  /**
   * What a result cost.
   *
   * @param bytes on disk
   */
  record Cost(Duration took, long bytes) {}

  /** What a store knows of the runs of a workflow. */
  static Past of(Store store, String workflow) {
    Map<String, Key> earlier = store.runs().earlier(workflow);
    Set<Key> planned = new HashSet<>();
    for (RunRecord run : store.runs().list()) {
      if (run.workflow().equals(workflow)) {
        planned.addAll(store.runs().tasks(run.id()).values());
      }
    }
    return new Past() {
      @Override
      public boolean exists(Key key) {
        return store.contains(key);
      }

      @Override
      public Optional<Key> earlier(String task) {
        return Optional.ofNullable(earlier.get(task));
      }

      @Override
      public boolean planned(Key key) {
        return planned.contains(key);
      }

      @Override
      public Optional<Map<String, Object>> material(Key key) {
        return find(key).map(Artifact::material);
      }

      @Override
      public Optional<Cost> cost(Key key) {
        return find(key).map(artifact -> new Cost(artifact.took(), artifact.bytes()));
      }

      /** A damaged description explains nothing; it is reported when its result is used. */
      private Optional<Artifact> find(Key key) {
        try {
          return store.find(key);
        } catch (ProblemException e) {
          return Optional.empty();
        }
      }
    };
  }
}
