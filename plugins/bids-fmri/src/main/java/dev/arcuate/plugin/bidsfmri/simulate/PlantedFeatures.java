package dev.arcuate.plugin.bidsfmri.simulate;

import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.host.LinearAlgebra.Form;
import dev.arcuate.api.value.Activations;
import java.util.ArrayList;
import java.util.List;

/**
 * What of a layer drives the planted region: a few directions of the layer's space, chosen so that
 * the layer can be told from the others.
 *
 * <p>Neighbouring layers of a model are almost linear images of each other, so a region driven by
 * just any mixture of one layer is predicted nearly as well from the next. The signal is therefore
 * linear in the planted layer, and lies in its strong directions (its first principal components,
 * whitened), but among these it follows the directions that the first components of the other
 * layers, taken together, predict worst. That is a choice in favour of a clear answer: a real brain
 * area may well follow what all layers share.
 *
 * @param values [words × {@code width}], mean 0 and variance 1 per column
 * @param width number of directions
 * @param unexplained mean share of their variance that the other layers do not predict, 0 to 1
 */
record PlantedFeatures(double[] values, int width, double unexplained) {
  private static final int COMPONENTS = 20;
  private static final int DIRECTIONS = 5;

  /** Regressors per word beyond which a prediction from the other layers explains anything. */
  private static final double MOST_REGRESSORS_PER_WORD = 0.25;

  private static final double RIDGE = 1e-3;

  static PlantedFeatures of(Activations activations, int planted, LinearAlgebra algebra) {
    int words = activations.layer(planted).rows();
    int others = activations.layers().size() - 1;
    int most =
        others == 0 ? words / 2 : (int) Math.max(1, words * MOST_REGRESSORS_PER_WORD / others);
    int components = Math.min(COMPONENTS, most);
    double[] own = components(activations, planted, components, algebra);
    int width = own.length / words;
    if (others == 0) {
      int kept = Math.min(width, DIRECTIONS);
      return new PlantedFeatures(columns(own, words, width, 0, kept), kept, 1);
    }
    List<double[]> rest = new ArrayList<>();
    for (int layer = 0; layer <= others; layer++) {
      if (layer != planted) {
        rest.add(components(activations, layer, components, algebra));
      }
    }
    double[] residual = residual(own, width, sideBySide(rest, words), words, algebra);
    double[] covariance = new double[width * width];
    algebra.multiply(
        Form.TRANSPOSED,
        Form.PLAIN,
        width,
        width,
        words,
        1.0 / words,
        residual,
        residual,
        0,
        covariance);
    LinearAlgebra.Eigen eigen = algebra.symmetricEigen(covariance, width);
    int kept = Math.min(width, DIRECTIONS);
    double[] values = new double[words * kept];
    double[] directions = columns(eigen.vectors(), width, width, width - kept, width);
    algebra.multiply(Form.PLAIN, Form.PLAIN, words, kept, width, 1, own, directions, 0, values);
    double unexplained = 0;
    for (int direction = width - kept; direction < width; direction++) {
      unexplained += eigen.values()[direction] / kept;
    }
    return new PlantedFeatures(values, kept, Math.max(0, Math.min(1, unexplained)));
  }

  /** First principal components over words, each with variance 1: [words × up to count]. */
  private static double[] components(
      Activations activations, int layer, int count, LinearAlgebra algebra) {
    int words = activations.layer(layer).rows();
    int width = activations.layer(layer).columns();
    float[] raw = activations.layer(layer).toArray();
    double[] centred = new double[raw.length];
    for (int c = 0; c < width; c++) {
      double mean = 0;
      for (int w = 0; w < words; w++) {
        mean += raw[w * width + c] / (double) words;
      }
      for (int w = 0; w < words; w++) {
        centred[w * width + c] = raw[w * width + c] - mean;
      }
    }
    double[] covariance = new double[width * width];
    algebra.multiply(
        Form.TRANSPOSED,
        Form.PLAIN,
        width,
        width,
        words,
        1.0 / words,
        centred,
        centred,
        0,
        covariance);
    LinearAlgebra.Eigen eigen = algebra.symmetricEigen(covariance, width);
    double largest = eigen.values()[width - 1];
    int kept = 0;
    while (kept < Math.min(count, width)
        && eigen.values()[width - 1 - kept] > 1e-10 * largest
        && largest > 0) {
      kept++;
    }
    double[] axes = columns(eigen.vectors(), width, width, width - kept, width);
    double[] scores = new double[words * kept];
    algebra.multiply(Form.PLAIN, Form.PLAIN, words, kept, width, 1, centred, axes, 0, scores);
    for (int c = 0; c < kept; c++) {
      double scale = 1 / Math.sqrt(eigen.values()[width - kept + c]);
      for (int w = 0; w < words; w++) {
        scores[w * kept + c] *= scale;
      }
    }
    return scores;
  }

  /** What a slightly penalised regression on the other layers leaves of a layer. */
  private static double[] residual(
      double[] own, int width, double[] others, int words, LinearAlgebra algebra) {
    int regressors = others.length / words;
    double[] gram = new double[regressors * regressors];
    algebra.multiply(
        Form.TRANSPOSED, Form.PLAIN, regressors, regressors, words, 1, others, others, 0, gram);
    for (int i = 0; i < regressors; i++) {
      gram[i * regressors + i] += RIDGE * words;
    }
    double[] cross = new double[regressors * width];
    algebra.multiply(
        Form.TRANSPOSED, Form.PLAIN, regressors, width, words, 1, others, own, 0, cross);
    double[] weights = algebra.solvePositiveDefinite(gram, regressors, cross, width);
    double[] residual = own.clone();
    algebra.multiply(
        Form.PLAIN, Form.PLAIN, words, width, regressors, -1, others, weights, 1, residual);
    return residual;
  }

  private static double[] columns(double[] matrix, int rows, int width, int from, int to) {
    double[] part = new double[rows * (to - from)];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(matrix, row * width + from, part, row * (to - from), to - from);
    }
    return part;
  }

  private static double[] sideBySide(List<double[]> blocks, int rows) {
    int width = blocks.stream().mapToInt(block -> block.length / rows).sum();
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

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
