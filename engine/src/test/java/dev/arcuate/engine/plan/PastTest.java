package dev.arcuate.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.engine.store.Key;
import dev.arcuate.engine.store.RunRecord;
import dev.arcuate.engine.store.Staging;
import dev.arcuate.engine.store.Store;
import dev.arcuate.engine.store.StoreSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PastTest {
  @TempDir Path folder;

  @Test
  void aStoreTellsWhyATaskRuns() throws IOException {
    Planning planning = new Planning(folder);
    String steps =
        """
        steps:
          first: {uses: number, with: {value: %d}}
          second: {uses: number, inputs: {before: first}, with: {value: 2}}
        """;
    Store store = Store.at(folder.resolve("store"));
    Plan plan = planning.plan(steps.formatted(1));
    assertThat(explain(store, plan)).containsOnly("runs: never run before");

    try (StoreSession session = store.session("one")) {
      begin(store, session, plan);
      publish(session, plan.tasks().get(0));
    }
    assertThat(explain(store, plan))
        .containsExactly(
            "cached", "runs: its result is missing: it failed, was stopped or was cleaned away");
    assertThat(explain(store, planning.plan(steps.formatted(3))))
        .containsExactly("runs: setting 'value' changed from 1 to 3", "runs: never run before");
    Past past = Past.of(store, "test");
    assertThat(past.cost(plan.tasks().get(0).key()))
        .hasValueSatisfying(cost -> assertThat(cost.took()).isEqualTo(Duration.ofSeconds(3)));
    assertThat(past.cost(plan.tasks().get(1).key())).isEmpty();
    assertThat(Past.of(store, "other").earlier("first")).isEmpty();
  }

  private static void begin(Store store, StoreSession session, Plan plan) {
    Map<String, Key> tasks = new LinkedHashMap<>();
    plan.tasks().forEach(task -> tasks.put(task.id(), task.key()));
    store.runs().begin(session, RunRecord.begin("one", "test", Instant.EPOCH, tasks.size()), tasks);
  }

  private static void publish(StoreSession session, PlannedTask task) throws IOException {
    try (Staging staging = session.stage(task.key())) {
      Files.writeString(staging.output("table").resolve("table.tsv"), "number\n1\n");
      assertThat(
              staging
                  .publish(
                      task.spec(),
                      new Staging.Description(
                          task.id(), Instant.EPOCH, Duration.ofSeconds(3), List.of(), Map.of()))
                  .key())
          .isEqualTo(task.key());
    }
  }

  private static List<String> explain(Store store, Plan plan) {
    return new Why(Past.of(store, "test"), id -> java.util.Optional.empty())
        .explain(plan).stream().map(Why.Explanation::sentence).toList();
  }
}
