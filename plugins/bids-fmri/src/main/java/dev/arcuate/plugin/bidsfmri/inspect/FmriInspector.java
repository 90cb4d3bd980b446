package dev.arcuate.plugin.bidsfmri.inspect;

import dev.arcuate.api.Inspector;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Table;
import dev.arcuate.plugin.bidsfmri.cifti.CiftiAxis;
import dev.arcuate.plugin.bidsfmri.cifti.CiftiReader;
import dev.arcuate.plugin.bidsfmri.freesurfer.Annotation;
import dev.arcuate.plugin.bidsfmri.gifti.GiftiReader;
import dev.arcuate.plugin.bidsfmri.nifti.NiftiHeader;
import dev.arcuate.plugin.bidsfmri.nifti.NiftiReader;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pf4j.Extension;

/** NIfTI, GIFTI, CIFTI-2 and FreeSurfer annotations. */
@Extension
public final class FmriInspector implements Inspector {
  @Override
  public String id() {
    return "inspect-fmri";
  }

  @Override
  public String summary() {
    return "NIfTI (.nii, .hdr/.img), GIFTI (.gii), CIFTI-2 (.dtseries.nii …), FreeSurfer (.annot)";
  }

  @Override
  public Optional<Inspection> inspect(Path path) throws IOException {
    String name = path.getFileName().toString();
    String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    if (Files.isDirectory(path)) {
      return Optional.empty();
    }
    if (plain.matches(".*\\.(d|p)[a-z]+\\.nii")) {
      return Optional.of(cifti(path, name));
    }
    if (plain.endsWith(".nii") || plain.endsWith(".img") || plain.endsWith(".hdr")) {
      return Optional.of(nifti(path, name));
    }
    if (plain.endsWith(".gii")) {
      return Optional.of(gifti(path, name));
    }
    return plain.endsWith(".annot") ? Optional.of(annotation(path, name)) : Optional.empty();
  }

  private static Inspection nifti(Path path, String name) throws IOException {
    try (NiftiReader reader = NiftiReader.open(path, name)) {
      NiftiHeader header = reader.header();
      Map<String, String> facts = new LinkedHashMap<>();
      facts.put("shape", header.shapeText());
      if (header.components() > 1) {
        facts.put("values per voxel and volume", Integer.toString(header.components()));
      }
      boolean big = header.order() == ByteOrder.BIG_ENDIAN;
      facts.put("type", header.type() + (big ? ", big-endian" : ", little-endian"));
      if (header.slope() != 1 || header.intercept() != 0) {
        facts.put("scaling", "× " + header.slope() + " + " + header.intercept());
      }
      double[] spacing = header.spacing();
      facts.put(
          "voxel",
          String.format(Locale.ROOT, "%.4g × %.4g × %.4g mm", spacing[1], spacing[2], spacing[3]));
      header
          .repetitionTime()
          .filter(time -> header.volumes() > 1)
          .ifPresent(
              time ->
                  facts.put(
                      "time between volumes",
                      time.seconds()
                          + " s"
                          + time.mislabelled()
                              .map(why -> " (the header says " + why + ")")
                              .orElse("")));
      facts.put("place from", header.affineSource());
      List<List<String>> rows = new ArrayList<>();
      for (int row = 0; row < 3; row++) {
        rows.add(
            Arrays.stream(header.affine(), 4 * row, 4 * row + 4)
                .mapToObj(value -> String.format(Locale.ROOT, "%.6g", value))
                .toList());
      }
      return new Inspection(
          "NIfTI-" + header.version() + (header.pair() ? ", a pair of files" : ""),
          facts,
          List.of(
              new Part(
                  "voxel indices to millimetres", new Table(List.of("i", "j", "k", "1"), rows))));
    }
  }

  private static Inspection gifti(Path path, String name) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    GiftiReader.Frame frame =
        GiftiReader.scan(
            path,
            name,
            array ->
                rows.add(
                    List.of(
                        Integer.toString(rows.size() + 1),
                        array.intent().replace("NIFTI_INTENT_", "").toLowerCase(Locale.ROOT),
                        array.type().toString(),
                        Arrays.toString(array.dims()))));
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("arrays", Integer.toString(frame.arrays()));
    facts.put("labels", Integer.toString(frame.labels().size()));
    for (String key : List.of("AnatomicalStructurePrimary", "TimeStep")) {
      if (frame.metadata().containsKey(key)) {
        facts.put(key, frame.metadata().get(key));
      }
    }
    return new Inspection(
        "GIFTI",
        facts,
        List.of(new Part("arrays", new Table(List.of("array", "intent", "type", "shape"), rows))));
  }

  private static Inspection cifti(Path path, String name) throws IOException {
    try (CiftiReader reader = CiftiReader.open(path, name)) {
      Map<String, String> facts = new LinkedHashMap<>();
      facts.put("rows", describe(reader.rows()));
      facts.put("columns", describe(reader.columns()));
      List<Part> parts = new ArrayList<>();
      if (reader.columns() instanceof CiftiAxis.BrainModels models) {
        List<List<String>> rows = new ArrayList<>();
        for (int part = 0; part < models.geometry().parts().size(); part++) {
          Geometry geometry = models.geometry().parts().get(part);
          rows.add(
              List.of(
                  models.geometry().structures().get(part),
                  geometry instanceof Geometry.Surface surface
                      ? "of " + surface.vertices() + " vertices"
                      : "voxels",
                  Integer.toString(geometry.targets())));
        }
        parts.add(new Part("structures", new Table(List.of("structure", "kind", "entries"), rows)));
      }
      return new Inspection("CIFTI-2", facts, parts);
    }
  }

  private static String describe(CiftiAxis axis) {
    if (axis instanceof CiftiAxis.Series series) {
      return series.length()
          + " samples, "
          + series.step()
          + " "
          + series.unit().toLowerCase(Locale.ROOT)
          + "(s) apart";
    }
    if (axis instanceof CiftiAxis.Maps maps) {
      return maps.length() + " map(s): " + String.join(", ", maps.names());
    }
    return axis.length() + (axis instanceof CiftiAxis.Parcels ? " parcels" : " grayordinates");
  }

  private static Inspection annotation(Path path, String name) throws IOException {
    Annotation annotation = Annotation.read(path, name);
    int[] counts = new int[annotation.names().size()];
    int none = 0;
    for (int area : annotation.areas()) {
      if (area < 0) {
        none++;
      } else {
        counts[area]++;
      }
    }
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("vertices", Integer.toString(annotation.areas().length));
    facts.put("without area", Integer.toString(none));
    List<List<String>> rows = new ArrayList<>();
    for (int area = 0; area < counts.length; area++) {
      rows.add(List.of(annotation.names().get(area), Integer.toString(counts[area])));
    }
    return new Inspection(
        "FreeSurfer annotation",
        facts,
        List.of(new Part("areas", new Table(List.of("area", "vertices"), rows))));
  }
}
