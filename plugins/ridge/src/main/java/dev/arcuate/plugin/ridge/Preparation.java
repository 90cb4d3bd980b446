package dev.arcuate.plugin.ridge;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Task;
import dev.arcuate.api.fold.Folds;
import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.api.value.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Solves the equations of every fold, and of every inner fold where penalties are judged by inner
 * folds. {@code folds.tsv} says what was found.
 */
final class Preparation {
  private static final List<String> COLUMNS =
      List.of(
          "fold",
          "inner",
          "candidate",
          "train",
          "test",
          "form",
          "solved",
          "greatest-eigenvalue",
          "least-eigenvalue");

  private final LinearAlgebra algebra;
  private final Search search;
  private final Design design;
  private final Path folder;
  private final Task task;
  private final List<List<String>> table = new ArrayList<>();
  private int done;
  private int all;

  Preparation(LinearAlgebra algebra, Search search, Design design, Path folder, Task task) {
    this.algebra = algebra;
    this.search = search;
    this.design = design;
    this.folder = folder;
    this.task = task;
  }

  static Path place(Path folder, int fold, int candidate) {
    return folder.resolve("fold-" + fold).resolve("candidate-" + candidate);
  }

  static Path inner(Path folder, int fold, int candidate, int inner) {
    return place(folder, fold, candidate).resolve("inner-" + inner);
  }

  /** The inner folds, or none where nothing is held out. */
  static List<Folds.Fold> innerFolds(
      Search search, int candidates, Folds folds, Folds.Fold outer, Sampling sampling) {
    if (!search.chooses(candidates) || !search.holdsOut()) {
      return List.of();
    }
    return search.inner() == Inner.RUNS
        ? folds.innerRuns(outer, sampling)
        : folds.inner(outer, sampling, search.innerCount());
  }

  void run(Needs needs, Folds folds, Function<DesignRows, Space> spaces) throws IOException {
    needs.require(task);
    DesignRows rows = DesignRows.read(design);
    Space space = spaces.apply(rows);
    warnOfConstants(rows, folds);
    if (space.primal()) {
      int[] every = Rows.all(rows.rows());
      Cells.write(
          search.precision(),
          folder.resolve("design.npy"),
          rows.take(every),
          every.length,
          rows.columns());
    }
    List<List<Folds.Fold>> inner = new ArrayList<>();
    for (Folds.Fold fold : folds.list()) {
      inner.add(innerFolds(search, space.candidates(), folds, fold, design.sampling()));
      all += space.candidates() * (1 + inner.get(inner.size() - 1).size());
    }
    for (int fold = 0; fold < folds.list().size(); fold++) {
      outer(rows, space, folds.list().get(fold), fold, inner.get(fold));
    }
    new Table(COLUMNS, table).writeTo(folder.resolve("folds.tsv"));
  }

  private void warnOfConstants(DesignRows rows, Folds folds) {
    int[] train = folds.list().get(0).train();
    int constant = rows.scale(train, search.standardise()).constant();
    if (constant > 0) {
      task.warn(
          Problem.data(
                  "RIDGE_CONSTANT_FEATURES",
                  String.format(
                      Locale.ROOT,
                      "%d of %d columns of the design never vary in the training rows of the first"
                          + " fold: they predict nothing",
                      constant,
                      rows.columns()))
              .hint("leave them out, or look at the step that makes them")
              .asWarning());
    }
  }

  private void outer(
      DesignRows rows, Space space, Folds.Fold fold, int number, List<Folds.Fold> inner)
      throws IOException {
    boolean removes = !inner.isEmpty() && !space.primal() && space.fixed();
    Space.Fold outer = space.fold(fold.train(), fold.test(), Optional.of(fold.train()), true);
    for (int candidate = 0; candidate < space.candidates(); candidate++) {
      Equations equations = outer.of(candidate);
      Resolvents resolvents = new Resolvents(equations, search.grid(), search.precision(), algebra);
      Path place = place(folder, number, candidate);
      List<Maker> makers = new ArrayList<>();
      List<Maker> ofResiduals = new ArrayList<>();
      boolean onTargets = resolvents.onTargets();
      makers.add(new Final(place, search.precision(), equations, onTargets));
      if (search.chooses(space.candidates()) && !search.holdsOut()) {
        OneByOne maker =
            new OneByOne(
                place.resolve("inner-0"),
                search.precision(),
                equations,
                onTargets
                    ? new double[0]
                    : rows.take(fold.train(), equations.scale().orElseThrow()),
                search.inner() == Inner.LOO,
                onTargets,
                resolvents.interpolation().nodes().length,
                algebra);
        (onTargets ? ofResiduals : makers).add(maker);
      }
      for (int i = 0; removes && i < inner.size(); i++) {
        int[] gone = Rows.without(fold.train(), inner.get(i).train());
        ofResiduals.add(
            new Maker.Removed(
                inner(folder, number, candidate, i),
                search.precision(),
                fold.train().length,
                Rows.places(inner.get(i).train(), fold.train()),
                Rows.places(gone, fold.train()),
                Rows.places(inner.get(i).test(), fold.train()),
                algebra));
      }
      solve(resolvents, equations, makers, ofResiduals);
      note(number, "n/a", candidate, fold, resolvents);
      done += removes ? inner.size() : 0;
    }
    for (int i = 0; !removes && i < inner.size(); i++) {
      heldOut(rows, space, fold, number, inner.get(i), i);
    }
  }

