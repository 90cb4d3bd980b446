package dev.arcuate.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Resources;
import dev.arcuate.engine.problem.Problems;
import dev.arcuate.engine.yaml.Workflow;
import dev.arcuate.engine.yaml.WorkflowReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlannerTest {
  private static final String STUDY =
      """
      params:
        subjects: [01, 02]
        folds: 5
      steps:
        words: {uses: words, with: {file: words.tsv}}
        model: {uses: model, inputs: {words: words}}
        read:
          uses: reader
          sweep: {subject: $subjects}
          with: {dataset: data, subject: $subject}
        design:
          uses: design
          inputs: {words: words, activations: model}
          sweep: {layer: [0, 1, 2]}
          with: {layer: $layer}
        encode:
          uses: ridge
          inputs: {design: design, targets: read}
          with: {alphas: [1, 10, 100], folds: {count: $folds}}
          resources: {threads: 2, memory: 2GiB}
          timeout: 10min
          retries: 1
        group: {uses: group, inputs: {scores: encode}, gather: [subject]}
        report: {uses: report, inputs: {scores: group}, gather: [layer]}
      """;

  @TempDir Path folder;
  private Planning planning;

  @BeforeEach
  void files() throws IOException {
    planning = new Planning(folder);
    planning.write("words.tsv", "word\nyes\n");
    planning.write("data/sub-01.txt", "one");
    planning.write("data/sub-02.txt", "two");
  }

  @Test
  void aStepMakesOneTaskPerCombinationOfTheAxesOfItsInputs() throws IOException {
    Plan plan = planning.plan(STUDY);
    assertThat(plan.tasks())
        .extracting(PlannedTask::id)
        .containsExactly(
            "words",
            "model",
            "read[subject=01]",
            "read[subject=02]",
            "design[layer=0]",
            "design[layer=1]",
            "design[layer=2]",
            "encode.prepare[layer=0]",
            "encode.prepare[layer=1]",
            "encode.prepare[layer=2]",
            "encode[layer=0,subject=01]",
            "encode[layer=0,subject=02]",
            "encode[layer=1,subject=01]",
            "encode[layer=1,subject=02]",
            "encode[layer=2,subject=01]",
            "encode[layer=2,subject=02]",
            "group[layer=0]",
            "group[layer=1]",
            "group[layer=2]",
            "report");
  }

  @Test
  void whoStandsForSeveralPeopleIsPlannedAsThesePeople() throws IOException {
    Plan listed = planning.plan(STUDY);
    for (String several : List.of("all", "[all]", "1-2", "[1-2, 01]", "[02, all]")) {
      Plan plan = planning.plan(STUDY.replace("[01, 02]", several));
      assertThat(plan.tasks())
          .as(several)
          .extracting(PlannedTask::id)
          .containsExactlyInAnyOrderElementsOf(
              listed.tasks().stream().map(PlannedTask::id).toList());
      assertThat(task(plan, "read[subject=02]").key())
          .isEqualTo(task(listed, "read[subject=02]").key());
      assertThat(plan.warnings())
          .extracting(Problem::message)
          .isEqualTo(
              several.contains("all")
                  ? List.of("'all' means 2 people; 1 more is left out: 03 (fell asleep)")
                  : List.of());
    }
    // In place of the params, too.
    Plan plan = planning.plan(STUDY.replace("$subjects}", "all}"));
    assertThat(plan.tasks()).hasSameSizeAs(listed.tasks());
  }

  @Test
  void tasksComeAfterThoseTheyReadFrom() throws IOException {
    Plan plan = planning.plan(STUDY);
    for (int place = 0; place < plan.tasks().size(); place++) {
      int own = place;
      assertThat(plan.tasks().get(place).dependsOn()).allMatch(other -> other < own).isSorted();
    }
    PlannedTask encode = task(plan, "encode[layer=1,subject=02]");
    assertThat(encode.dependsOn().stream().map(i -> plan.tasks().get(i).id()))
        .containsExactly("read[subject=02]", "design[layer=1]", "encode.prepare[layer=1]");
    assertThat(encode.labels())
        .containsExactly(Map.entry("layer", "1"), Map.entry("subject", "02"));
    assertThat(encode.spec().inputs().keySet()).containsExactly("design", "targets", "prepared");
  }

  @Test
  void gatheredInputsAreLabelled() throws IOException {
    Plan plan = planning.plan(STUDY);
    PlannedTask group = task(plan, "group[layer=2]");
    assertThat(group.spec().inputs().get("scores"))
        .extracting(input -> input.step() + " " + input.labels())
        .containsExactly("encode {layer=2, subject=01}", "encode {layer=2, subject=02}");
    assertThat(task(plan, "report").spec().inputs().get("scores"))
        .extracting(input -> input.labels().toString())
        .containsExactly("{layer=0}", "{layer=1}", "{layer=2}");
  }

  @Test
  void overridesAndSettingsReachTheTasks() throws IOException {
    PlannedTask encode = task(planning.plan(STUDY), "encode[layer=0,subject=01]");
    assertThat(encode.resources().threads()).isEqualTo(2);
    assertThat(encode.resources().memoryBytes()).isEqualTo(2L << 30);
    assertThat(encode.retries()).isEqualTo(1);
    assertThat(encode.timeout()).hasValueSatisfying(t -> assertThat(t.toMinutes()).isEqualTo(10));
    assertThat(encode.spec().settings())
        .containsKeys("alphas", "folds", "permutations", "seed")
        .containsEntry("alphas", List.of(1.0, 10.0, 100.0));
    PlannedTask prepare = task(planning.plan(STUDY), "encode.prepare[layer=0]");
    assertThat(prepare.spec().stage()).isEqualTo("regression-prepare");
    assertThat(prepare.spec().settings()).containsKeys("alphas", "folds").doesNotContainKey("seed");
  }

  /** One session at a time: two would fill the memory of the GPU. */
  @Test
  void aModelHoldsTheGpuWhereThereIsOne() throws IOException {
    assertThat(task(planning.plan(STUDY), "model").resources().gpus()).isZero();
    planning.machine(new Resources(4, 8L << 30, 1));
    assertThat(task(planning.plan(STUDY), "model").resources().gpus()).isEqualTo(1);
    assertThat(task(planning.plan(STUDY), "report").resources().gpus()).isZero();
  }

  /** A component runs with fewer threads than it can use; nobody has to be told. */
  @Test
  void threadsThatAPersonAskedForAreMissedAlone() throws IOException {
    planning.machine(new Resources(1, 8L << 30, 0));
    Plan plan = planning.plan(STUDY);
    assertThat(task(plan, "read[subject=01]").resources().threads()).isEqualTo(2);
    assertThat(plan.warnings())
        .extracting(Problem::message)
        .containsExactly("step 'encode' needs 2 threads; 1 can be used here");
  }

  @Test
  void onlyFilesThatAreReadEnterTheKey() throws IOException {
    Plan before = planning.plan(STUDY);
    assertThat(task(before, "read[subject=01]").spec().files()).containsOnlyKeys("data/sub-01.txt");
    planning.write("data/sub-02.txt", "changed");
    Plan after = planning.plan(STUDY);
    assertThat(changed(before, after))
        .containsExactly(
            "read[subject=02]",
            "encode[layer=0,subject=02]",
            "encode[layer=1,subject=02]",
            "encode[layer=2,subject=02]",
            "group[layer=0]",
            "group[layer=1]",
            "group[layer=2]",
            "report");
  }

  @Test
  void aSettingChangesExactlyWhatDependsOnIt() throws IOException {
    Plan before = planning.plan(STUDY);
    Plan after =
        planning.plan(
            STUDY.replace("alphas: [1, 10, 100]", "permutations: 10, alphas: [1, 10, 100]"));
    assertThat(changed(before, after)).doesNotContain("encode.prepare[layer=0]").hasSize(6 + 3 + 1);
  }

  @Test
  void resourcesAndNamesOfStepsAreNoPartOfAKey() throws IOException {
    Plan before = planning.plan(STUDY);
    Plan after =
        planning.plan(
            STUDY
                .replace("design: design,", "design: predictors,")
                .replace("  design:\n", "  predictors:\n")
                .replace("threads: 2", "threads: 1"));
    assertThat(after.tasks().stream().map(PlannedTask::key))
        .containsExactlyElementsOf(before.tasks().stream().map(PlannedTask::key).toList());
  }

  @Test
  void twoPlansOfOneWorkflowAreEqual() throws IOException {
    assertThat(planning.plan(STUDY)).isEqualTo(planning.plan(STUDY));
  }

  @Test
  void tasksWithEqualKeysAreOne() throws IOException {
    Plan plan =
        planning.plan(
            """
            steps:
              first: {uses: number, with: {value: 3}}
              second: {uses: number, with: {value: 3}, sweep: {unused: [a, b]}}
              third: {uses: number, inputs: {before: second}, with: {value: 4}}
            """);
    assertThat(plan.tasks())
        .extracting(PlannedTask::id)
        .containsExactly("first", "third[unused=a]");
    assertThat(plan.results())
        .containsOnlyKeys("first", "third/unused-a", "third/unused-b")
        .containsEntry("third/unused-b", new Plan.Result(1, "table"));
  }

  @Test
  void variablesThatMoveTogetherAreOneAxis() throws IOException {
    Plan plan =
        planning.plan(
            """
            steps:
              read:
                uses: reader
                zip: {subject: [01, 02], session: [a, b]}
                with: {dataset: data, subject: $subject, session: $session}
            """);
    assertThat(plan.tasks())
        .extracting(PlannedTask::id)
        .containsExactly("read[subject=01,session=a]", "read[subject=02,session=b]");
  }

  @Test
  void axesOfEqualValuesAreJoinedWhateverTheirOrder() throws IOException {
    Plan plan =
        planning.plan(
            """
            steps:
              words: {uses: words, with: {file: words.tsv}}
              design:
                uses: design
                inputs: {words: words}
                sweep: {subject: [02, 01]}
                with: {layer: $subject}
              read:
                uses: reader
                sweep: {subject: [01, 02]}
                with: {dataset: data, subject: $subject}
              encode: {uses: ridge, inputs: {design: design, targets: read}}
            """
                .replace("layer: $subject", "layer: 0, delays: [1$(subject)]"));
    PlannedTask encode = task(plan, "encode[subject=01]");
    assertThat(encode.dependsOn().stream().map(i -> plan.tasks().get(i).id()))
        .containsExactly("design[subject=01]", "read[subject=01]", "encode.prepare[subject=01]");
    assertThat(encode.labels()).containsEntry("subject", "01");
  }

  @Test
  void aStepMaySweepOverItsComponent() throws IOException {
    Plan plan =
        planning.plan(
            STUDY
                .replace("uses: ridge", "uses: $backend\n    sweep: {backend: [ridge, ridge-two]}")
                .replace("gather: [layer]", "gather: [layer, backend]"));
    PlannedTask one = task(plan, "encode[layer=0,subject=01,backend=ridge]");
    PlannedTask two = task(plan, "encode[layer=0,subject=01,backend=ridge-two]");
    assertThat(one.spec().component()).isEqualTo("ridge");
    assertThat(two.spec().component()).isEqualTo("ridge-two");
    assertThat(plan.tasks())
        .extracting(PlannedTask::id)
        .contains("encode.prepare[layer=0,backend=ridge-two]", "group[layer=2,backend=ridge]");
  }

  @Test
  void aStepMayBeGivenAnotherComponent() throws IOException {
    Plan plan = planning.use(Map.of("encode", "ridge-two")).plan(STUDY);
    assertThat(task(plan, "encode[layer=0,subject=01]").spec().component()).isEqualTo("ridge-two");
  }

  @Test
  void paramsMayBeReplaced() throws IOException {
    Plan plan = planning.set("subjects=[02]").plan(STUDY);
    assertThat(plan.tasks()).extracting(PlannedTask::id).contains("read[subject=02]").hasSize(16);
  }

  @Test
  void defaultsOfAComponentGoBehindTheSettingsOfAStep() throws IOException {
    String defaults = "defaults: {ridge: {alphas: [7], permutations: 3}}\n";
    PlannedTask encode = task(planning.plan(defaults + STUDY), "encode[layer=0,subject=01]");
    assertThat(encode.spec().settings())
        .containsEntry("alphas", List.of(1.0, 10.0, 100.0))
        .containsEntry("permutations", 3);
  }

  @Test
  void idsAreUniqueAndOnOneLineWhateverTheLabels() throws IOException {
    Plan plan =
        planning.plan(
            """
            steps:
              one:
                uses: number
                zip: {a: ["x", "x,b=y"], b: ["y,b=y", "y"]}
                with: {value: 1, note: "$a/$b"}
              two:
                uses: number
                sweep: {a: ["line\\nbreak"]}
                with: {value: 2, note: $a}
            """);
    assertThat(plan.tasks())
        .extracting(PlannedTask::id)
        .containsExactly("one[a=x,b=y,b=y]", "one[a=x,b=y,b=y]#2", "two[a=line break]");
    assertThat(plan.results())
        .containsOnlyKeys("one/a-x_b-y-b-y", "one/a-x-b-y_b-y", "two/a-line-break");
  }

  @Test
  void resultsAreWhatIsAskedForOrWhatNoStepReads() throws IOException {
    assertThat(planning.plan(STUDY).results())
        .containsOnlyKeys("words.counts", "model.tokens", "report");
    assertThat(planning.plan(STUDY + "results: [group, words.counts, group]\n").results())
        .containsOnlyKeys("group/layer-0", "group/layer-1", "group/layer-2", "words.counts");
  }

  /** Time of the processor, since other work on the machine must not fail the test. */
  @Test
  void tenThousandTrivialTasksArePlannedInASecond() throws IOException {
    StringBuilder values = new StringBuilder("0");
    for (int i = 1; i < 10_000; i++) {
      values.append(", ").append(i);
    }
    String steps =
        "steps: {number: {uses: number, sweep: {i: [%s]}, with: {value: $i}}}".formatted(values);
    Path file = planning.write("workflow.yaml", "arcuate: 1\nname: test\n" + steps);
    double seconds = Double.POSITIVE_INFINITY;
    Plan plan = null;
    for (int round = 0; round < 3; round++) {
      Workflow workflow = new WorkflowReader().read(file, List.of(), new Problems());
      long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      plan = planning.plan(workflow);
      long took = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
      seconds = Math.min(seconds, took / 1e9);
    }
    assertThat(plan.tasks()).hasSize(10_000);
    assertThat(seconds).isLessThan(1);
  }

  private static PlannedTask task(Plan plan, String id) {
    return plan.tasks().stream().filter(task -> task.id().equals(id)).findFirst().orElseThrow();
  }

  private static List<String> changed(Plan before, Plan after) {
    return after.tasks().stream()
        .filter(task -> before.tasks().stream().noneMatch(old -> old.key().equals(task.key())))
        .map(PlannedTask::id)
        .toList();
  }
}
