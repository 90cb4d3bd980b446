package dev.arcuate.plugin.ridge;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.RegressionBackend;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Task;
import dev.arcuate.api.array.Npy;
import dev.arcuate.api.fold.Folds;
import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.value.Design;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.pf4j.Extension;

/**
 * Partial least squares of one target at a time (PLS1). Its fit with k components is the least
 * squares fit within the Krylov space of XᵀX and Xᵀy of dimension k; on singular vectors of X, made
 * once for all targets, that space costs a few numbers per direction and component. Source: Helland
 * 1988, doi:10.1080/03610918808812681.
 */
@Extension
public final class Pls implements RegressionBackend<PlsSettings> {
  private final LinearAlgebra algebra;

  @Inject
  public Pls(LinearAlgebra algebra) {
    this.algebra = requireNonNull(algebra, "algebra");
  }

  @Override
  public String id() {
    return "pls";
  }

  @Override
  public String summary() {
    return "Partial least squares regression of each target on a few components.";
  }

  @Override
  public Class<PlsSettings> settingsType() {
    return PlsSettings.class;
  }

  @Override
  public Resources resources(PlsSettings settings) {
    return Resources.of(1, 1024);
  }

  @Override
  public OptionalLong preparationBytes(PlsSettings settings, Design design, Folds folds) {
    return OptionalLong.of(Needs.linear(design, folds, 1).bytes());
  }

  @Override
  public void prepare(PlsSettings settings, Design design, Folds folds, Path folder, Task task)
      throws IOException {
    Needs.linear(design, folds, 1).require(task);
    DesignRows rows = DesignRows.read(design);
    int done = 0;
    List<List<Folds.Fold>> all = splits(settings, design, folds);
    for (int fold = 0; fold < all.size(); fold++) {
      for (int split = 0; split < all.get(fold).size(); split++) {
        task.checkCancelled();
        Folds.Fold one = all.get(fold).get(split);
        DesignRows.Scale scale = rows.scale(one.train(), settings.standardise());
        decompose(
            rows.take(one.train(), scale),
            rows.take(one.test(), scale),
            one,
            rows.columns(),
            Files.createDirectories(place(folder, fold, split)));
        task.progress().report(++done, (long) all.size() * all.get(0).size(), "factorisations");
      }
    }
  }

  static Path place(Path folder, int fold, int split) {
    return folder.resolve("fold-" + fold).resolve("split-" + split);
  }

  /** Per fold its own split, then its inner ones. */
  static List<List<Folds.Fold>> splits(PlsSettings settings, Design design, Folds folds) {
    List<List<Folds.Fold>> all = new ArrayList<>();
    for (Folds.Fold fold : folds.list()) {
      List<Folds.Fold> splits = new ArrayList<>(List.of(fold));
      if (settings.components().size() > 1) {
        splits.addAll(folds.inner(fold, design.sampling(), settings.innerCount()));
      }
      all.add(splits);
    }
    return all;
  }

  private void decompose(double[] train, double[] test, Folds.Fold rows, int p, Path folder)
      throws IOException {
    int n = rows.train().length;
    int m = rows.test().length;
    LinearAlgebra.Svd svd = algebra.svd(train, n, p);
    int most = svd.s().length;
    int rank = 0;
    while (rank < most && svd.s()[rank] > Math.max(n, p) * Math.ulp(1.0) * svd.s()[0]) {
      rank++;
    }
    double[] u = new double[n * rank];
    for (int i = 0; i < n; i++) {
      System.arraycopy(svd.u(), i * most, u, i * rank, rank);
    }
    double[] turned = new double[m * rank];
    if (rank > 0) {
      double[] vt = java.util.Arrays.copyOf(svd.vt(), rank * p);
      algebra.multiply(
          LinearAlgebra.Form.PLAIN,
          LinearAlgebra.Form.TRANSPOSED,
          m,
          rank,
          p,
          1,
          test,
          vt,
          0,
          turned);
    }
    Npy.write(folder.resolve("u.npy"), u, n, rank);
    Npy.write(folder.resolve("s.npy"), java.util.Arrays.copyOf(svd.s(), rank), rank);
    Npy.write(folder.resolve("test.npy"), turned, m, rank);
  }

  @Override
  public Solver open(PlsSettings settings, Path prepared, Design design, Folds folds, Task task) {
    return new PlsSolver(
        algebra, settings, prepared, design, splits(settings, design, folds), task);
  }
}
