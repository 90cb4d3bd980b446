package dev.arcuate.plugin.bidsfmri;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.plugin.bidsfmri.cifti.CiftiAxis;
import dev.arcuate.plugin.bidsfmri.cifti.CiftiReader;
import dev.arcuate.plugin.bidsfmri.freesurfer.Annotation;
import dev.arcuate.plugin.bidsfmri.gifti.GiftiArray;
import dev.arcuate.plugin.bidsfmri.gifti.GiftiReader;
import dev.arcuate.plugin.bidsfmri.nifti.Affines;
import dev.arcuate.plugin.bidsfmri.nifti.NiftiHeader;
import dev.arcuate.plugin.bidsfmri.nifti.NiftiReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which area each target lies in.
 *
 * @param names of the areas that have targets
 * @param of index of the name per target, −1 for none
 */
record Atlas(List<String> names, int[] of) {
  Atlas {
    names = List.copyOf(names);
  }

  /** A label image on the grid of the data: labels are whole numbers, 0 is none. */
  static Atlas ofVolume(InputPath atlas, Optional<InputPath> table, Geometry.Volume grid)
      throws IOException {
    try (NiftiReader reader = NiftiReader.open(atlas.path(), atlas.logical())) {
      NiftiHeader header = reader.header();
      if (!Arrays.equals(header.volumeShape(), grid.shape())
          || !Affines.same(header.affine(), grid.affine(), grid.shape())) {
        throw Problem.data(
                "BIDS_FMRI_ATLAS_GRID",
                "the atlas "
                    + atlas.logical()
                    + " ("
                    + header.shapeText()
                    + ") does not lie on the grid of the data ("
                    + grid.shape()[0]
                    + " × "
                    + grid.shape()[1]
                    + " × "
                    + grid.shape()[2]
                    + "): shape or place differ")
            .hint("resample the atlas to the images, with nearest neighbours")
            .exception();
      }
      int[] voxels = grid.voxels();
      float[] labels = new float[voxels.length];
      reader.readVoxels(voxels, labels);
      int[] keys = new int[labels.length];
      for (int i = 0; i < labels.length; i++) {
        if (labels[i] != Math.rint(labels[i])) {
          throw Problem.data(
                  "BIDS_FMRI_ATLAS_GRID",
                  "the atlas "
                      + atlas.logical()
                      + " holds "
                      + labels[i]
                      + " where whole numbers were expected as labels")
              .hint("probabilities are no labels; and resample with nearest neighbours")
              .exception();
        }
        keys[i] = (int) labels[i];
      }
      return of(keys, AreaNames.of(atlas, table));
    }
  }

  /** Vertices of a hemisphere, by FreeSurfer annotation or GIFTI labels. */
  static Atlas ofSurface(InputPath atlas, int vertices) throws IOException {
    int[] keys;
    Map<Integer, String> names = new HashMap<>();
    if (atlas.path().getFileName().toString().endsWith(".annot")) {
      Annotation annotation = Annotation.read(atlas.path(), atlas.logical());
      keys = annotation.areas();
      for (int area = 0; area < annotation.names().size(); area++) {
        names.put(area, annotation.names().get(area));
      }
    } else {
      List<GiftiArray> arrays = new ArrayList<>();
      GiftiReader.Frame frame = GiftiReader.read(atlas.path(), atlas.logical(), arrays::add);
      if (arrays.isEmpty() || frame.labels().isEmpty()) {
        throw Problem.data(
                "BIDS_FMRI_ATLAS_GRID", "the atlas " + atlas.logical() + " holds no labels")
            .hint("give a FreeSurfer .annot or a GIFTI .label.gii")
            .exception();
      }
      keys = arrays.get(0).integers();
      names.putAll(frame.labels());
    }
    if (keys.length != vertices) {
      throw Problem.data(
              "BIDS_FMRI_ATLAS_GRID",
              "the atlas "
                  + atlas.logical()
                  + " has "
                  + keys.length
                  + " vertices, the data "
                  + vertices)
          .hint("use the atlas of the same surface, such as fsaverage5 or fsaverage6")
          .exception();
    }
    return of(keys, names);
  }

  /** Grayordinates, matched by structure and vertex or voxel: files hold different ones. */
  static Atlas ofGrayordinates(Path file, String name, Geometry.Grayordinates geometry, int map)
      throws IOException {
    try (CiftiReader reader = CiftiReader.open(file, name)) {
      if (!(reader.columns() instanceof CiftiAxis.BrainModels models)
          || !(reader.rows() instanceof CiftiAxis.Maps maps)
          || maps.labels().get(map).isEmpty()) {
        throw Problem.data("BIDS_FMRI_ATLAS_GRID", "the atlas " + name + " holds no labels")
            .hint("give a .dlabel.nii")
            .exception();
      }
      Map<String, Map<Integer, Integer>> keys = new HashMap<>();
      float[] labels = reader.read()[map];
      int at = 0;
      for (int part = 0; part < models.geometry().parts().size(); part++) {
        Geometry own = models.geometry().parts().get(part);
        Map<Integer, Integer> places =
            keys.computeIfAbsent(models.geometry().structures().get(part), s -> new HashMap<>());
        for (int place : places(own)) {
          places.put(place, (int) labels[at++]);
        }
      }
      return of(matched(geometry, keys, name), maps.labels().get(map));
    }
  }

