package dev.arcuate.plugin.bidsfmri.simulate;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.Range;
import java.util.List;

/** The {@code with:} block of {@code simulate-fmri}. */
public record SimulateSettings(
    @Doc("Labels of the subjects to make.") @Default("[01, 02, 03, 04, 05, 06]")
        List<String> subjects,
    @Doc("Label of the task in the file names.") @Default("story") String task,
    @Doc(
            "What kind of files to write: volumes are NIfTI images; surfaces are GIFTI files of two"
                + " hemispheres, whose vertices are the voxels left and right of the middle; cifti is a"
                + " CIFTI-2 file of the same with the lowest quarter as voxels of the brain stem;"
                + " regions are tables of mean series.")
        @Default("volumes")
        Format format,
    @Doc("Seconds between volumes (TR).") @Default("2") @Range(min = 0, max = 60, above = true)
        double repetitionTime,
    @Doc("Voxels from left to right, back to front and bottom to top.")
        @Default("[20, 24, 16]")
        @Range(min = 4, max = 512)
        List<Integer> shape,
    @Doc("Length of a voxel's side in millimetres.") @Default("8") @Range(min = 0.1, max = 50)
        double voxelSize,
    @Doc(
            "The layer of the connected activations that drives the region: its name, or its place"
                + " counted from 0. Every voxel of the region follows a random mixture of five"
                + " directions in the space of the layer: of its 20 strongest, those that the other"
                + " layers predict worst, because neighbouring layers are so alike that a signal of"
                + " any kind would be found in all of them.")
        String plantedLayer,
    @Doc("Where the layer drives the voxels.") @Default("{center: [-48, -32, 8], radius: 20}")
        Sphere region,
    @Doc("Where the rate of words drives the voxels, whatever they mean.")
        @Default("{center: [48, -16, 8], radius: 20}")
        Sphere wordRateRegion,
    @Doc(
            "Share of a voxel's variance that the stimulus explains, in both regions; the rest is"
                + " noise. Drift comes on top.")
        @Default("0.3")
        @Range(min = 0, max = 1)
        double signal,
    @Doc("Correlation of the noise of one volume with that of the next.")
        @Default("0.4")
        @Range(min = -0.99, max = 0.99)
        double noiseAutocorrelation,
    @Doc("Standard deviation of slow drift, as a multiple of that of signal and noise together.")
        @Default("0.5")
        @Range(min = 0, max = 100)
        double drift,
    @Doc("Another seed gives other noise and other weights, the same seed the same bytes.")
        @Default("1")
        long seed,
    @Doc(
            "Make the same noise and drift without any response to the stimulus: nothing may be"
                + " found in it.")
        @Default("false")
        boolean nullSimulation) {

  /** What kind of files are written. */
  public enum Format {
    VOLUMES,
    SURFACES,
    CIFTI,
    REGIONS
  }

  /** A ball of voxels. */
  @Doc("A ball of voxels.")
  public record Sphere(
      @Doc(
              "Millimetres to the right, to the front and upward of the middle of the volume; left,"
                  + " back and down are negative.")
          List<Double> center,
      @Doc("Millimetres; voxels whose middle is no farther away belong to it.")
          @Range(min = 0, above = true)
          double radius) {
    public Sphere {
      center = List.copyOf(center);
      if (center.size() != 3) {
        throw new IllegalArgumentException("center needs three numbers, got " + center.size());
      }
    }
  }

  public SimulateSettings {
    subjects = List.copyOf(subjects);
    shape = List.copyOf(shape);
    if (shape.size() != 3) {
      throw new IllegalArgumentException("shape needs three numbers, got " + shape.size());
    }
    if (subjects.isEmpty() || subjects.stream().distinct().count() != subjects.size()) {
      throw new IllegalArgumentException("subjects must be distinct, and at least one");
    }
    for (String label : subjects) {
      requireLabel("subjects", label);
    }
    requireLabel("task", task);
  }

  private static void requireLabel(String setting, String label) {
    if (!label.matches("[A-Za-z0-9]+")) {
      throw new IllegalArgumentException(
          setting + ": BIDS labels are made of letters and digits, got '" + label + "'");
    }
  }
}
