package dev.arcuate.plugin.decompose;

import dev.arcuate.api.Decomposition;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Task;
import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.host.LinearAlgebra.Form;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    List<String> layers = given.original().layers();
    Parts parts = given.parts(id(), task.output("representations"));
    Map<String, Object> facts = new LinkedHashMap<>();
    for (int layer = 0; layer < layers.size(); layer++) {
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
      parts.add(layers.get(layer), reduce(fit, rows, settings, layers.get(layer), facts));
    }
    parts.finish();
    task.note(Map.of("variance-kept", facts));
  }

  private Rows reduce(
      Rows fit, Rows rows, PcaSettings settings, String layer, Map<String, Object> facts) {
    int p = fit.width();
    double[] mean = Columns.means(fit);
    double[] centred = Columns.minus(fit, mean);
    double[] covariance = new double[p * p];
    double scale = 1.0 / fit.count();
    algebra.multiply(
        Form.TRANSPOSED, Form.PLAIN, p, p, fit.count(), scale, centred, centred, 0, covariance);
    LinearAlgebra.Eigen eigen = algebra.symmetricEigen(covariance, p);
    int k = settings.components();
    double[] directions = new double[p * k];
    double kept = 0;
    for (int c = 0; c < k; c++) {
      int from = p - 1 - c;
      double variance = Math.max(0, eigen.values()[from]);
      kept += variance;
      double largest = 0;
      for (int i = 0; i < p; i++) {
        double weight = eigen.vectors()[i * p + from];
        largest = Math.abs(weight) > Math.abs(largest) ? weight : largest;
      }
      double sign = largest < 0 ? -1 : 1;
      boolean empty = variance <= NOTHING * Math.max(0, eigen.values()[p - 1]);
      double factor = settings.whiten() ? (empty ? 0 : sign / Math.sqrt(variance)) : sign;
      for (int i = 0; i < p; i++) {
        directions[i * k + c] = factor * eigen.vectors()[i * p + from];
      }
    }
    double total = 0;
    for (double value : eigen.values()) {
      total += Math.max(0, value);
    }
    facts.put(layer, String.format(Locale.ROOT, "%.4f", total == 0 ? 0 : kept / total));
    double[] own = Columns.minus(rows, mean);
    double[] reduced = new double[rows.count() * k];
    algebra.multiply(Form.PLAIN, Form.PLAIN, rows.count(), k, p, 1, own, directions, 0, reduced);
    return Columns.rows(reduced, rows.count(), k);
  }
}
