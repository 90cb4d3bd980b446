package dev.arcuate.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.engine.plugins.Catalog;
import dev.arcuate.engine.plugins.ComponentHandle;
import dev.arcuate.engine.store.CanonicalJson;
import dev.arcuate.engine.store.Json;
import dev.arcuate.engine.store.Key;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhyTest {
  private static final String STUDY =
      """
      steps:
        words: {uses: words, with: {file: words.tsv}}
        read:
          uses: reader
          sweep: {subject: [01, 02]}
          with: {dataset: data, subject: $subject}
        design:
          uses: design
          inputs: {words: words}
          sweep: {layer: [0, 1]}
          with: {layer: $layer}
        encode:
          uses: ridge
          inputs: {design: design, targets: read}
          with: {alphas: [1]}
        group: {uses: group, inputs: {scores: encode}, gather: [subject, layer]}
      """;

  @TempDir Path folder;
  private Planning planning;
  private final FakePast past = new FakePast();

  @BeforeEach
  void files() throws IOException {
    planning = new Planning(folder);
    planning.write("words.tsv", "word\nyes\n");
    planning.write("data/sub-01.txt", "one");
    planning.write("data/sub-02.txt", "two");
  }

  @Test
  void nothingHasRunAtFirst() throws IOException {
    assertThat(explain(STUDY).values()).containsOnly("runs: never run before");
  }

  @Test
  void nothingRunsTwice() throws IOException {
    past.remember(planning.plan(STUDY));
    assertThat(explain(STUDY).values()).containsOnly("cached");
  }

  @Test
  void aSettingIsNamedWithBothValues() throws IOException {
    past.remember(planning.plan(STUDY));
    Map<String, String> why = explain(STUDY.replace("alphas: [1]", "alphas: [1, 10]"));
    assertThat(why)
        .containsEntry("words", "cached")
        .containsEntry(
            "encode.prepare[layer=0]", "runs: setting 'alphas' changed from [1] to [1, 10]")
        .containsEntry(
            "encode[layer=0,subject=01]",
            "runs: setting 'alphas' changed from [1] to [1, 10]; input 'prepared' changed because"
                + " encode.prepare[layer=0] runs")
        .containsEntry(
            "group",
            "runs: input 'scores' changed because encode[layer=0,subject=01] and 3 more tasks run");
  }

  @Test
  void settingsInsideOthersAreNamedByTheirPath() throws IOException {
    past.remember(planning.plan(STUDY));
    Map<String, String> why =
        explain(STUDY.replace("{alphas: [1]}", "{alphas: [1], folds: {count: 10, gap: 20s}}"));
    assertThat(why)
        .containsEntry(
            "encode.prepare[layer=1]",
            "runs: setting 'folds.count' changed from 5 to 10; setting 'folds.gap' is new: '20s'");
  }

  @Test
  void aFileIsNamed() throws IOException {
    past.remember(planning.plan(STUDY));
    planning.write("data/sub-02.txt", "three");
    Map<String, String> why = explain(STUDY);
    assertThat(why)
        .containsEntry("read[subject=01]", "cached")
        .containsEntry("read[subject=02]", "runs: the content of 'data/sub-02.txt' changed")
        .containsEntry(
            "encode[layer=1,subject=02]",
            "runs: input 'targets' changed because read[subject=02] runs");
  }

  @Test
  void aPluginIsNamedWithItsVersion() throws IOException {
    past.remember(planning.plan(STUDY));
    planning.catalog(new FakeCatalog("b".repeat(64), Fakes.all()));
    assertThat(explain(STUDY))
        .containsEntry("words", "runs: plugin fakes changed (now 0.3.0, code bbbbbbbb)");
  }

  @Test
  void anotherComponentIsNamed() throws IOException {
    past.remember(planning.plan(STUDY));
    assertThat(explain(STUDY.replace("uses: ridge", "uses: ridge-two")))
        .containsEntry(
            "encode.prepare[layer=0]", "runs: component changed from 'ridge' to 'ridge-two'");
  }

  @Test
  void moreSubjectsRunOnlyWhatIsNew() throws IOException {
    past.remember(planning.plan(STUDY));
    planning.write("data/sub-03.txt", "three");
    Map<String, String> why = explain(STUDY.replace("[01, 02]", "[01, 02, 03]"));
    assertThat(why)
        .containsEntry("encode[layer=0,subject=01]", "cached")
        .containsEntry("encode[layer=0,subject=03]", "runs: never run before")
        .containsEntry(
            "group",
            "runs: input 'scores' changed because encode[layer=0,subject=03] and 1 more task run");
    assertThat(explain(STUDY.replace("[01, 02]", "[02]")))
        .containsEntry("group", "runs: input 'scores' has 2 values in place of 4");
  }

  @Test
  void aResultThatOnlyCachedTasksReadIsNotNeeded() throws IOException {
    Plan plan = planning.plan(STUDY);
    past.remember(plan);
    past.forget(plan, "design[layer=0]");
    String asked = STUDY + "results: [group]\n";
    assertThat(explain(asked))
        .containsEntry("design[layer=0]", "not needed: all that reads it is cached");
    past.forget(plan, "encode[layer=0,subject=01]", "group");
    assertThat(explain(asked))
        .containsEntry(
            "design[layer=0]",
            "runs: its result is missing: it failed, was stopped or was cleaned away");
  }

  @Test
  void aSummarySaysWhatAStepWouldCost() throws IOException {
    past.remember(planning.plan(STUDY));
    String changed = STUDY.replace("alphas: [1]", "permutations: 3, alphas: [1]");
    PlanSummary summary = PlanSummary.of(planning.plan(changed), past);
    assertThat(summary.steps().get("words"))
        .isEqualTo(
            new PlanSummary.Line(1, 1, 0, 0, Optional.empty(), Optional.empty(), Optional.empty()));
    assertThat(summary.steps().get("encode"))
        .isEqualTo(
            new PlanSummary.Line(
                6,
                2,
                4,
                64L << 20,
                Optional.of(Duration.ofSeconds(8)),
                Optional.of(400L),
                Optional.empty()));
    assertThat(summary.total().toRun()).isEqualTo(5);
    assertThat(summary.total().work()).hasValue(Duration.ofSeconds(10));
  }

  private Map<String, String> explain(String steps) throws IOException {
    Catalog catalog = planning.catalog();
    Why why = new Why(past, id -> catalog.component(id).map(ComponentHandle::plugin));
    Map<String, String> sentences = new HashMap<>();
    for (Why.Explanation one : why.explain(planning.plan(steps))) {
      sentences.put(one.task().id(), one.sentence());
      assertThat(one).hasToString(one.task().id() + ": " + one.sentence());
    }
    return sentences;
  }

  /** Remembers plans as if they had been run; materials pass through JSON as in a store. */
  private static final class FakePast implements Past {
    private final Map<Key, Map<String, Object>> results = new HashMap<>();
    private final Map<String, Key> earlier = new HashMap<>();
    private final Set<Key> planned = new HashSet<>();

    void remember(Plan plan) throws IOException {
      for (PlannedTask task : plan.tasks()) {
        results.put(task.key(), Json.readObject(CanonicalJson.of(task.spec().material())));
        earlier.put(task.id(), task.key());
        planned.add(task.key());
      }
    }

    void forget(Plan plan, String... tasks) {
      for (PlannedTask task : plan.tasks()) {
        if (List.of(tasks).contains(task.id())) {
          results.remove(task.key());
          earlier.remove(task.id());
        }
      }
    }

    @Override
    public boolean exists(Key key) {
      return results.containsKey(key);
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
      return Optional.ofNullable(results.get(key));
    }

    @Override
    public Optional<Cost> cost(Key key) {
      return Optional.of(new Cost(Duration.ofSeconds(2), 100));
    }
  }
}
