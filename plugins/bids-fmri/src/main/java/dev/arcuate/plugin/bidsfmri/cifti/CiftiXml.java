package dev.arcuate.plugin.bidsfmri.cifti;

import dev.arcuate.api.value.Geometry;
import dev.arcuate.plugin.bidsfmri.gifti.SecureXml;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringTokenizer;
import java.util.TreeMap;

/** Reads what the XML of a CIFTI-2 file says of the two sides of its matrix. */
final class CiftiXml {
  static final String CODE = "BIDS_FMRI_CIFTI_CORRUPT";
  private static final String STRUCTURE = "CIFTI_STRUCTURE_";
  private static final int MOST_VERTICES = 10_000_000;
  private static final long MOST_VOXELS = Integer.MAX_VALUE - 8;

  private final SecureXml xml;
  private final CiftiAxis[] axes = new CiftiAxis[2];

  /** Of the volume structures of one side. */
  private record Grid(int[] shape, double[] affine) {}

  /** A brain model with its place along the side. */
  private record Model(int offset, String structure, Geometry part, boolean voxels) {}

  private CiftiXml(SecureXml xml) {
    this.xml = xml;
  }

  /**
   * @param lengths of the two sides as the header says
   */
  static CiftiAxis[] read(byte[] text, String name, int... lengths) throws IOException {
    int end = text.length;
    while (end > 0 && text[end - 1] == 0) {
      end--;
    }
    try (SecureXml xml =
        SecureXml.open(new ByteArrayInputStream(text, 0, end), name + " (its XML)", CODE)) {
      return new CiftiXml(xml).read(lengths);
    }
  }

  private CiftiAxis[] read(int[] lengths) {
    boolean cifti = false;
    while (xml.next()) {
      if (xml.starts("CIFTI")) {
        String version = xml.attribute("Version").orElse("none");
        if (!version.equals("2")) {
          throw xml.wrong("it is of CIFTI version " + version + " where 2 was expected");
        }
        cifti = true;
      } else if (!cifti) {
        throw xml.wrong("it is no CIFTI");
      } else if (xml.starts("MatrixIndicesMap")) {
        String sides = xml.required("AppliesToMatrixDimension");
        CiftiAxis axis = axis(sides, lengths);
        for (String side : sides.split(",", -1)) {
          axes[side.strip().equals("0") ? 0 : 1] = axis;
        }
      }
    }
    for (int side = 0; side < 2; side++) {
      if (axes[side] == null) {
        throw xml.wrong("it does not say what side " + side + " of the matrix means");
      }
      if (axes[side].length() != lengths[side]) {
        throw xml.wrong(
            "side "
                + side
                + " of the matrix has "
                + lengths[side]
                + " entries, but "
                + axes[side].length()
                + " are described");
      }
    }
    return axes;
  }

  private CiftiAxis axis(String sides, int[] lengths) {
    for (String side : sides.split(",", -1)) {
      if (!side.strip().equals("0") && !side.strip().equals("1")) {
        throw xml.wrong("it describes side '" + sides + "' of a matrix that has sides 0 and 1");
      }
    }
    int length = lengths[sides.startsWith("0") ? 0 : 1];
    String kind = xml.required("IndicesMapToDataType");
    return switch (kind) {
      case "CIFTI_INDEX_TYPE_SERIES" -> series();
      case "CIFTI_INDEX_TYPE_BRAIN_MODELS" -> brainModels(length);
      case "CIFTI_INDEX_TYPE_PARCELS" -> parcels();
      case "CIFTI_INDEX_TYPE_SCALARS", "CIFTI_INDEX_TYPE_LABELS" -> maps();
      default -> throw xml.wrong("it holds " + kind + ", which is not known");
    };
  }

  private CiftiAxis series() {
    int points = xml.integer("NumberOfSeriesPoints");
    double scale = Math.pow(10, xml.integer("SeriesExponent"));
    return new CiftiAxis.Series(
        points,
        xml.number("SeriesStart") * scale,
        xml.number("SeriesStep") * scale,
        xml.required("SeriesUnit"));
  }

