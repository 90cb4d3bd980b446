package dev.arcuate.plugin.bidsfmri.cifti;

import dev.arcuate.api.value.Geometry;
import java.util.List;
import java.util.Map;

/** What one side of the matrix means. */
public sealed interface CiftiAxis {
  /** Entries along the side. */
  int length();

  /**
   * Samples.
   *
   * @param start of the first sample
   * @param step between samples
   * @param unit such as {@code SECOND}; start and step are in it
   */
  record Series(int length, double start, double step, String unit) implements CiftiAxis {}

  /**
   * Vertices and voxels.
   *
   * @param geometry their places; spaces of its parts are not told by the file
   */
  record BrainModels(Geometry.Grayordinates geometry) implements CiftiAxis {
    @Override
    public int length() {
      return geometry.targets();
    }
  }

  /**
   * Parcels.
   *
   * @param names one per parcel
   * @param vertices of each parcel by structure
   */
  record Parcels(List<String> names, List<Map<String, int[]>> vertices) implements CiftiAxis {
    public Parcels {
      names = List.copyOf(names);
      vertices = List.copyOf(vertices);
    }

    @Override
    public int length() {
      return names.size();
    }
  }

  /**
   * Maps.
   *
   * @param names of the maps
   * @param labels per map the names of its keys; empty tables where the maps hold numbers
   */
  record Maps(List<String> names, List<Map<Integer, String>> labels) implements CiftiAxis {
    public Maps {
      names = List.copyOf(names);
      labels = List.copyOf(labels);
    }

    @Override
    public int length() {
      return names.size();
    }
  }
}
