package dev.arcuate.plugin.ridge;

import dev.arcuate.api.array.Npy;
import dev.arcuate.api.fold.Folds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Centred kernels of a split, one per feature group, mapped from files: what it takes to weigh the
 * groups differently for every target. In float64, because a path of many steps forgets nothing
 * that was rounded at its beginning.
 *
 * @param inside among training rows, [train × train]
 * @param across of test rows with training rows, [test × train]
 * @param turned the same, [train × test]
 */
record BandKernels(Folds.Fold rows, List<Cells> inside, List<Cells> across, List<Cells> turned) {

  static void write(KernelSpace space, Folds.Fold rows, Path folder) throws IOException {
    Files.createDirectories(folder);
    KernelSpace.Split split = space.split(rows.train(), rows.test());
    int n = rows.train().length;
    int m = rows.test().length;
    for (int band = 0; band < split.inside().size(); band++) {
      double[] across = split.across().get(band);
      double[] turned = new double[across.length];
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          turned[j * m + i] = across[i * n + j];
        }
      }
      Cells.write(Precision.DOUBLE, file(folder, "inside", band), split.inside().get(band), n, n);
      Cells.write(Precision.DOUBLE, file(folder, "across", band), across, m, n);
      Cells.write(Precision.DOUBLE, file(folder, "turned", band), turned, n, m);
    }
    Npy.write(folder.resolve("bands.npy"), new double[] {split.inside().size()}, 1);
  }

  static BandKernels open(Path folder, Folds.Fold rows) {
    int bands = (int) Npy.readDoubles(folder.resolve("bands.npy"))[0];
    BandKernels kernels =
        new BandKernels(rows, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int band = 0; band < bands; band++) {
      kernels.inside().add(Cells.map(Precision.DOUBLE, file(folder, "inside", band)));
      kernels.across().add(Cells.map(Precision.DOUBLE, file(folder, "across", band)));
      kernels.turned().add(Cells.map(Precision.DOUBLE, file(folder, "turned", band)));
    }
    return kernels;
  }

  private static Path file(Path folder, String name, int band) {
    return folder.resolve(name + "-" + band + ".npy");
  }

  int bands() {
    return inside.size();
  }

  int train() {
    return rows.train().length;
  }

  int test() {
    return rows.test().length;
  }
}
