package dev.arcuate.plugin.bidsfmri;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Task;
import dev.arcuate.plugin.bidsfmri.nifti.Affines;
import dev.arcuate.plugin.bidsfmri.nifti.NiftiHeader;
import dev.arcuate.plugin.bidsfmri.nifti.NiftiReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;

/** Which voxels of an image are read. */
final class VolumeMask {
  private VolumeMask() {}

  /** Voxels other than 0 of an image on the same grid. */
  static BitSet ofFile(Path file, String name, NiftiHeader grid, String gridName)
      throws IOException {
    try (NiftiReader reader = NiftiReader.open(file, name)) {
      NiftiHeader header = reader.header();
      if (!Arrays.equals(header.volumeShape(), grid.volumeShape())
          || !Affines.same(header.affine(), grid.affine(), grid.volumeShape())) {
        throw Problem.data(
                "BIDS_FMRI_MASK_GRID",
                "the mask "
                    + name
                    + " ("
                    + header.shapeText()
                    + ") does not lie on the grid of "
                    + gridName
                    + " ("
                    + grid.shapeText()
                    + "): shape or place differ")
            .hint("resample the mask to the images")
            .exception();
      }
      float[] volume = new float[header.voxels()];
      reader.readVolume(volume);
      BitSet voxels = new BitSet(volume.length);
      for (int i = 0; i < volume.length; i++) {
        voxels.set(i, volume[i] != 0 && !Float.isNaN(volume[i]));
      }
      return voxels;
    }
  }

  /** Voxels that vary and whose mean over the kept volumes exceeds a share of the largest mean. */
  static BitSet ofMean(NiftiReader opened, int dropped, double threshold, Task task)
      throws IOException {
    try (NiftiReader reader = opened) {
      int voxels = reader.header().voxels();
      float[] volume = new float[voxels];
      double[] sum = new double[voxels];
      float[] least = new float[voxels];
      float[] most = new float[voxels];
      Arrays.fill(least, Float.POSITIVE_INFINITY);
      Arrays.fill(most, Float.NEGATIVE_INFINITY);
      int read = 0;
      while (reader.remaining() > 0) {
        task.checkCancelled();
        reader.readVolume(volume);
        if (read++ < dropped) {
          continue;
        }
        for (int i = 0; i < voxels; i++) {
          sum[i] += volume[i];
          least[i] = Math.min(least[i], volume[i]);
          most[i] = Math.max(most[i], volume[i]);
        }
      }
      double largest = 0;
      for (double value : sum) {
        largest = Double.isFinite(value) ? Math.max(largest, value) : largest;
      }
      BitSet mask = new BitSet(voxels);
      for (int i = 0; i < voxels; i++) {
        mask.set(i, Double.isFinite(sum[i]) && sum[i] > threshold * largest && most[i] > least[i]);
      }
      return mask;
    }
  }
}
