package dev.arcuate.plugin.bidsfmri;

import dev.arcuate.plugin.bidsfmri.nifti.NiftiType;
import dev.arcuate.plugin.bidsfmri.nifti.NiftiWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Writes small BIDS datasets for tests. */
final class TinyDataset {
  static final int[] SHAPE = {4, 3, 2};
  static final double[] AFFINE = {2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 1};

  private final Path root;

  TinyDataset(Path root) throws IOException {
    this.root = Files.createDirectories(root);
  }

  Path root() {
    return root;
  }

  Path text(String name, String content) throws IOException {
    Files.createDirectories(root.resolve(name).getParent());
    return Files.writeString(root.resolve(name), content);
  }

  /**
   * A series in which voxel v has mean 100 · v and the values of {@link #value}; voxel 23 is
   * constant.
   */
  Path images(String name, int volumes, double headerPeriod, int seed) throws IOException {
    Files.createDirectories(root.resolve(name).getParent());
    NiftiWriter.Image image =
        new NiftiWriter.Image(SHAPE, volumes, AFFINE, 1, headerPeriod, NiftiType.FLOAT32, "test");
    try (NiftiWriter writer = NiftiWriter.create(root.resolve(name), image)) {
      for (int t = 0; t < volumes; t++) {
        float[] volume = new float[24];
        for (int v = 0; v < 24; v++) {
          volume[v] = v == 23 ? 2300 : 100 * v + value(seed, t, v);
        }
        writer.append(volume);
      }
    }
    return root.resolve(name);
  }

  static float value(int seed, int t, int voxel) {
    return (float) new Random(seed * 1_000_003L + t * 1009L + voxel).nextGaussian();
  }

  Path mask(String name, int... voxels) throws IOException {
    Files.createDirectories(root.resolve(name).getParent());
    float[] volume = new float[24];
    for (int voxel : voxels) {
      volume[voxel] = 1;
    }
    NiftiWriter.Image image =
        new NiftiWriter.Image(SHAPE, 1, AFFINE, 1, 0, NiftiType.UINT8, "mask");
    try (NiftiWriter writer = NiftiWriter.create(root.resolve(name), image)) {
      writer.append(volume);
    }
    return root.resolve(name);
  }
}
