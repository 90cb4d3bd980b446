package dev.arcuate.plugin.bidsfmri;

import dev.arcuate.api.Problem;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.plugin.bidsfmri.BidsFmriSettings.Parcels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Makes targets out of what a file holds: all of it, that within areas, or means of areas. */
final class Selection {
  private final Geometry geometry;
  private final Optional<Atlas> means;
  private final Optional<int[]> picked;

  private Selection(Geometry geometry, Optional<Atlas> means, Optional<int[]> picked) {
    this.geometry = geometry;
    this.means = means;
    this.picked = picked;
  }

  /**
   * @param all what the file holds
   */
  static Selection of(Geometry all, Optional<Parcels> parcels) throws IOException {
    if (parcels.isEmpty()) {
      return new Selection(all, Optional.empty(), Optional.empty());
    }
    Atlas whole = atlas(all, parcels.get());
    if (whole.names().isEmpty()) {
      throw Problem.data(
              "BIDS_FMRI_EMPTY_MASK",
              "no area of the atlas "
                  + parcels.get().atlas().get(0).logical()
                  + " lies within the data")
          .hint("check that atlas and data are in the same space")
          .exception();
    }
    Atlas atlas = whole.only(parcels.get().only());
    if (parcels.get().read() == Parcels.As.MEANS) {
      requireDistinct(atlas.names(), parcels.get());
      return new Selection(
          new Geometry.Regions(atlas.names()), Optional.of(atlas), Optional.empty());
    }
    int[] targets = atlas.targets();
    return new Selection(part(all, atlas, targets), Optional.empty(), Optional.of(targets));
  }

  private static void requireDistinct(List<String> names, Parcels parcels) {
    Set<String> seen = new TreeSet<>();
    names.stream()
        .filter(name -> !seen.add(name))
        .findFirst()
        .ifPresent(
            twice -> {
              throw Problem.data(
                      "BIDS_FMRI_AREA_NAMES",
                      "two areas of "
                          + parcels.atlas().get(0).logical()
                          + " are called '"
                          + twice
                          + "'")
                  .hint("give a table with distinct names, or set read to targets")
                  .exception();
            });
  }

  private static Atlas atlas(Geometry all, Parcels parcels) throws IOException {
    List<InputPath> files = parcels.atlas();
    if (all instanceof Geometry.Volume volume) {
      requireFiles(files, 1, "an image");
      return Atlas.ofVolume(files.get(0), parcels.names(), volume);
    }
    if (all instanceof Geometry.Surface surface) {
      requireFiles(files, 1, "one hemisphere");
      return ofSurface(files.get(0), surface);
    }
    Geometry.Grayordinates both = (Geometry.Grayordinates) all;
    if (files.size() == 1) {
      return Atlas.ofGrayordinates(files.get(0).path(), files.get(0).logical(), both, 0);
    }
    requireFiles(files, both.parts().size(), "two hemispheres");
    List<Atlas> parts = new ArrayList<>();
    List<String> prefixes = new ArrayList<>();
    for (int part = 0; part < files.size(); part++) {
      Geometry.Surface surface = (Geometry.Surface) both.parts().get(part);
      parts.add(ofSurface(files.get(part), surface));
      prefixes.add(surface.hemisphere() + " ");
    }
    boolean shared =
        parts.get(0).names().stream().anyMatch(name -> parts.get(1).names().contains(name));
    return Atlas.join(parts, shared ? prefixes : List.of("", ""));
  }

  private static void requireFiles(List<InputPath> files, int expected, String what) {
    if (files.size() != expected) {
      throw Problem.user(
              "BIDS_FMRI_ATLAS_FILES",
              "the atlas has " + files.size() + " file(s), but " + what + " needs " + expected)
          .hint(
              expected == 1
                  ? "name one file"
                  : "name the file of the left hemisphere and then that of the right one")
          .exception();
    }
  }

  private static Atlas ofSurface(InputPath file, Geometry.Surface surface) throws IOException {
    Atlas whole = Atlas.ofSurface(file, surface.vertices());
    int[] of = Arrays.stream(surface.kept()).map(vertex -> whole.of()[vertex]).toArray();
    return new Atlas(whole.names(), of);
  }

  /** Some targets of a geometry, with the names of their areas. */
  private static Geometry part(Geometry all, Atlas atlas, int[] targets) {
    if (all instanceof Geometry.Volume volume) {
      int[] voxels = Arrays.stream(targets).map(t -> volume.voxels()[t]).toArray();
      return new Geometry.Volume(
          volume.shape(), volume.affine(), volume.space(), voxels, atlas.areas(targets));
    }
    if (all instanceof Geometry.Surface surface) {
      int[] kept = Arrays.stream(targets).map(t -> surface.kept()[t]).toArray();
      return new Geometry.Surface(
          surface.hemisphere(), surface.space(), surface.vertices(), kept, atlas.areas(targets));
    }
    Geometry.Grayordinates both = (Geometry.Grayordinates) all;
    List<Geometry> parts = new ArrayList<>();
    List<String> structures = new ArrayList<>();
    int from = 0;
    for (int p = 0; p < both.parts().size(); p++) {
      Geometry own = both.parts().get(p);
      int first = from;
      int end = from + own.targets();
      int[] inside = Arrays.stream(targets).filter(t -> t >= first && t < end).toArray();
      int[] of = Arrays.copyOfRange(atlas.of(), first, end);
      if (inside.length > 0) {
        int[] shifted = Arrays.stream(inside).map(t -> t - first).toArray();
        parts.add(part(own, new Atlas(atlas.names(), of), shifted));
        structures.add(both.structures().get(p));
      }
      from = end;
    }
    return new Geometry.Grayordinates(parts, structures);
  }

  Geometry geometry() {
    return geometry;
  }

  /** Which values of a row are looked at, so that the others need not be read. */
  Optional<int[]> picked() {
    return picked;
  }

  /**
   * Values of the targets.
   *
   * @param row a value of everything the file holds
   */
  float[] apply(float[] row) {
    if (means.isPresent()) {
      return means.get().means(row);
    }
    if (picked.isEmpty()) {
      return row;
    }
    int[] from = picked.get();
    float[] values = new float[from.length];
    for (int i = 0; i < from.length; i++) {
      values[i] = row[from[i]];
    }
    return values;
  }
}