  private void heldOut(
      DesignRows rows, Space space, Folds.Fold outer, int number, Folds.Fold inner, int i)
      throws IOException {
    Space.Fold fold = space.fold(inner.train(), inner.test(), Optional.of(outer.train()), false);
    double[] sum = space.primal() ? sum(rows, inner.test()) : new double[0];
    for (int candidate = 0; candidate < space.candidates(); candidate++) {
      Equations equations = fold.of(candidate);
      Resolvents resolvents = new Resolvents(equations, search.grid(), search.precision(), algebra);
      Maker maker =
          new Maker.HeldOut(
              inner(folder, number, candidate, i),
              search.precision(),
              equations,
              resolvents.onTargets(),
              sum,
              algebra);
      solve(resolvents, equations, List.of(maker), List.of());
      note(number, Integer.toString(i), candidate, inner, resolvents);
    }
  }

  private static double[] sum(DesignRows rows, int[] test) {
    double[] values = rows.take(test);
    double[] sum = new double[rows.columns()];
    for (int at = 0; at < values.length; ) {
      for (int column = 0; column < sum.length; column++, at++) {
        sum[column] += values[at];
      }
    }
    return sum;
  }

  /** Node after node, as many side by side as the memory allows. */
  private void solve(
      Resolvents resolvents, Equations equations, List<Maker> makers, List<Maker> ofResiduals)
      throws IOException {
    int nodes = resolvents.interpolation().nodes().length;
    long each = 5L * Double.BYTES * equations.size() * Math.max(equations.size(), 1);
    long allowed = task.resources().memoryBytes() / 3 / Math.max(1, each);
    int batch = (int) Math.max(1, Math.min(nodes, allowed));
    for (int from = 0; from < nodes; from += batch) {
      int first = from;
      algebra.sideBySide(
          Math.min(batch, nodes - from),
          piece -> node(resolvents, first + piece, makers, ofResiduals));
    }
    for (Maker maker : makers) {
      maker.finish(resolvents);
    }
    for (Maker maker : ofResiduals) {
      maker.finish(resolvents);
    }
  }

  private void node(Resolvents resolvents, int node, List<Maker> makers, List<Maker> ofResiduals) {
    try {
      task.checkCancelled();
      Resolvents.Resolvent resolvent = resolvents.new Resolvent(node);
      for (Maker maker : makers) {
        maker.node(resolvent, node);
      }
      if (!ofResiduals.isEmpty()) {
        double[] residual = resolvent.residual();
        for (Maker maker : ofResiduals) {
          task.checkCancelled();
          if (maker instanceof Maker.Removed removed) {
            removed.residual(residual, node);
          } else {
            ((OneByOne) maker).residual(residual, node);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void note(int fold, String inner, int candidate, Folds.Fold rows, Resolvents resolvents) {
    table.add(
        List.of(
            Integer.toString(fold),
            inner,
            Integer.toString(candidate),
            Integer.toString(rows.train().length),
            Integer.toString(rows.test().length),
            resolvents.form(),
            Integer.toString(resolvents.interpolation().nodes().length),
            Double.toString(resolvents.greatest()),
            Double.toString(resolvents.least())));
    done++;
    task.progress().report(Math.min(done, all), all, "factorisations");
  }

  /** Whether anything was prepared here. */
  static boolean isIn(Path folder) {
    return Files.exists(folder.resolve("folds.tsv"));
  }
}