  private static int[] matched(
      Geometry.Grayordinates geometry, Map<String, Map<Integer, Integer>> keys, String name) {
    int[] matched = new int[geometry.targets()];
    int at = 0;
    int found = 0;
    for (int part = 0; part < geometry.parts().size(); part++) {
      Map<Integer, Integer> places = keys.getOrDefault(geometry.structures().get(part), Map.of());
      for (int place : places(geometry.parts().get(part))) {
        Integer key = places.get(place);
        found += key == null ? 0 : 1;
        matched[at++] = key == null ? Integer.MIN_VALUE : key;
      }
    }
    if (found == 0) {
      throw Problem.data(
              "BIDS_FMRI_ATLAS_GRID", "the atlas " + name + " shares no grayordinate with the data")
          .hint("use the atlas of the same surfaces, such as fsLR 32k")
          .exception();
    }
    return matched;
  }

  private static int[] places(Geometry part) {
    return part instanceof Geometry.Surface surface
        ? surface.kept()
        : ((Geometry.Volume) part).voxels();
  }

  /** Keys to areas; those called unknown are none. */
  private static Atlas of(int[] keys, Map<Integer, String> names) {
    List<String> used = new ArrayList<>();
    Map<Integer, Integer> places = new HashMap<>();
    Arrays.stream(keys)
        .distinct()
        .sorted()
        .filter(key -> names.containsKey(key) && isArea(names.get(key)))
        .forEach(
            key -> {
              // Both hemispheres may use one name with two keys; they stay two areas of one name.
              places.put(key, used.size());
              used.add(names.get(key));
            });
    int[] of = Arrays.stream(keys).map(key -> places.getOrDefault(key, -1)).toArray();
    return new Atlas(used, of);
  }

  private static boolean isArea(String name) {
    String plain = name.toLowerCase(java.util.Locale.ROOT);
    return !plain.isBlank()
        && !List.of("unknown", "???", "medial_wall", "background", "medial wall").contains(plain);
  }

  /** The same areas side by side, for two hemispheres. */
  static Atlas join(List<Atlas> parts, List<String> prefixes) {
    List<String> names = new ArrayList<>();
    List<Integer> of = new ArrayList<>();
    for (int part = 0; part < parts.size(); part++) {
      int offset = names.size();
      String prefix = prefixes.get(part);
      parts.get(part).names().forEach(name -> names.add(prefix + name));
      for (int area : parts.get(part).of()) {
        of.add(area < 0 ? -1 : offset + area);
      }
    }
    return new Atlas(names, of.stream().mapToInt(Integer::intValue).toArray());
  }

  /**
   * Some of the areas.
   *
   * @param wanted names, or empty for all
   * @throws ProblemException {@code BIDS_FMRI_AREA_UNKNOWN}
   */
  Atlas only(List<String> wanted) {
    if (wanted.isEmpty()) {
      return this;
    }
    List<Problem> problems = new ArrayList<>();
    for (String name : wanted) {
      if (!names.contains(name)) {
        Problem problem =
            Problem.user(
                "BIDS_FMRI_AREA_UNKNOWN", "the atlas has no area '" + name + "' within the data");
        problems.add(
            dev.arcuate.plugin.bids.Nearest.to(name, names)
                .map(nearest -> problem.hint("did you mean '" + nearest + "'?"))
                .orElseGet(
                    () ->
                        problem.hint(
                            "its areas are "
                                + String.join(
                                    ", ", names.stream().distinct().limit(100).toList()))));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    List<String> kept = names.stream().filter(wanted::contains).toList();
    int[] places = new int[names.size()];
    int next = 0;
    for (int area = 0; area < places.length; area++) {
      places[area] = wanted.contains(names.get(area)) ? next++ : -1;
    }
    return new Atlas(kept, Arrays.stream(of).map(area -> area < 0 ? -1 : places[area]).toArray());
  }

  /** Names as geometries keep them, for some of the targets. */
  Geometry.Areas areas(int[] targets) {
    return new Geometry.Areas(names, Arrays.stream(targets).map(target -> of[target]).toArray());
  }

  /** Targets that lie in an area, ascending. */
  int[] targets() {
    List<Integer> inside = new ArrayList<>();
    for (int target = 0; target < of.length; target++) {
      if (of[target] >= 0) {
        inside.add(target);
      }
    }
    return inside.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Mean over the targets of each area that are numbers; NaN where none is. */
  float[] means(float[] row) {
    double[] sum = new double[names.size()];
    int[] count = new int[sum.length];
    for (int target = 0; target < of.length; target++) {
      if (of[target] >= 0 && !Float.isNaN(row[target])) {
        sum[of[target]] += row[target];
        count[of[target]]++;
      }
    }
    float[] means = new float[sum.length];
    for (int area = 0; area < means.length; area++) {
      means[area] = count[area] == 0 ? Float.NaN : (float) (sum[area] / count[area]);
    }
    return means;
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
