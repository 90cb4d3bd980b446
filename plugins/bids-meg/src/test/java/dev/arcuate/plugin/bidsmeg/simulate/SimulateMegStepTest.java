package dev.arcuate.plugin.bidsmeg.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.Resources;
import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.value.Activations;
import dev.arcuate.api.value.Epochs;
import dev.arcuate.api.value.Files;
import dev.arcuate.api.value.Recording;
import dev.arcuate.api.value.Words;
import dev.arcuate.plugin.bidsmeg.BidsMegReader;
import dev.arcuate.plugin.bidsmeg.BidsMegSettings;
import dev.arcuate.plugin.bidsmeg.epochs.EpochsSettings;
import dev.arcuate.plugin.bidsmeg.epochs.EpochsStep;
import dev.arcuate.plugin.bidsmeg.simulate.SimulateMegSettings.Feature;
import dev.arcuate.plugin.bidsmeg.simulate.SimulateMegSettings.Format;
import dev.arcuate.plugin.bidsmeg.simulate.SimulateMegSettings.Source;
import dev.arcuate.testkit.PlainLinearAlgebra;
import dev.arcuate.testkit.StepContract;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimulateMegStepTest extends StepContract<SimulateMegSettings> {
  private static final int WORDS = 600;
  private static final int WIDTH = 6;
  private static final double RATE = 200;
  private static final List<Double> LATENCIES = List.of(0.1, 0.2, 0.4);

  private static SimulateMegSettings settings(Format format, boolean none) {
    return new SimulateMegSettings(
        List.of("01"),
        "reading",
        RATE,
        24,
        List.of(
            source("visual", Feature.WORD_LENGTH, Optional.empty(), 0.1, 0, -0.09, 0.02),
            source("lexical", Feature.LAYER, Optional.of("a"), 0.2, -0.1, 0, 0.02),
            source("contextual", Feature.LAYER, Optional.of("-1"), 0.4, 0.05, 0.07, 0.05)),
        0.2,
        3e-13,
        format,
        1,
        none);
  }

  private static Source source(
      String name,
      Feature feature,
      Optional<String> layer,
      double latency,
      double x,
      double y,
      double z) {
    return new Source(name, feature, layer, latency, 0.03, List.of(x, y, z), 0.05);
  }

  @Override
  protected SimulateMegStep component() {
    return new SimulateMegStep(new PlainLinearAlgebra());
  }

  @Override
  protected SimulateMegSettings settings() {
    return settings(Format.FIF, false);
  }

  @Override
  protected TestTask task(Path place) throws IOException {
    return new TestTask(place)
        .with("words", words())
        .with(
            "activations", activations(java.nio.file.Files.createDirectories(place.resolve("a"))));
  }

  private static Words words() {
    Random random = new Random(2);
    StringBuilder text = new StringBuilder();
    List<Words.Word> list = new ArrayList<>();
    double onset = 1;
    for (int w = 0; w < WORDS; w++) {
      String form = "abcdefghijkl".substring(0, 1 + random.nextInt(12));
      list.add(
          new Words.Word(
              "1", onset, 0.2, w / 8, text.length(), text.length() + form.length(), true, form));
      text.append(form).append(' ');
      onset += 0.25 + 0.2 * random.nextDouble();
    }
    return new Words(text.toString(), list);
  }

  private static Activations activations(Path folder) throws IOException {
    Activations activations = Activations.write(folder, "test", List.of("a", "b"));
    Random random = new Random(4);
    for (int layer = 0; layer < 2; layer++) {
      try (NpyWriter writer = activations.layerWriter(layer, WORDS, WIDTH)) {
        float[] row = new float[WIDTH];
        for (int w = 0; w < WORDS; w++) {
          for (int d = 0; d < WIDTH; d++) {
            row[d] = (float) random.nextGaussian();
          }
          writer.append(row, 0, WIDTH);
        }
      }
    }
    return activations;
  }

  /** For each feature set, the share of variance explained, [times], by the best sensor. */
  private double[][] found(Format format, boolean none, Path place) throws IOException {
    TestTask simulate = task(place.resolve("simulate")).with(Resources.of(1, 512));
    component().run(settings(format, none), simulate);
    TestTask read =
        new TestTask(place.resolve("read"))
            .with("dataset", simulate.result("dataset", Files.class));
    new BidsMegReader(new PlainLinearAlgebra())
        .read(
            new BidsMegSettings(
                Optional.empty(),
                "01",
                List.of("reading"),
                List.of(),
                List.of(),
                BidsMegSettings.Modality.MEG,
                Map.of(),
                Map.of(),
                List.of("meg"),
                BidsMegSettings.Bads.DROP,
                List.of(),
                false,
                List.of()),
            read);
    TestTask cut =
        new TestTask(place.resolve("cut"))
            .with("recording", read.result("recording", Recording.class))
            .with("words", words());
    new EpochsStep()
        .run(
            new EpochsSettings(
                EpochsSettings.Lock.WORD,
                -0.1,
                0.6,
                List.of(),
                Map.of(),
                Map.of(),
                true,
                List.of(),
                1,
                1),
            cut);
    Epochs epochs = cut.result("epochs", Epochs.class);
    // Trials of CTF follow each other by the clock, so that no word lies across a gap.
    assertThat(epochs.events()).isEqualTo(WORDS);
    Activations layers = activations(java.nio.file.Files.createDirectories(place.resolve("x")));
    double[][] sets = {
      lengths(epochs),
      columns(layers.layer(0).toArray(), epochs),
      columns(layers.layer(1).toArray(), epochs)
    };
    double[][] curves = new double[sets.length][];
    for (int set = 0; set < sets.length; set++) {
      curves[set] = curve(sets[set], epochs);
    }
    return curves;
  }

  private static double[] lengths(Epochs epochs) {
    double[] column = new double[epochs.events()];
    for (int e = 0; e < column.length; e++) {
      column[e] = words().list().get(epochs.words().get(e)).form().length();
    }
    return column;
  }

  private static double[] columns(float[] layer, Epochs epochs) {
    double[] values = new double[epochs.events() * WIDTH];
    for (int e = 0; e < epochs.events(); e++) {
      for (int d = 0; d < WIDTH; d++) {
        values[e * WIDTH + d] = layer[epochs.words().get(e) * WIDTH + d];
      }
    }
    return values;
  }

  /**
   * Least squares at every sensor and time; of each time the best sensor, beyond what chance gives.
   */
  private static double[] curve(double[] features, Epochs epochs) {
    int n = epochs.events();
    int width = features.length / n;
    double[] x = centred(features, n, width);
    PlainLinearAlgebra algebra = new PlainLinearAlgebra();
    LinearAlgebraOf solve = new LinearAlgebraOf(algebra, x, n, width);
    float[] all = epochs.matrix().toArray();
    int sensors = epochs.geometry().targets();
    int times = epochs.times();
    double[] best = new double[times];
    for (int s = 0; s < sensors; s++) {
      for (int t = 0; t < times; t++) {
        double[] y = new double[n];
        for (int e = 0; e < n; e++) {
          y[e] = all[(e * sensors + s) * times + t];
        }
        best[t] = Math.max(best[t], solve.explained(centred(y, n, 1)) - (double) width / n);
      }
    }
    return best;
  }

  private static double[] centred(double[] values, int rows, int width) {
    double[] out = values.clone();
    for (int c = 0; c < width; c++) {
      double mean = 0;
      for (int r = 0; r < rows; r++) {
        mean += out[r * width + c] / rows;
      }
      for (int r = 0; r < rows; r++) {
        out[r * width + c] -= mean;
      }
    }
    return out;
  }

  private record LinearAlgebraOf(PlainLinearAlgebra algebra, double[] x, int n, int width) {
    double explained(double[] y) {
      double[] gram = new double[width * width];
      double[] cross = new double[width];
      double power = 0;
      for (int r = 0; r < n; r++) {
        power += y[r] * y[r];
        for (int i = 0; i < width; i++) {
          cross[i] += x[r * width + i] * y[r];
          for (int j = 0; j < width; j++) {
            gram[i * width + j] += x[r * width + i] * x[r * width + j];
          }
        }
      }
      double[] weights = algebra.solvePositiveDefinite(gram, width, cross.clone(), 1);
      double fitted = 0;
      for (int i = 0; i < width; i++) {
        fitted += weights[i] * cross[i];
      }
      return fitted / power;
    }
  }

  private static int peak(double[] curve) {
    int best = 0;
    for (int t = 1; t < curve.length; t++) {
      best = curve[t] > curve[best] ? t : best;
    }
    return best;
  }

  @ParameterizedTest
  @EnumSource
  void plantsPeaksWhereItSays(Format format) throws IOException {
    double[][] curves = found(format, false, folder.resolve("planted"));
    for (int set = 0; set < curves.length; set++) {
      int peak = peak(curves[set]);
      assertThat(-0.1 + peak / RATE).isCloseTo(LATENCIES.get(set), within(0.0101));
      assertThat(curves[set][peak]).isGreaterThan(0.08);
    }
  }

  @Test
  void plantsNothingInTheNull() throws IOException {
    for (double[] curve : found(Format.FIF, true, folder.resolve("null"))) {
      assertThat(curve[peak(curve)]).isLessThan(0.05);
    }
  }

  @Test
  void placesSensorsInHeadCoordinates() throws IOException {
    Helmet helmet = new Helmet(24);
    assertThat(helmet.info(settings()).channels()).hasSize(25);
    double[] gains = helmet.topography(List.of(-0.1, 0.0, 0.02), 0.05);
    assertThat(java.util.Arrays.stream(gains).max().orElseThrow()).isCloseTo(1, within(1e-12));
  }
}