  private CiftiAxis maps() {
    List<String> names = new ArrayList<>();
    List<Map<Integer, String>> labels = new ArrayList<>();
    while (xml.next() && !xml.ends("MatrixIndicesMap")) {
      if (xml.starts("NamedMap")) {
        names.add("");
        labels.add(new LinkedHashMap<>());
      } else if (xml.starts("MapName") && !names.isEmpty()) {
        names.set(names.size() - 1, xml.text().strip());
      } else if (xml.starts("Label") && !labels.isEmpty()) {
        int key = xml.integer("Key");
        labels.get(labels.size() - 1).put(key, xml.text().strip());
      }
    }
    return new CiftiAxis.Maps(names, labels);
  }

  private CiftiAxis parcels() {
    List<String> names = new ArrayList<>();
    List<Map<String, int[]>> vertices = new ArrayList<>();
    while (xml.next() && !xml.ends("MatrixIndicesMap")) {
      if (xml.starts("Parcel")) {
        names.add(xml.required("Name"));
        vertices.add(new TreeMap<>());
      } else if (xml.starts("Vertices") && !vertices.isEmpty()) {
        String structure = structure();
        vertices.get(vertices.size() - 1).put(structure, integers(xml.text(), MOST_VERTICES));
      }
    }
    return new CiftiAxis.Parcels(names, vertices);
  }

  private String structure() {
    String structure = xml.required("BrainStructure");
    return structure.startsWith(STRUCTURE) ? structure.substring(STRUCTURE.length()) : structure;
  }

  private CiftiAxis brainModels(int length) {
    List<Model> models = new ArrayList<>();
    List<int[]> voxels = new ArrayList<>();
    Optional<Grid> grid = Optional.empty();
    while (xml.next() && !xml.ends("MatrixIndicesMap")) {
      if (xml.starts("Volume")) {
        grid = Optional.of(grid());
      } else if (xml.starts("BrainModel")) {
        int offset = xml.integer("IndexOffset");
        int count = xml.integer("IndexCount");
        if (offset < 0 || count < 0 || (long) offset + count > length) {
          throw xml.wrong("a brain model lies outside of the " + length + " entries of its side");
        }
        String structure = structure();
        boolean surface = xml.required("ModelType").equals("CIFTI_MODEL_TYPE_SURFACE");
        if (surface) {
          models.add(new Model(offset, structure, surface(structure, count), false));
        } else {
          voxels.add(places(structure, count));
          models.add(new Model(offset, structure, new Geometry.Regions(List.of()), true));
        }
      }
    }
    return arranged(models, voxels, grid);
  }

  /** The grid may be told after the voxels, so they are placed at the end. */
  private CiftiAxis arranged(List<Model> models, List<int[]> voxels, Optional<Grid> grid) {
    List<Model> complete = new ArrayList<>();
    int next = 0;
    for (Model model : models) {
      complete.add(
          model.voxels()
              ? new Model(
                  model.offset(), model.structure(), volume(voxels.get(next++), grid), false)
              : model);
    }
    complete.sort(java.util.Comparator.comparingInt(Model::offset));
    int end = 0;
    for (Model model : complete) {
      if (model.offset() != end) {
        throw xml.wrong(
            "its brain models overlap or leave entries out at " + Math.min(end, model.offset()));
      }
      end += model.part().targets();
    }
    return new CiftiAxis.BrainModels(
        new Geometry.Grayordinates(
            complete.stream().map(Model::part).toList(),
            complete.stream().map(Model::structure).toList()));
  }

