package dev.arcuate.plugin.decompose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.value.Table;
import dev.arcuate.testkit.StepContract;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SummaryStepTest extends StepContract<SummarySettings> {
  private static final List<Set<Cell>> REGIONS =
      List.of(
          EnumSet.of(Cell.BOTH_LEXICAL, Cell.BOTH_BOTH, Cell.SEMANTICS_LEXICAL),
          EnumSet.of(
              Cell.SYNTAX_BOTH, Cell.SYNTAX_COMPOSITIONAL, Cell.BOTH_BOTH, Cell.BOTH_COMPOSITIONAL),
          EnumSet.of(
              Cell.BOTH_BOTH,
              Cell.BOTH_COMPOSITIONAL,
              Cell.SEMANTICS_BOTH,
              Cell.SEMANTICS_COMPOSITIONAL),
          EnumSet.of(
              Cell.SYNTAX_BOTH,
              Cell.SYNTAX_COMPOSITIONAL,
              Cell.BOTH_BOTH,
              Cell.BOTH_COMPOSITIONAL,
              Cell.SEMANTICS_BOTH,
              Cell.SEMANTICS_COMPOSITIONAL),
          // Better than syntax beside words, but not than syntax alone: that is no semantics.
          EnumSet.of(
              Cell.SYNTAX_BOTH,
              Cell.SYNTAX_COMPOSITIONAL,
              Cell.BOTH_BOTH,
              Cell.BOTH_COMPOSITIONAL,
              Cell.SEMANTICS_COMPOSITIONAL),
          // Predicted, but by nothing in particular.
          EnumSet.of(Cell.BOTH_BOTH, Cell.BOTH_COMPOSITIONAL),
          // A difference alone: what it is the score of predicts nothing.
          EnumSet.of(Cell.SEMANTICS_COMPOSITIONAL, Cell.BOTH_COMPOSITIONAL));

  @Override
  protected SummaryStep component() {
    return new SummaryStep();
  }

  @Override
  protected SummarySettings settings() {
    return new SummarySettings("cell", SummarySettings.Correction.FAMILY_WISE, .05);
  }

  @Override
  protected TestTask task(Path place) throws IOException {
    TestTask task = new TestTask(place);
    for (Cell cell : Cell.values()) {
      float[] p = new float[REGIONS.size()];
      float[] mean = new float[p.length];
      for (int region = 0; region < p.length; region++) {
        p[region] = REGIONS.get(region).contains(cell) ? 1e-4f : .6f;
        mean[region] = REGIONS.get(region).contains(cell) ? .1f : -.01f;
      }
      task.with(
          "groups",
          "group",
          Map.of("cell", cell.map()),
          Values.scores(
              place.resolve(cell.map()),
              Map.of("mean", new float[][] {mean}, "p", new float[][] {p}),
              Map.of("quirks", List.of("delay.wrap"))));
    }
    return task;
  }

  @Test
  void saysWhatEachRegionFollows() throws IOException {
    TestTask task = task(folder);
    component().run(settings(), task);
    Table kinds = task.result("kinds", Table.class);
    assertThat(kinds.cells())
        .extracting(row -> row.get(1))
        .containsExactly(
            "lexical", "syntactic", "semantic", "mixed", "syntactic", "undecided", "none");
    assertThat(task.result("cells", Table.class).rows()).isEqualTo(63);
    String page = Files.readString(folder.resolve("outputs/page/score-table.html"));
    assertThat(page)
        .contains(
            "24 of 63 scores and differences survive: R1 (",
            " Not counted, though above 0 by their tests: R7 (semantics-compositional,"
                + " both-compositional); a difference counts only where the larger model is shown"
                + " to predict the region at all. The other 37 cannot be told from chance.",
            "Quirks of published code were followed, as the workflow asked: delay.wrap.");
  }

  @Test
  void namesACellThatIsMissing() throws IOException {
    TestTask task = new TestTask(folder);
    assertThatThrownBy(() -> component().run(settings(), task))
        .hasMessageContaining(
            "DECOMPOSE_CELL_MISSING: there are no group statistics of the cell 'syntax-lexical'");
  }
}
