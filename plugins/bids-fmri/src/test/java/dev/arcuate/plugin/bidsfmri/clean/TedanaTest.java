package dev.arcuate.plugin.bidsfmri.clean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Json;
import dev.arcuate.api.value.Table;
import dev.arcuate.testkit.PlainLinearAlgebra;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against nilearn's load_confounds and NumPy's least squares: see bench/oracles/cleaning.py. */
class TedanaTest {
  @TempDir Path folder;
  private Json.Node reference;
  private ConfoundTable table;

  @BeforeEach
  void readReference() throws IOException {
    reference = Reference.read(folder, "tedana.json");
    Table components = Tedana.components(table("mixing"), table("metrics"), "metrics.tsv");
    table = new ConfoundTable("metrics.tsv", components, Map.of());
  }

  private Table table(String name) throws IOException {
    Path file = folder.resolve(name + ".tsv");
    return Table.read(Files.writeString(file, reference.object("tables").text(name)));
  }

  @Test
  void choosesTheComponentsThatNilearnChooses() {
    Map<String, Object> chosen = reference.object("chosen").fields();
    assertThat(chosen).containsOnlyKeys("tedana", "tedana-non-aggressive");
    for (String name : chosen.keySet()) {
      List<Problem> problems = new ArrayList<>();
      Map<String, double[]> columns = table.columns(List.of(name), problems);
      Json.Node expected = reference.object("chosen").object(name);
      assertThat(problems).isEmpty();
      assertThat(columns).containsOnlyKeys(expected.fields().keySet());
      columns.forEach(
          (column, values) ->
              assertThat(values).containsExactly(Reference.values(expected.text(column))));
    }
  }

  @Test
  void leavesWhatAcceptedComponentsShare() {
    double[] series = Reference.values(reference.text("series"));
    double[] expected = Reference.values(reference.text("non-aggressive"));
    int samples = series.length / 2;
    CleanStep.Regress regress =
        new CleanStep.Regress(List.of("tedana-non-aggressive"), Optional.of(0.0), true);
    RunCleaning.Run run = new RunCleaning.Run("run", samples, 2, Optional.of(table));
    RunCleaning cleaning =
        RunCleaning.of(List.of(CleanStep.of(regress)), run, new PlainLinearAlgebra());
    float[][] cleaned =
        cleaning.clean(
            Reference.rows(series, samples), new Geometry.Regions(List.of("A", "B")), done -> {});
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) cleaned[i / 2][i % 2]).isCloseTo(expected[i], within(1e-6));
    }
    assertThat(cleaning.nuisance().names()).allMatch(name -> name.startsWith("rejected_"));
  }

  @Test
  void saysWhichTablesDoNotBelongTogether() {
    Table other = new Table(List.of("Component", "x"), List.of());
    assertThatThrownBy(() -> Tedana.components(table("mixing"), other, "m.tsv"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("m.tsv lacks the columns Component and classification");
    Table none = new Table(List.of("Component", "classification"), List.of());
    assertThatThrownBy(() -> Tedana.components(table("mixing"), none, "m.tsv"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("m.tsv names no component");
    Table row = new Table(List.of("x"), List.of(List.of("1")));
    assertThatThrownBy(() -> table.beside(row, "m.tsv"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("m.tsv belongs to 1 volumes");
  }
}
