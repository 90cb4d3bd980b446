package dev.arcuate.plugin.ridge;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Task;
import dev.arcuate.api.fold.Folds;
import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Factorises the training rows of every fold, and of every inner fold where penalties are judged by
 * inner folds. {@code folds.tsv} says what was found.
 */
final class Preparation {
  private static final List<String> COLUMNS =
      List.of(
          "fold",
          "inner",
          "train",
          "test",
          "form",
          "rank",
          "greatest-eigenvalue",
          "least-eigenvalue");

  private final Factoriser factoriser;
  private final RidgeSettings settings;
  private final Design design;
  private final Path folder;
  private final Task task;
  private final List<List<String>> rows = new ArrayList<>();

  Preparation(
      Factoriser factoriser, RidgeSettings settings, Design design, Path folder, Task task) {
    this.factoriser = factoriser;
    this.settings = settings;
    this.design = design;
    this.folder = folder;
    this.task = task;
  }

  static Path outer(Path folder, int fold) {
    return folder.resolve("fold-" + fold);
  }

  static Path inner(Path folder, int fold, int inner) {
    return outer(folder, fold).resolve("inner-" + inner);
  }

  void run(Folds folds) throws IOException {
    requireMemory(folds);
    DesignRows rowsOfDesign = DesignRows.read(design);
    int innerCount = settings.usesInnerFolds() ? settings.innerCount() : 0;
    int all = folds.list().size() * (1 + innerCount);
    for (int fold = 0; fold < folds.list().size(); fold++) {
      Folds.Fold rowsOfFold = folds.list().get(fold);
      factorise(rowsOfDesign, rowsOfFold, outer(folder, fold), fold, "n/a", all);
      if (settings.usesInnerFolds()) {
        List<Folds.Fold> inner = folds.inner(rowsOfFold, design.sampling(), innerCount);
        for (int i = 0; i < inner.size(); i++) {
          factorise(
              rowsOfDesign, inner.get(i), inner(folder, fold, i), fold, Integer.toString(i), all);
        }
      }
    }
    new Table(COLUMNS, rows).writeTo(folder.resolve("folds.tsv"));
  }

  private void factorise(
      DesignRows values, Folds.Fold rowsOfFold, Path place, int fold, String inner, int all)
      throws IOException {
    task.checkCancelled();
    int n = rowsOfFold.train().length;
    int m = rowsOfFold.test().length;
    DesignRows.Split split =
        values.split(rowsOfFold.train(), rowsOfFold.test(), settings.standardise());
    Factors factors = factoriser.factorise(split, n, m, values.columns(), settings.grid()[0]);
    factors.write(place);
    double least = Double.POSITIVE_INFINITY;
    for (double value : factors.spectrum()) {
      least = Math.min(least, value);
    }
    rows.add(
        List.of(
            Integer.toString(fold),
            inner,
            Integer.toString(n),
            Integer.toString(m),
            factors.form().name().toLowerCase(Locale.ROOT),
            Integer.toString(factors.rank()),
            Double.toString(factors.greatest()),
            Double.toString(least)));
    task.progress().report(rows.size(), all, "factorisations");
  }

  /** Refuses what cannot fit, before an hour is spent on finding out. */
  private void requireMemory(Folds folds) {
    long n = folds.list().stream().mapToLong(fold -> fold.train().length).max().orElse(0);
    long m = folds.list().stream().mapToLong(fold -> fold.test().length).max().orElse(0);
    long p = design.features();
    long d = Math.min(n, p);
    long values =
        design.sampling().samples() * p / 2 // the design, float32
            + (n + m) * p // its rows, float64
            + 3 * d * d // Gram matrix, eigenvectors, workspace
            + (n + m) * d; // factors
    long bytes = values * Double.BYTES;
    if (bytes > task.resources().memoryBytes()) {
      throw Problem.resource(
              "RIDGE_MEMORY",
              String.format(
                  Locale.ROOT,
                  "factorising a design of %d samples × %d features needs about %d MiB, and the step"
                      + " may use %d MiB",
                  design.sampling().samples(),
                  p,
                  mebibytes(bytes),
                  mebibytes(task.resources().memoryBytes())))
          .hint(
              "write 'resources: {memory: "
                  + mebibytes(bytes)
                  + "MiB}' at the step, or use fewer delays or dimensions")
          .exception();
    }
  }

  private static long mebibytes(long bytes) {
    return (bytes + (1L << 20) - 1) >> 20;
  }
}
