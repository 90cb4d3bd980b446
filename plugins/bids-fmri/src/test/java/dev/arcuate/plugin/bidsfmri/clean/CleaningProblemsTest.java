package dev.arcuate.plugin.bidsfmri.clean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.value.Table;
import dev.arcuate.plugin.bidsfmri.clean.CleanStep.Censor;
import dev.arcuate.plugin.bidsfmri.clean.CleanStep.Filter;
import dev.arcuate.plugin.bidsfmri.clean.CleanStep.Regress;
import dev.arcuate.plugin.bidsfmri.clean.CleanStep.Trim;
import dev.arcuate.testkit.PlainLinearAlgebra;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What people read when settings, confounds and run do not fit. {@code
 * -Darcuate.golden.update=true} writes the texts anew.
 */
class CleaningProblemsTest {
  private static final int SAMPLES = 40;

  private final StringBuilder said = new StringBuilder();

  @Test
  void saysWhatIsWrongAndWhatToDo() throws IOException {
    tell("a column that is not there", regress("frame_displacement"));
    tell("several sets that are not there", regress("motion-24", "compcor-anat-combined-5", "x*"));
    tell("a set with a typing mistake", regress("wm-csv"));
    tell("a gap inside a column", regress("gap"));
    tell("a column without values", regress("empty"));
    tell("more confounds than volumes", regress("many*"));
    tell("a drift-period that takes everything", drift(3));
    tell("a filter above the highest frequency", filter(0.01, 0.3, 5));
    tell("a filter in the wrong unit", filter(0.01, 128.0, 5));
    tell("a filter longer than the run", filter(0.01, 0.1, 12));
    tell("everything censored", CleanStep.of(censor(0.001, List.of())));
    tell("a volume that is not there", CleanStep.of(censor(0.5, List.of(40))));
    tell("everything trimmed", CleanStep.of(new Trim(60, 20, Trim.Unit.SECONDS)));
    tell("a table of another length", table(SAMPLES - 3), regress("csf"));
    tell("a table without what censoring needs", slim(), CleanStep.of(censor(0.5, List.of())));
    refuse("two things in one entry", () -> both());
    refuse("a filter that lets nothing pass", () -> filter(0.1, 0.01, 5));
    refuse("a filter without an edge", () -> filter(null, null, 5));
    refuse("half a volume", () -> new Trim(1.5, 0, Trim.Unit.VOLUMES));
    Path golden =
        Path.of(System.getProperty("arcuate.basedir"), "src/test/resources/golden/cleaning.txt");
    if (Boolean.getBoolean("arcuate.golden.update")) {
      Files.createDirectories(golden.getParent());
      Files.writeString(golden, said);
    }
    assertThat(said.toString()).isEqualTo(Files.readString(golden));
  }

  private void tell(String what, CleanStep... steps) {
    tell(what, table(SAMPLES), steps);
  }

  private void tell(String what, ConfoundTable table, CleanStep... steps) {
    Throwable thrown =
        catchThrowable(
            () ->
                RunCleaning.of(
                    List.of(steps),
                    new RunCleaning.Run("sub-01_bold.nii.gz", SAMPLES, 2, Optional.of(table)),
                    new PlainLinearAlgebra()));
    said.append("# ").append(what).append('\n');
    assertThat(thrown).as(what).isInstanceOf(ProblemException.class);
    for (Problem problem : ((ProblemException) thrown).problems()) {
      said.append(problem).append('\n');
      problem.hint().ifPresent(hint -> said.append("  hint: ").append(hint).append('\n'));
    }
    said.append('\n');
  }

  private void refuse(String what, Runnable settings) {
    Throwable thrown = catchThrowable(settings::run);
    assertThat(thrown).as(what).isInstanceOf(IllegalArgumentException.class);
    said.append("# ").append(what).append('\n').append(thrown.getMessage()).append("\n\n");
  }

  private static CleanStep both() {
    return new CleanStep(
        Optional.of(new Trim(1, 0, Trim.Unit.VOLUMES)),
        Optional.empty(),
        Optional.empty(),
        Optional.of(1),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        List.of());
  }

  private static CleanStep regress(String... confounds) {
    return CleanStep.of(new Regress(List.of(confounds), Optional.of(0.0), true));
  }

  private static CleanStep drift(double seconds) {
    return CleanStep.of(new Regress(List.of(), Optional.of(seconds), true));
  }

  private static CleanStep filter(Double high, Double low, int order) {
    return CleanStep.of(
        new Filter(
            Optional.ofNullable(high), Optional.ofNullable(low), Filter.Method.BUTTERWORTH, order));
  }

  private static Censor censor(double displacement, List<Integer> volumes) {
    return new Censor(displacement, 0, 5, true, volumes);
  }

  private static ConfoundTable table(int rows) {
    List<String> columns =
        new ArrayList<>(List.of("framewise_displacement", "csf", "gap", "empty"));
    IntStream.range(0, SAMPLES).forEach(i -> columns.add("many" + i));
    List<List<String>> cells = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      List<String> line =
          new ArrayList<>(
              List.of(row == 0 ? "n/a" : "0.1", "" + Math.sin(row), row == 7 ? "n/a" : "1", "n/a"));
      for (int i = 0; i < SAMPLES; i++) {
        line.add("" + Math.cos(i * row));
      }
      cells.add(line);
    }
    return new ConfoundTable(
        "sub-01_desc-confounds_timeseries.tsv", new Table(columns, cells), Map.of());
  }

  private static ConfoundTable slim() {
    List<List<String>> cells = new ArrayList<>();
    IntStream.range(0, SAMPLES).forEach(row -> cells.add(List.of("" + row)));
    return new ConfoundTable(
        "slim.tsv", new Table(List.of("framewise_displacment"), cells), Map.of());
  }
}
