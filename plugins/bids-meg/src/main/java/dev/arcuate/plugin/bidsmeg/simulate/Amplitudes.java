package dev.arcuate.plugin.bidsmeg.simulate;

import dev.arcuate.api.Problem;
import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.host.LinearAlgebra.Form;
import dev.arcuate.api.value.Activations;
import dev.arcuate.api.value.Words;
import dev.arcuate.plugin.bidsmeg.simulate.SimulateMegSettings.Feature;
import dev.arcuate.plugin.bidsmeg.simulate.SimulateMegSettings.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How strongly each source answers to each word: a few uncorrelated series of variance 1 per
 * source, out of the strong directions of its features. What any direction of the features of
 * earlier sources predicts is taken out of later ones: an encoding with earlier features then finds
 * nothing at the time and place of later sources.
 */
final class Amplitudes {
  private static final int STRONG = 20;
  private static final int DIRECTIONS = 3;
  private static final double RIDGE = 1e-3;

  private final Words words;
  private final Optional<Activations> activations;
  private final LinearAlgebra algebra;

  Amplitudes(Words words, Optional<Activations> activations, LinearAlgebra algebra) {
    this.words = words;
    this.activations = activations;
    this.algebra = algebra;
  }

  /** For each source, [words × directions]. */
  List<double[]> of(List<Source> sources) {
    List<double[]> all = new ArrayList<>();
    List<double[]> before = new ArrayList<>();
    int n = words.list().size();
    for (Source source : sources) {
      double[] features = source.feature() == Feature.LAYER ? layer(source) : length();
      // In order of their variance.
      double[] directions = components(features, features.length / n, Integer.MAX_VALUE);
      double[] strong = first(directions, n, Math.min(STRONG, Math.max(1, n / 20)));
      double[] own = before.isEmpty() ? strong : residual(strong, sideBySide(before, n));
      all.add(components(own, own.length / n, DIRECTIONS));
      before.add(directions);
    }
    return all;
  }

  private double[] length() {
    double[] column = new double[words.list().size()];
    Arrays.setAll(column, w -> words.list().get(w).form().length());
    return column;
  }

  private static double[] first(double[] values, int rows, int most) {
    int width = values.length / rows;
    int kept = Math.min(width, most);
    double[] out = new double[rows * kept];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(values, row * width, out, row * kept, kept);
    }
    return out;
  }

  private double[] layer(Source source) {
    Activations model =
        activations.orElseThrow(
            () ->
                Problem.user(
                        "BIDS_MEG_LAYER_WITHOUT_ACTIVATIONS",
                        "source "
                            + source.name()
                            + " follows a layer, but no activations are connected")
                    .hint("connect a language model under inputs: {activations: …}")
                    .exception());
    String name = source.layer().orElseThrow();
    int index = model.layers().indexOf(name);
    if (index < 0 && name.matches("-?\\d{1,6}")) {
      int place = Integer.parseInt(name);
      index = place < 0 ? model.layers().size() + place : place;
    }
    if (index < 0 || index >= model.layers().size()) {
      throw Problem.user(
              "BIDS_MEG_NO_SUCH_LAYER",
              "source "
                  + source.name()
                  + ": there is no layer '"
                  + name
                  + "'; there are "
                  + String.join(", ", model.layers()))
          .exception();
    }
    int n = words.list().size();
    if (model.layer(index).rows() != n) {
      throw Problem.user(
              "BIDS_MEG_WORDS_DIFFER",
              "the activations have "
                  + model.layer(index).rows()
                  + " rows, but there are "
                  + n
                  + " words")
          .hint("connect the language model and this step to the same words")
          .exception();
    }
    float[] raw = model.layer(index).toArray();
    double[] values = new double[raw.length];
    Arrays.setAll(values, i -> raw[i]);
    return values;
  }

  /** First principal components, each with mean 0 and variance 1. */
  private double[] components(double[] values, int width, int most) {
    int n = values.length / width;
    double[] centred = values.clone();
    for (int c = 0; c < width; c++) {
      double mean = 0;
      for (int w = 0; w < n; w++) {
        mean += centred[w * width + c] / n;
      }
      for (int w = 0; w < n; w++) {
        centred[w * width + c] -= mean;
      }
    }
    double[] covariance = new double[width * width];
    algebra.multiply(
        Form.TRANSPOSED, Form.PLAIN, width, width, n, 1.0 / n, centred, centred, 0, covariance);
    LinearAlgebra.Eigen eigen = algebra.symmetricEigen(covariance, width);
    double largest = eigen.values()[width - 1];
    int kept = 0;
    while (kept < Math.min(most, width) && eigen.values()[width - 1 - kept] > 1e-9 * largest) {
      kept++;
    }
    double[] out = new double[n * Math.max(kept, 1)];
    for (int k = 0; k < kept; k++) {
      int place = width - 1 - k;
      double scale = 1 / Math.sqrt(eigen.values()[place]);
      for (int w = 0; w < n; w++) {
        double sum = 0;
        for (int c = 0; c < width; c++) {
          sum += centred[w * width + c] * eigen.vectors()[c * width + place];
        }
        out[w * kept + k] = sum * scale;
      }
    }
    return out;
  }

  private double[] residual(double[] own, double[] others) {
    int n = words.list().size();
    int width = own.length / n;
    int regressors = others.length / n;
    double[] gram = new double[regressors * regressors];
    algebra.multiply(
        Form.TRANSPOSED, Form.PLAIN, regressors, regressors, n, 1, others, others, 0, gram);
    for (int i = 0; i < regressors; i++) {
      gram[i * regressors + i] += RIDGE * n;
    }
    double[] cross = new double[regressors * width];
    algebra.multiply(Form.TRANSPOSED, Form.PLAIN, regressors, width, n, 1, others, own, 0, cross);
    double[] weights = algebra.solvePositiveDefinite(gram, regressors, cross, width);
    double[] out = own.clone();
    algebra.multiply(Form.PLAIN, Form.PLAIN, n, width, regressors, -1, others, weights, 1, out);
    return out;
  }

  private static double[] sideBySide(List<double[]> blocks, int rows) {
    int width = blocks.stream().mapToInt(b -> b.length / rows).sum();
    double[] all = new double[rows * width];
    int at = 0;
    for (double[] block : blocks) {
      int columns = block.length / rows;
      for (int row = 0; row < rows; row++) {
        System.arraycopy(block, row * columns, all, row * width + at, columns);
      }
      at += columns;
    }
    return all;
  }
}
