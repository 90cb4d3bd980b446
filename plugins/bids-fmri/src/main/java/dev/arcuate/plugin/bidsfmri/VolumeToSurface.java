package dev.arcuate.plugin.bidsfmri;

import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.plugin.bidsfmri.BidsFmriSettings.Hemisphere;
import dev.arcuate.plugin.bidsfmri.BidsFmriSettings.ToSurface;
import dev.arcuate.plugin.bidsfmri.nifti.NiftiHeader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Turns values of voxels into values at the vertices of one or two hemispheres. */
final class VolumeToSurface {
  private final List<SurfaceSampler> samplers;
  private final Geometry geometry;
  private final int[] voxels;
  private final List<int[]> gather = new ArrayList<>();
  private final String facts;

  private VolumeToSurface(List<SurfaceSampler> samplers, Geometry geometry, String facts) {
    this.samplers = samplers;
    this.geometry = geometry;
    this.facts = facts;
    BitSet used = new BitSet();
    samplers.forEach(sampler -> Arrays.stream(sampler.voxels()).forEach(used::set));
    this.voxels = used.stream().toArray();
    for (SurfaceSampler sampler : samplers) {
      gather.add(
          Arrays.stream(sampler.voxels()).map(v -> Arrays.binarySearch(voxels, v)).toArray());
    }
  }

  static VolumeToSurface of(BidsFmriSettings settings, NiftiHeader header, String gridName)
      throws IOException {
    ToSurface asked = settings.toSurface().orElseThrow();
    Optional<BitSet> mask = Optional.empty();
    if (settings.mask().isPresent()) {
      InputPath file = settings.mask().get();
      mask = Optional.of(VolumeMask.ofFile(file.path(), file.logical(), header, gridName));
    }
    SurfaceSampler.Grid grid = new SurfaceSampler.Grid(header.volumeShape(), header.affine(), mask);
    List<SurfaceSampler> samplers = new ArrayList<>();
    List<Geometry> parts = new ArrayList<>();
    for (InputPath file : asked.mesh()) {
      SurfaceMesh mesh = SurfaceMesh.read(file.path(), file.logical());
      int[] vertices =
          IntStream.range(0, mesh.vertices()).filter(v -> v % asked.every() == 0).toArray();
      samplers.add(SurfaceSampler.of(mesh, vertices, grid, asked.radius(), asked.points()));
      boolean right =
          asked.mesh().size() == 2 ? parts.size() == 1 : settings.hemisphere() == Hemisphere.RIGHT;
      parts.add(new Geometry.Surface(right ? "R" : "L", asked.space(), mesh.vertices(), vertices));
    }
    return new VolumeToSurface(
        samplers,
        parts.size() == 1 ? parts.get(0) : new Geometry.Grayordinates(parts),
        asked.points() + " points on a line of " + 2 * asked.radius() + " mm at every vertex");
  }

  Geometry geometry() {
    return geometry;
  }

  /** Voxels that are needed, ascending. */
  int[] voxels() {
    return voxels;
  }

  String facts() {
    return facts;
  }

  float[] sample(float[] values) {
    float[] row = new float[geometry.targets()];
    int from = 0;
    for (int s = 0; s < samplers.size(); s++) {
      int[] places = gather.get(s);
      float[] own = new float[places.length];
      for (int i = 0; i < own.length; i++) {
        own[i] = values[places[i]];
      }
      samplers.get(s).sample(own, row, from);
      from += samplers.get(s).vertices();
    }
    return row;
  }
}
