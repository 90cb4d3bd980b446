package dev.arcuate.plugin.bidsfmri.clean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Json;
import dev.arcuate.api.value.Table;
import dev.arcuate.plugin.bidsfmri.clean.CleanStep.Censor;
import dev.arcuate.plugin.bidsfmri.clean.CleanStep.Filter;
import dev.arcuate.plugin.bidsfmri.clean.CleanStep.Regress;
import dev.arcuate.plugin.bidsfmri.clean.CleanStep.Scaling;
import dev.arcuate.plugin.bidsfmri.clean.CleanStep.Smooth;
import dev.arcuate.testkit.PlainLinearAlgebra;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Against nilearn's signal.clean and smooth_img; bench/oracles/cleaning.py made the numbers. */
class NilearnCleaningTest {
  /** Results are single precision, of sizes up to a few tens. */
  private static final double TOLERANCE = 1e-6;

  private static final Geometry TWO = new Geometry.Regions(List.of("A", "B"));

  @TempDir Path folder;
  private Json.Node reference;
  private int samples;
  private ConfoundTable confounds;

  @BeforeEach
  void readReference() {
    reference = Reference.read(folder, "cleaning.json");
    samples = reference.integer("samples");
    double[] values = Reference.values(reference.text("confounds"));
    List<List<String>> rows = new ArrayList<>();
    for (int t = 0; t < samples; t++) {
      rows.add(
          List.of(
              Double.toString(values[3 * t]),
              Double.toString(values[3 * t + 1]),
              Double.toString(values[3 * t + 2])));
    }
    confounds = new ConfoundTable("c.tsv", new Table(List.of("c0", "c1", "c2"), rows), Map.of());
  }

  private float[][] clean(List<CleanStep> steps) {
    RunCleaning cleaning =
        RunCleaning.of(
            steps,
            new RunCleaning.Run("run", samples, reference.number("period"), Optional.of(confounds)),
            new PlainLinearAlgebra());
    return cleaning.clean(
        Reference.rows(Reference.values(reference.text("series")), samples), TWO, done -> {});
  }

  @TestFactory
  List<DynamicTest> cleansAsNilearnDoes() {
    List<Json.Node> cases = reference.objects("cases");
    assertThat(cases).hasSize(120);
    return cases.stream()
        .map(one -> DynamicTest.dynamicTest(name(one), () -> compare(one)))
        .toList();
  }

  private static String name(Json.Node one) {
    return "detrend %s, %s, filter %s, confounds %s, censored %s"
        .formatted(
            flag(one, "detrend"),
            one.text("scale"),
            one.text("filter"),
            flag(one, "confounds"),
            flag(one, "censored"));
  }

  private static boolean flag(Json.Node one, String name) {
    return (Boolean) one.fields().get(name);
  }

  private void compare(Json.Node one) {
    List<CleanStep> steps = new ArrayList<>();
    if (flag(one, "censored")) {
      steps.add(
          CleanStep.of(
              new Censor(
                  0,
                  0,
                  0,
                  false,
                  Arrays.stream(reference.integers("censored-volumes")).boxed().toList())));
    }
    if (flag(one, "detrend")) {
      steps.add(CleanStep.detrend(1));
    }
    switch (one.text("filter")) {
      case "low" -> steps.add(filter(null, 0.1, Filter.Method.BUTTERWORTH));
      case "high" -> steps.add(filter(0.01, null, Filter.Method.BUTTERWORTH));
      case "band" -> steps.add(filter(0.01, 0.1, Filter.Method.BUTTERWORTH));
      case "cosine" -> steps.add(filter(0.02, null, Filter.Method.COSINE));
      default -> {}
    }
    if (flag(one, "confounds")) {
      steps.add(CleanStep.of(new Regress(List.of("c0", "c1", "c2"), Optional.of(0.0), false)));
    }
    steps.add(
        CleanStep.of(
            switch (one.text("scale")) {
              case "zscore_sample" -> Scaling.Z_SCORE_SAMPLE;
              case "psc" -> Scaling.PERCENT_CHANGE;
              default -> Scaling.NONE;
            }));
    same(clean(steps), Reference.values(one.text("values")), one.integer("samples"));
  }

  private static CleanStep filter(Double high, Double low, Filter.Method method) {
    return CleanStep.of(new Filter(Optional.ofNullable(high), Optional.ofNullable(low), method, 5));
  }

  private static void same(float[][] rows, double[] expected, int samples) {
    assertThat(rows).hasNumberOfRows(samples);
    for (int i = 0; i < expected.length; i++) {
      double size = Math.max(1, Math.abs(expected[i]));
      assertThat((double) rows[i / 2][i % 2])
          .as("sample %d of series %d", i / 2, i % 2)
          .isCloseTo(expected[i], within(TOLERANCE * size));
    }
  }

  @Test
  void scalesAndClipsAtPercentilesAsNumpyDoes() {
    CleanStep robust =
        new CleanStep(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            List.of(0.1, 99.9));
    same(clean(List.of(robust)), Reference.values(reference.text("robust")), samples);
    CleanStep clip =
        new CleanStep(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(5.0, 90.0),
            Optional.empty(),
            List.of());
    same(clean(List.of(clip)), Reference.values(reference.text("clipped")), samples);
  }

  @Test
  void smoothsWithinTheMask() {
    Json.Node said = reference.object("smoothing");
    Geometry geometry =
        new Geometry.Volume(
            said.integers("shape"), said.numbers("affine"), "native", said.integers("voxels"));
    double[] before = Reference.values(said.text("before"));
    double[] after = Reference.values(said.text("after"));
    float[][] rows = {new float[before.length], new float[before.length]};
    for (int v = 0; v < before.length; v++) {
      rows[0][v] = (float) before[v];
    }
    float[][] smooth =
        RunCleaning.of(
                List.of(CleanStep.of(new Smooth(said.number("fwhm")))),
                new RunCleaning.Run("run", 2, 2, Optional.empty()),
                new PlainLinearAlgebra())
            .clean(rows, geometry, done -> {});
    for (int v = 0; v < before.length; v++) {
      // About 50: single precision inside and after the comparison's own smoothing.
      assertThat((double) smooth[0][v]).isCloseTo(after[v], within(2e-5));
    }
  }
}
