package dev.arcuate.plugin.stimulus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.value.Json;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.api.value.Words;
import dev.arcuate.plugin.stimulus.DesignSettings.Derivatives;
import dev.arcuate.plugin.stimulus.DesignSettings.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against nilearn, the definition of the Lanczos filter and SciPy; bench/oracles/timing.py. */
class TimingOracleTest {
  @TempDir Path folder;
  private Json.Node reference;

  @BeforeEach
  void readReference() throws IOException {
    Path file = folder.resolve("timing.json");
    try (InputStream in = TimingOracleTest.class.getResourceAsStream("/timing/timing.json")) {
      Files.write(file, in.readAllBytes());
    }
    reference = Json.read(file);
  }

  @Test
  void regressorsEqualNilearns() {
    List<Json.Node> cases = reference.objects("regressors");
    assertThat(cases).hasSize(24);
    for (Json.Node one : cases) {
      int frames = one.integer("frames");
      Convolution convolution =
          new Convolution(
              Response.valueOf(one.text("response").toUpperCase(Locale.ROOT)),
              Derivatives.valueOf(
                  one.text("derivatives").toUpperCase(Locale.ROOT).replace('-', '_')),
              one.number("first"),
              frames,
              one.number("period"));
      int kernels = convolution.kernels();
      double[] rows = new double[frames * kernels];
      double[] onsets = one.numbers("onsets");
      for (int event = 0; event < onsets.length; event++) {
        double height = one.numbers("heights")[event];
        for (int kernel = 0; kernel < kernels; kernel++) {
          int column = kernel;
          convolution.weigh(
              onsets[event],
              one.numbers("durations")[event],
              kernel,
              (row, weight) -> rows[row * kernels + column] += height * weight);
        }
      }
      Sampling sampling =
          new Sampling(one.number("period"), List.of(new Sampling.Run("1", frames)));
      Orthogonal.derivatives(rows, 1, kernels, sampling);
      same(rows, one.numbers("values"), 1e-6, one.text("response") + one.text("derivatives"));
    }
  }

  @Test
  void lanczosEqualsItsDefinition() {
    List<Json.Node> cases = reference.objects("lanczos");
    assertThat(cases).hasSize(4);
    for (Json.Node one : cases) {
      double period = one.number("period");
      Sampling sampling = new Sampling(period, List.of(new Sampling.Run("1", one.integer("rows"))));
      List<Words.Word> list = new ArrayList<>();
      StringBuilder text = new StringBuilder();
      for (double onset : one.numbers("onsets")) {
        int at = text.length();
        text.append("w ");
        list.add(new Words.Word("1", onset, 0, 0, at, at + 1, true, "w"));
      }
      WordsOnClock clock = WordsOnClock.of(new Words(text.toString(), list), sampling, 0);
      double[] words = one.numbers("words");
      float[] features = new float[words.length];
      for (int i = 0; i < words.length; i++) {
        features[i] = (float) words[i];
      }
      double[] rows =
          Aligner.filtering(
                  new Lanczos(one.integer("lobes"), one.number("multiplier")),
                  one.number("reference") * period,
                  sampling,
                  clock)
              .apply(features, 2);
      same(rows, one.numbers("values"), 1e-8, "lobes " + one.integer("lobes"));
    }
  }

  @Test
  void splinesEqualSciPys() {
    for (Json.Node one : reference.objects("splines")) {
      int columns = one.integer("columns");
      double[] rows = new double[11 * columns];
      for (int row = 0; row < 11; row++) {
        System.arraycopy(Baselines.bSplines(row / 10.0, columns), 0, rows, row * columns, columns);
      }
      same(rows, one.numbers("values"), 1e-12, columns + " columns");
    }
  }

  private static void same(double[] values, double[] expected, double tolerance, String what) {
    assertThat(values).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(values[i]).as(what + ", value " + i).isCloseTo(expected[i], within(tolerance));
    }
  }
}
