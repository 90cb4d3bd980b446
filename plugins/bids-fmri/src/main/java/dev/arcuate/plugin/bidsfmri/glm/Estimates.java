package dev.arcuate.plugin.bidsfmri.glm;

import dev.arcuate.api.host.LinearAlgebra;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Effects and t values of contrasts, tile by tile. */
final class Estimates {
  /** A model with the weights of samples that make each contrast's estimate. */
  private record Fitter(Model model, Map<String, double[]> weights) {}

  private final double[] columns;
  private final int samples;
  private final Map<String, double[]> contrasts;
  private final Optional<Whitening> whitening;
  private final LinearAlgebra algebra;
  private final Fitter plain;

  /** By the share of a sample that the next one keeps, in hundredths. */
  private final Map<Integer, Fitter> white = new TreeMap<>();

  private final Map<String, double[]> effects = new LinkedHashMap<>();
  private final Map<String, double[]> tValues = new LinkedHashMap<>();
  private final double[] explained;

  /**
   * @param columns of the model, [samples × any]
   * @param contrasts weights of the columns, by name
   * @param whitening for noise that is not white
   */
  Estimates(
      double[] columns,
      int samples,
      int targets,
      Map<String, double[]> contrasts,
      Optional<Whitening> whitening,
      LinearAlgebra algebra) {
    this.columns = columns;
    this.samples = samples;
    this.contrasts = contrasts;
    this.whitening = whitening;
    this.algebra = algebra;
    this.plain = fitter(columns);
    contrasts.keySet().forEach(name -> effects.put(name, new double[targets]));
    contrasts.keySet().forEach(name -> tValues.put(name, new double[targets]));
    this.explained = new double[targets];
  }

  private Fitter fitter(double[] values) {
    Model model = Model.of(values, samples, algebra);
    Map<String, double[]> weights = new LinkedHashMap<>();
    contrasts.forEach((name, contrast) -> weights.put(name, model.sampleWeights(name, contrast)));
    return new Fitter(model, weights);
  }

  /**
   * @param block [samples × width]
   * @param from target of the first series
   */
  void add(float[] block, int width, int from) {
    double[] values = new double[block.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = block[i];
    }
    Model.Fit fit = plain.model().fit(values, width);
    System.arraycopy(fit.explained(), 0, explained, from, width);
    int[] all = IntStream.range(from, from + width).toArray();
    if (whitening.isEmpty()) {
      store(plain, fit, all);
      return;
    }
    Map<Integer, List<Integer>> alike = new TreeMap<>();
    int[] shares = whitening.get().shares(fit.left(), width);
    for (int s = 0; s < width; s++) {
      alike.computeIfAbsent(shares[s], share -> new ArrayList<>()).add(s);
    }
    alike.forEach(
        (share, series) -> {
          Fitter fitter = white.computeIfAbsent(share, this::whiteFitter);
          double[] whitened = whitening.get().whiten(values, width, series, share);
          int[] targets = series.stream().mapToInt(s -> from + s).toArray();
          store(fitter, fitter.model().fit(whitened, targets.length), targets);
        });
  }

  private Fitter whiteFitter(int share) {
    int width = columns.length / samples;
    List<Integer> all = IntStream.range(0, width).boxed().toList();
    return fitter(whitening.orElseThrow().whiten(columns, width, all, share));
  }

  private void store(Fitter fitter, Model.Fit fit, int[] targets) {
    fitter
        .weights()
        .forEach(
            (name, weights) -> {
              double[] effect = fit.effects(weights);
              double norm = 0;
              for (double weight : weights) {
                norm += weight * weight;
              }
              for (int s = 0; s < targets.length; s++) {
                double variance = fit.residual()[s] / fitter.model().degreesOfFreedom();
                boolean varies = variance > 0 && !Double.isNaN(explained[targets[s]]);
                effects.get(name)[targets[s]] = effect[s];
                tValues.get(name)[targets[s]] =
                    varies ? effect[s] / Math.sqrt(variance * norm) : Double.NaN;
              }
            });
  }

  Model model() {
    return plain.model();
  }

  double[] effects(String contrast) {
    return effects.get(contrast);
  }

  double[] tValues(String contrast) {
    return tValues.get(contrast);
  }

  /** Share of each series' variance that the model explains before whitening. */
  double[] explained() {
    return explained;
  }
}
