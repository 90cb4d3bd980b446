package dev.arcuate.plugin.decompose;

import dev.arcuate.api.Decomposition;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Task;
import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.host.LinearAlgebra.Form;
import dev.arcuate.api.value.Activations;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.pf4j.Extension;

/**
 * The strongest directions of every layer, fitted on rows that are not tested. A component points
 * where its greatest weight is positive.
 */
@Extension
public final class Pca implements Decomposition<PcaSettings> {
  private static final long MEBIBYTES = 768;
  private static final double NOTHING = 1e-10;

  private final LinearAlgebra algebra;

  @Inject
  public Pca(LinearAlgebra algebra) {
    this.algebra = algebra;
  }

  @Override
  public String id() {
    return "pca";
  }

  @Override
  public String summary() {
    return "Reduces every layer to its principal components, fitted on rows that are not tested.";
  }

  @Override
  public Class<PcaSettings> settingsType() {
    return PcaSettings.class;
  }

  @Override
  public Resources resources(PcaSettings settings) {
    return Resources.of(1, MEBIBYTES);
  }

  @Override
  public void decompose(PcaSettings settings, Task task) throws IOException {
    task.checkCancelled();
    FitRows given = FitRows.of(task, settings.fit(), settings.story());
    List<Integer> chosen = chosen(given.original(), settings);
    List<String> layers = given.original().layers();
    Parts parts = given.parts(id(), task.output("representations"));
    Map<String, Object> facts = new LinkedHashMap<>();
    Map<String, Rows> reduced = new LinkedHashMap<>();
    for (int layer : chosen) {
      task.checkCancelled();
      Rows fit = given.layer(layer);
      Rows rows = Rows.of(given.original().layer(layer));
      int most = Math.min(fit.count() - 1, fit.width());
      if (settings.components() > most) {
        throw Problem.user(
                "DECOMPOSE_COMPONENTS",
                settings.components()
                    + " components are asked for, but layer '"
                    + layers.get(layer)
                    + "' has "
                    + fit.width()
                    + " columns and is fitted on "
                    + fit.count()
                    + " rows")
            .hint("ask for at most " + most)
            .exception();
      }
      reduced.put(layers.get(layer), reduce(fit, rows, settings, layers.get(layer), facts));
    }
    Concatenations.add(reduced, settings.concatenations());
    for (Map.Entry<String, Rows> part : reduced.entrySet()) {
      parts.add(part.getKey(), part.getValue());
    }
    parts.finish();
    task.note(Map.of("variance-kept", facts));
  }

  private static List<Integer> chosen(Activations original, PcaSettings settings) {
    return settings.layers().isEmpty()
        ? IntStream.range(0, original.layers().size()).boxed().toList()
        : settings.layers().stream().map(name -> Layers.index(original, name)).toList();
  }

  private Rows reduce(
      Rows fit, Rows rows, PcaSettings settings, String layer, Map<String, Object> facts) {
    int p = fit.width();
    double[] mean = Columns.means(fit);
    Directions found = directions(fit, Columns.minus(fit, mean), settings.components());
    int k = settings.components();
    double[] directions = found.vectors();
    double kept = 0;
    for (int c = 0; c < k; c++) {
      double variance = found.variances()[c];
      kept += variance;
      double largest = 0;
      for (int i = 0; i < p; i++) {
        double weight = directions[i * k + c];
        largest = Math.abs(weight) > Math.abs(largest) ? weight : largest;
      }
      double sign = largest < 0 ? -1 : 1;
      boolean empty = variance <= NOTHING * found.variances()[0];
      double factor = settings.whiten() ? (empty ? 0 : sign / Math.sqrt(variance)) : sign;
      for (int i = 0; i < p; i++) {
        directions[i * k + c] *= factor;
      }
    }
    facts.put(
        layer, String.format(Locale.ROOT, "%.4f", found.total() == 0 ? 0 : kept / found.total()));
    double[] own = Columns.minus(rows, mean);
    double[] reduced = new double[rows.count() * k];
    algebra.multiply(Form.PLAIN, Form.PLAIN, rows.count(), k, p, 1, own, directions, 0, reduced);
    return Columns.rows(reduced, rows.count(), k);
  }

  /**
   * The strongest directions first.
   *
   * @param vectors of length 1, [columns × directions]
   * @param variances of the rows along each
   * @param total variance of the rows along all there are
   */
  private record Directions(double[] vectors, double[] variances, double total) {}

  /** By the smaller of the two products of the rows with themselves. */
  private Directions directions(Rows fit, double[] centred, int k) {
    int n = fit.count();
    int p = fit.width();
    boolean wide = n < p;
    int m = wide ? n : p;
    double[] product = new double[Math.multiplyExact(m, m)];
    algebra.multiply(
        wide ? Form.PLAIN : Form.TRANSPOSED,
        wide ? Form.TRANSPOSED : Form.PLAIN,
        m,
        m,
        wide ? p : n,
        1.0 / n,
        centred,
        centred,
        0,
        product);
    LinearAlgebra.Eigen eigen = algebra.symmetricEigen(product, m);
    double[] variances = new double[k];
    double[] strongest = new double[m * k];
    for (int c = 0; c < k; c++) {
      variances[c] = Math.max(0, eigen.values()[m - 1 - c]);
      double length = wide && variances[c] > 0 ? Math.sqrt(n * variances[c]) : 1;
      for (int i = 0; i < m; i++) {
        strongest[i * k + c] = eigen.vectors()[i * m + m - 1 - c] / length;
      }
    }
    double total = 0;
    for (double value : eigen.values()) {
      total += Math.max(0, value);
    }
    if (!wide) {
      return new Directions(strongest, variances, total);
    }
    double[] vectors = new double[p * k];
    algebra.multiply(Form.TRANSPOSED, Form.PLAIN, p, k, n, 1, centred, strongest, 0, vectors);
    return new Directions(vectors, variances, total);
  }
}