  private Geometry surface(String structure, int count) {
    int vertices = xml.integer("SurfaceNumberOfVertices");
    if (vertices < count || vertices > MOST_VERTICES) {
      throw xml.wrong(structure + " has " + count + " of " + vertices + " vertices");
    }
    int[] kept = new int[0];
    while (xml.next() && !xml.ends("BrainModel")) {
      if (xml.starts("VertexIndices")) {
        kept = integers(xml.text(), count);
      }
    }
    requireCount(structure, kept.length, count);
    for (int i = 0; i < kept.length; i++) {
      if (kept[i] < 0 || kept[i] >= vertices) {
        throw xml.wrong(structure + " has no vertex " + kept[i]);
      }
    }
    return new Geometry.Surface(structure.endsWith("RIGHT") ? "R" : "L", "", vertices, kept);
  }

  private int[] places(String structure, int count) {
    int[] places = new int[0];
    while (xml.next() && !xml.ends("BrainModel")) {
      if (xml.starts("VoxelIndicesIJK")) {
        places = integers(xml.text(), 3L * count);
      }
    }
    requireCount(structure, places.length, 3 * count);
    return places;
  }

  private void requireCount(String structure, int found, int expected) {
    if (found != expected) {
      throw xml.wrong(structure + " lists " + found + " indices where " + expected + " belong");
    }
  }

  private Geometry volume(int[] places, Optional<Grid> grid) {
    Grid at = grid.orElseThrow(() -> xml.wrong("it has voxels, but no <Volume> that places them"));
    int[] voxels = new int[places.length / 3];
    for (int v = 0; v < voxels.length; v++) {
      int i = places[3 * v];
      int j = places[3 * v + 1];
      int k = places[3 * v + 2];
      if (i < 0
          || j < 0
          || k < 0
          || i >= at.shape()[0]
          || j >= at.shape()[1]
          || k >= at.shape()[2]) {
        throw xml.wrong("voxel " + i + " " + j + " " + k + " lies outside of the volume");
      }
      voxels[v] = i + at.shape()[0] * (j + at.shape()[1] * k);
    }
    return new Geometry.Volume(at.shape(), at.affine(), "", voxels);
  }

  private Grid grid() {
    int[] shape = integers(xml.required("VolumeDimensions").replace(',', ' '), 3);
    requireCount("VolumeDimensions", shape.length, 3);
    if (Arrays.stream(shape).anyMatch(size -> size < 1)
        || (double) shape[0] * shape[1] * shape[2] > MOST_VOXELS) {
      throw xml.wrong("VolumeDimensions " + Arrays.toString(shape) + " are not those of a volume");
    }
    double[] affine = new double[0];
    double millimetres = 1;
    while (xml.next() && !xml.ends("Volume")) {
      if (xml.starts("TransformationMatrixVoxelIndicesIJKtoXYZ")) {
        millimetres = Math.pow(10, xml.integer("MeterExponent") + 3);
        affine = numbers(xml.text());
      }
    }
    requireCount("the matrix of the volume", affine.length, 16);
    for (int i = 0; i < 12; i++) {
      affine[i] *= millimetres;
    }
    return new Grid(shape, affine);
  }

  private int[] integers(String text, long most) {
    StringTokenizer tokens = new StringTokenizer(text);
    int[] values = new int[(int) Math.min(most, text.length() / 2 + 1L)];
    int count = 0;
    while (tokens.hasMoreTokens()) {
      String token = tokens.nextToken();
      if (count == most) {
        throw xml.wrong("more than the " + most + " indices expected");
      }
      try {
        values[count++] = Integer.parseInt(token);
      } catch (NumberFormatException e) {
        throw xml.wrong("'" + token + "' is not an index");
      }
    }
    return Arrays.copyOf(values, count);
  }

  private double[] numbers(String text) {
    StringTokenizer tokens = new StringTokenizer(text);
    double[] values = new double[tokens.countTokens()];
    for (int i = 0; i < values.length; i++) {
      String token = tokens.nextToken();
      try {
        values[i] = Double.parseDouble(token);
      } catch (NumberFormatException e) {
        throw xml.wrong("'" + token + "' is not a number");
      }
    }
    return values;
  }
}
