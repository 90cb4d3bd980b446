package dev.arcuate.plugin.bidsmeg.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.value.Activations;
import dev.arcuate.api.value.Words;
import dev.arcuate.plugin.bidsmeg.simulate.SimulateMegSettings.Feature;
import dev.arcuate.plugin.bidsmeg.simulate.SimulateMegSettings.Source;
import dev.arcuate.testkit.PlainLinearAlgebra;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Later sources follow what no direction of earlier features tells, the weak ones neither. */
class AmplitudesTest {
  private static final int WORDS = 500;
  private static final int WIDTH = 30;

  @TempDir Path folder;

  private final float[][] first = new float[WORDS][WIDTH];

  @Test
  void takesWeakDirectionsOfEarlierFeaturesOut() throws IOException {
    Activations activations = activations();
    List<double[]> amplitudes =
        new Amplitudes(words(), Optional.of(activations), new PlainLinearAlgebra())
            .of(List.of(source("lexical", "a"), source("contextual", "b")));
    double[] later = amplitudes.get(1);
    int width = later.length / WORDS;
    assertThat(width).isPositive();
    for (int d = 0; d < width; d++) {
      for (int c = 0; c < WIDTH; c++) {
        assertThat(Math.abs(correlation(later, width, d, c))).isLessThan(0.02);
      }
    }
  }

  /** Layer b follows the weakest directions of layer a, and something of its own. */
  private Activations activations() throws IOException {
    Activations activations = Activations.write(folder, "test", List.of("a", "b"));
    Random random = new Random(3);
    try (NpyWriter a = activations.layerWriter(0, WORDS, WIDTH);
        NpyWriter b = activations.layerWriter(1, WORDS, WIDTH)) {
      for (float[] row : first) {
        float[] later = new float[WIDTH];
        for (int c = 0; c < WIDTH; c++) {
          row[c] = (float) (random.nextGaussian() / (1 + c));
        }
        for (int c = 0; c < WIDTH; c++) {
          later[c] = (float) (row[WIDTH - 1 - c % 5] * WIDTH + 0.5 * random.nextGaussian());
        }
        a.append(row, 0, WIDTH);
        b.append(later, 0, WIDTH);
      }
    }
    return activations;
  }

  private double correlation(double[] later, int width, int d, int column) {
    double mean = 0;
    for (float[] row : first) {
      mean += row[column] / WORDS;
    }
    double cross = 0;
    double power = 0;
    for (int w = 0; w < WORDS; w++) {
      double value = first[w][column] - mean;
      cross += value * later[w * width + d];
      power += value * value;
    }
    return cross / Math.sqrt(power * WORDS);
  }

  private static Source source(String name, String layer) {
    List<Double> center = List.of(0.0, 0.0, 0.0);
    return new Source(name, Feature.LAYER, Optional.of(layer), 0.2, 0.03, center, 0.05);
  }

  private static Words words() {
    StringBuilder text = new StringBuilder();
    List<Words.Word> list = new ArrayList<>();
    for (int w = 0; w < WORDS; w++) {
      String form = "w" + w;
      int end = text.length() + form.length();
      list.add(new Words.Word("1", 0.3 * w, 0.2, w / 8, text.length(), end, true, form));
      text.append(form).append(' ');
    }
    return new Words(text.toString(), list);
  }
}
