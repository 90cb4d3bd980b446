package dev.arcuate.plugin.bidsfmri.clean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.value.Json;
import dev.arcuate.api.value.Table;
import dev.arcuate.plugin.bidsfmri.clean.CleanStep.Censor;
import dev.arcuate.testkit.PlainLinearAlgebra;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The columns and volumes that nilearn's load_confounds chooses from real fMRIPrep tables. */
class NilearnStrategiesTest {
  private static final Path SHARED =
      Path.of(System.getProperty("arcuate.shared", "shared/data"), "fmriprep/confounds");

  @TempDir Path folder;

  @BeforeEach
  void needsTheTables() {
    assumeTrue(Files.isDirectory(SHARED), "skipped: fMRIPrep's tables are not on this machine");
  }

  private static ConfoundTable table(String name) throws IOException {
    Path side = SHARED.resolve(name.replace(".tsv", ".json"));
    return new ConfoundTable(
        name,
        Table.read(SHARED.resolve(name)),
        Files.exists(side) ? Json.read(side).fields() : Map.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "test_desc-confounds_regressors.tsv",
        "test-v21_desc-confounds_timeseries.tsv",
        "no_nonsteady_desc-confounds_regressors.tsv"
      })
  void choosesTheColumnsThatNilearnChooses(String name) throws IOException {
    ConfoundTable table = table(name);
    Map<String, Object> expected =
        Reference.read(folder, "strategies.json").object("tables").object(name).map("columns");
    assertThat(expected).hasSize(29);
    expected.forEach(
        (strategy, columns) -> {
          List<Problem> problems = new ArrayList<>();
          // nilearn takes components with fMRIPrep's cosines only.
          List<String> wanted =
              strategy.startsWith("compcor") ? List.of(strategy, "high-pass") : List.of(strategy);
          Map<String, double[]> chosen = table.columns(wanted, problems);
          if (columns instanceof List<?> names) {
            assertThat(problems).as(strategy).isEmpty();
            assertThat(new TreeSet<>(chosen.keySet()))
                .as(strategy)
                .isEqualTo(new TreeSet<>(names.stream().map(String::valueOf).toList()));
          } else {
            assertThat(problems)
                .as(strategy)
                .extracting(Problem::code)
                .containsOnly("BIDS_FMRI_CONFOUND_UNKNOWN");
          }
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "test_desc-confounds_regressors.tsv",
        "test-v21_desc-confounds_timeseries.tsv",
        "no_nonsteady_desc-confounds_regressors.tsv"
      })
  void keepsTheVolumesThatNilearnKeeps(String name) throws IOException {
    ConfoundTable table = table(name);
    List<Json.Node> cases =
        Reference.read(folder, "strategies.json").object("tables").object(name).objects("scrub");
    assertThat(cases).hasSize(5);
    for (Json.Node one : cases) {
      Censor censor =
          new Censor(
              one.number("framewise-displacement"),
              one.number("std-dvars"),
              one.integer("least-segment"),
              true,
              List.of());
      RunCleaning.Run run = new RunCleaning.Run(name, table.table().rows(), 2, Optional.of(table));
      List<CleanStep> steps = List.of(CleanStep.of(censor));
      int[] kept = one.has("kept") ? one.integers("kept") : Places.all(table.table().rows());
      if (kept.length == 0) {
        assertThatThrownBy(() -> RunCleaning.of(steps, run, new PlainLinearAlgebra()))
            .isInstanceOf(ProblemException.class)
            .hasMessageContaining("BIDS_FMRI_ALL_CENSORED");
      } else {
        assertThat(RunCleaning.of(steps, run, new PlainLinearAlgebra()).rows().kept())
            .as(censor.toString())
            .containsExactly(kept);
      }
    }
  }
}
