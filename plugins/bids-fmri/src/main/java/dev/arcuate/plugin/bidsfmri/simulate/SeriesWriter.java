package dev.arcuate.plugin.bidsfmri.simulate;

import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Table;
import dev.arcuate.plugin.bidsfmri.cifti.CiftiWriter;
import dev.arcuate.plugin.bidsfmri.gifti.GiftiWriter;
import dev.arcuate.plugin.bidsfmri.nifti.NiftiType;
import dev.arcuate.plugin.bidsfmri.nifti.NiftiWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Writes the series of a simulated brain in the format asked for. */
final class SeriesWriter {
  private static final String SPACE = "simulated";

  private final Brain brain;
  private final boolean[] inPlanted;
  private final boolean[] inRate;
  private final SimulateSettings settings;

  SeriesWriter(Brain brain, boolean[] inPlanted, boolean[] inRate, SimulateSettings settings) {
    this.brain = brain;
    this.inPlanted = inPlanted;
    this.inRate = inRate;
    this.settings = settings;
  }

  /**
   * @param series [voxels × volumes]
   */
  void write(Path folder, String stem, float[][] series, String subject) throws IOException {
    switch (settings.format()) {
      case VOLUMES -> volumes(folder.resolve(stem + "_bold.nii.gz"), series, subject);
      case SURFACES -> surfaces(folder, stem, series);
      case CIFTI -> cifti(folder.resolve(stem + "_space-fsLR_bold.dtseries.nii"), series);
      case REGIONS -> regions(folder.resolve(stem + "_atlas-simulated_timeseries.tsv"), series);
    }
  }

  /** A series of volumes as 16-bit integers. */
  private void volumes(Path file, float[][] series, String subject) throws IOException {
    NiftiWriter.Image image =
        new NiftiWriter.Image(
            brain.shape(),
            series[0].length,
            brain.affine(),
            1,
            settings.repetitionTime(),
            NiftiType.INT16,
            "simulated, sub-" + subject);
    try (NiftiWriter writer = NiftiWriter.create(file, image)) {
      float[] volume = new float[brain.volumeSize()];
      for (int t = 0; t < series[0].length; t++) {
        for (int v = 0; v < brain.voxels().length; v++) {
          volume[brain.voxels()[v]] = series[v][t];
        }
        writer.append(volume);
      }
    }
  }

  private void surfaces(Path folder, String stem, float[][] series) throws IOException {
    for (boolean left : new boolean[] {true, false}) {
      int[] members = members(v -> isLeft(v) == left);
      GiftiWriter.writeSeries(
          folder.resolve(
              stem + "_hemi-" + (left ? "L" : "R") + "_space-" + SPACE + "_bold.func.gii"),
          left ? "CortexLeft" : "CortexRight",
          rows(series, members),
          settings.repetitionTime());
    }
  }

  private void cifti(Path file, float[][] series) throws IOException {
    int[] left = members(v -> !isLow(v) && isLeft(v));
    int[] right = members(v -> !isLow(v) && !isLeft(v));
    int[] low = members(this::isLow);
    Geometry.Grayordinates geometry =
        new Geometry.Grayordinates(
            List.of(
                surface("L", left.length),
                surface("R", right.length),
                new Geometry.Volume(
                    brain.shape(),
                    brain.affine(),
                    "fsLR",
                    IntStream.of(low).map(v -> brain.voxels()[v]).toArray())),
            List.of("CORTEX_LEFT", "CORTEX_RIGHT", "BRAIN_STEM"));
    int[] order =
        IntStream.concat(
                IntStream.concat(IntStream.of(left), IntStream.of(right)), IntStream.of(low))
            .toArray();
    CiftiWriter.writeSeries(file, geometry, rows(series, order), settings.repetitionTime());
  }

  private static Geometry surface(String hemisphere, int vertices) {
    return new Geometry.Surface(
        hemisphere, "fsLR", vertices, IntStream.range(0, vertices).toArray());
  }

  private void regions(Path file, float[][] series) throws IOException {
    Map<String, int[]> regions = new LinkedHashMap<>();
    regions.put("Planted", members(v -> inPlanted[v]));
    regions.put("WordRate", members(v -> inRate[v] && !inPlanted[v]));
    for (boolean left : new boolean[] {true, false}) {
      for (boolean front : new boolean[] {true, false}) {
        regions.put(
            (left ? "Left" : "Right") + (front ? "Front" : "Back"),
            members(
                v ->
                    !inPlanted[v]
                        && !inRate[v]
                        && isLeft(v) == left
                        && (brain.place(brain.voxels()[v])[1] > 0) == front));
      }
    }
    List<List<String>> rows = new ArrayList<>();
    for (int t = 0; t < series[0].length; t++) {
      List<String> row = new ArrayList<>();
      for (int[] members : regions.values()) {
        double sum = 0;
        for (int v : members) {
          sum += series[v][t];
        }
        row.add(members.length == 0 ? Table.MISSING : Double.toString(sum / members.length));
      }
      rows.add(row);
    }
    new Table(List.copyOf(regions.keySet()), rows).writeTo(file);
  }

  private boolean isLeft(int voxel) {
    return brain.place(brain.voxels()[voxel])[0] < 0;
  }

  private boolean isLow(int voxel) {
    int k = brain.voxels()[voxel] / brain.shape()[0] / brain.shape()[1];
    return k < brain.shape()[2] / 4;
  }

  private int[] members(IntPredicate inside) {
    return IntStream.range(0, brain.voxels().length).filter(inside).toArray();
  }

  /** One array of the members per volume. */
  private static List<float[]> rows(float[][] series, int[] members) {
    List<float[]> rows = new ArrayList<>();
    for (int t = 0; t < series[0].length; t++) {
      float[] row = new float[members.length];
      for (int v = 0; v < members.length; v++) {
        row[v] = series[members[v]][t];
      }
      rows.add(row);
    }
    return rows;
  }
}
