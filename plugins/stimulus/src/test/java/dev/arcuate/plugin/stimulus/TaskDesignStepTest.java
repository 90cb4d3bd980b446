package dev.arcuate.plugin.stimulus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Design;
import dev.arcuate.plugin.stimulus.DesignSettings.Derivatives;
import dev.arcuate.plugin.stimulus.DesignSettings.Response;
import dev.arcuate.testkit.StepContract;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TaskDesignStepTest extends StepContract<TaskDesignSettings> {
  private static final TaskDesignSettings.Columns COLUMNS =
      new TaskDesignSettings.Columns("onset", "duration", "trial_type", Optional.empty());

  private final StringBuilder said = new StringBuilder();

  @Override
  protected TaskDesignStep component() {
    return new TaskDesignStep();
  }

  @Override
  protected TaskDesignSettings settings() {
    return settings(List.of(), Derivatives.TIME);
  }

  @Override
  protected TestTask task(Path place) {
    return new TestTask(place);
  }

  @BeforeEach
  void writeEvents() throws IOException {
    write(
        "one.tsv",
        "onset\tduration\ttrial_type",
        "8\t2\thouse",
        "0\t2\tface",
        "4\tn/a\tface",
        "n/a\t2\tface",
        "12\t2\tn/a",
        "90\t1\thouse");
    write("two.tsv", "onset\tduration\ttrial_type", "2\t1\tface");
  }

  private InputPath write(String name, String... lines) throws IOException {
    Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
    return file(name);
  }

  private InputPath file(String name) {
    return new InputPath(folder.resolve(name), name);
  }

  private TaskDesignSettings settings(List<String> conditions, Derivatives derivatives) {
    return settings(
        Map.of("1", file("one.tsv"), "2", file("two.tsv")), conditions, derivatives, COLUMNS);
  }

  private static TaskDesignSettings settings(
      Map<String, InputPath> events,
      List<String> conditions,
      Derivatives derivatives,
      TaskDesignSettings.Columns columns) {
    return new TaskDesignSettings(
        events,
        columns,
        conditions,
        Response.GLOVER,
        derivatives,
        0,
        Optional.of(2.0),
        Map.of("1", 12, "2", 10),
        Optional.empty());
  }

  @Test
  void makesARegressorPerConditionAndRun() throws IOException {
    TestTask task = new TestTask(folder);
    component().run(settings(List.of("face", "house"), Derivatives.NONE), task);
    Design design = task.result("design", Design.class);
    assertThat(design.groups()).extracting(Design.Group::name).containsExactly("face", "house");
    float[] face = design.matrix().column(0);
    float[] house = design.matrix().column(1);
    // Nothing of the first run's end reaches the second; house is shown in the first run only.
    assertThat(face[12]).isZero();
    assertThat((double) face[13]).isCloseTo(0, within(1e-6));
    assertThat(face[2]).isPositive();
    for (int row = 12; row < 22; row++) {
      assertThat(house[row]).isZero();
    }
    assertThat(task.notes())
        .containsEntry("events-inside", 4)
        .containsEntry("events-outside", 1)
        .containsEntry("events-without-condition", 1)
        .containsEntry("events-without-onset", 1);
    assertThat(task.warnings())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.message())
                    .isEqualTo(
                        "1 of 5 events lie before the first or after the last volume, such as"
                            + " 'house' at 90.0 s of run 1, which lasts 24.0 s"));
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    InputPath good = file("two.tsv");
    tell("a run without events", Map.of("1", good), List.of(), COLUMNS);
    tell("a condition that is not there", both(good), List.of("hose", "face"), COLUMNS);
    tell(
        "a column that is not there",
        both(good),
        List.of(),
        new TaskDesignSettings.Columns("start", "duration", "type", Optional.of("size")));
    tell("no file", both(file("none.tsv")), List.of(), COLUMNS);
    tell(
        "events after the scan",
        both(write("late.tsv", "onset\tduration\ttrial_type", "100\t1\tface")),
        List.of(),
        COLUMNS);
    tell(
        "times that are none",
        both(write("bad.tsv", "onset\tduration\ttrial_type", "soon\t1\tface", "3\t-1\tface")),
        List.of(),
        COLUMNS);
    tell(
        "no condition at all",
        both(write("empty.tsv", "onset\tduration\ttrial_type", "1\t1\tn/a")),
        List.of(),
        COLUMNS);
    Path golden =
        Path.of(System.getProperty("arcuate.basedir"), "src/test/resources/golden/events.txt");
    if (Boolean.getBoolean("arcuate.golden.update")) {
      Files.createDirectories(golden.getParent());
      Files.writeString(golden, said);
    }
    assertThat(said.toString()).isEqualTo(Files.readString(golden));
  }

  private static Map<String, InputPath> both(InputPath file) {
    return Map.of("1", file, "2", file);
  }

  private void tell(
      String what,
      Map<String, InputPath> events,
      List<String> conditions,
      TaskDesignSettings.Columns columns)
      throws IOException {
    said.append("# ").append(what).append('\n');
    try {
      component()
          .run(settings(events, conditions, Derivatives.NONE, columns), new TestTask(folder));
    } catch (ProblemException e) {
      for (Problem problem : e.problems()) {
        said.append(problem).append('\n');
        problem.hint().ifPresent(hint -> said.append("  hint: ").append(hint).append('\n'));
      }
    }
    said.append('\n');
  }
}
