package dev.arcuate.plugin.bidsfmri.maps;

import dev.arcuate.api.Labelled;
import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.value.Files;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Json;
import dev.arcuate.api.value.Scores;
import dev.arcuate.api.value.Table;
import dev.arcuate.plugin.bidsfmri.cifti.CiftiWriter;
import dev.arcuate.plugin.bidsfmri.gifti.GiftiWriter;
import dev.arcuate.plugin.bidsfmri.nifti.NiftiType;
import dev.arcuate.plugin.bidsfmri.nifti.NiftiWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pf4j.Extension;

/** Writes scores as NIfTI, GIFTI or CIFTI-2 maps, or as tables where targets are regions. */
@Extension
public final class MapsStep implements Step<MapsSettings> {
  private static final long MEBIBYTES = 256;

  /** xform codes of NIfTI: 4 is MNI 152 space, 2 aligned to something. */
  private static final int MNI = 4;

  private static final int ALIGNED = 2;

  private static final String README =
      """
      Maps of scores, written by the step maps of Arcuate: how well a model predicts each voxel, vertex,
      grayordinate or region.

      Names end in _stat-NAME_statmap, where NAME is the score: r is the correlation of prediction and
      response, r2 the explained variance. Images hold NaN where nothing was scored. The JSON file beside
      a map says how it was made.
      """;

  @Override
  public String id() {
    return "maps";
  }

  @Override
  public String summary() {
    return "Writes scores as NIfTI, GIFTI or CIFTI-2 maps, or as tables where targets are regions.";
  }

  @Override
  public Class<MapsSettings> settingsType() {
    return MapsSettings.class;
  }

  @Override
  public List<Port> inputs() {
    return List.of(
        Port.many("scores", Scores.class, "scores of voxels, vertices, grayordinates or regions"));
  }

  @Override
  public List<Port> outputs() {
    return List.of(
        Port.one(
            "maps",
            Files.class,
            "an image per map with a side file, or a table per set of scores"));
  }

  @Override
  public Resources resources(MapsSettings settings) {
    return Resources.of(1, MEBIBYTES);
  }

  @Override
  public void run(MapsSettings settings, Task task) throws IOException {
    Path folder = task.output("maps");
    Map<String, Labelled<Scores>> written = new LinkedHashMap<>();
    for (Labelled<Scores> scores : task.inputs("scores", Scores.class)) {
      task.checkCancelled();
      String stem = MapName.stem(scores);
      Labelled<Scores> other = written.put(stem, scores);
      if (other != null) {
        throw Problem.user(
                "BIDS_FMRI_MAPS_COLLIDE",
                "two sets of scores would be written as "
                    + stem
                    + ": "
                    + other.step()
                    + other.labels()
                    + " and "
                    + scores.step()
                    + scores.labels())
            .hint("write them with two steps")
            .exception();
      }
      List<String> maps = chosen(settings, scores.value());
      java.nio.file.Files.createDirectories(folder.resolve(stem).getParent());
      write(folder, scores, maps);
    }
    describe(folder, written.values());
  }

  private static void write(Path folder, Labelled<Scores> scores, List<String> maps)
      throws IOException {
    String stem = MapName.stem(scores);
    Geometry geometry = scores.value().geometry();
    if (geometry instanceof Geometry.Regions regions) {
      table(folder, stem, maps, scores.value(), regions);
      return;
    }
    if (!(geometry instanceof Geometry.Volume)
        && !(geometry instanceof Geometry.Surface)
        && !(geometry instanceof Geometry.Grayordinates)) {
      throw Problem.user(
              "BIDS_FMRI_MAPS_GEOMETRY",
              "the scores of "
                  + scores.step()
                  + " are of sensors or over time, which make no image of a brain")
          .hint("the results hold them as arrays and tables")
          .exception();
    }
    for (String map : maps) {
      String name = "_stat-" + MapName.label(map) + "_statmap";
      float[] values = values(scores.value(), map);
      if (geometry instanceof Geometry.Volume volume) {
        image(folder.resolve(stem + name + ".nii.gz"), map, values, volume);
      } else if (geometry instanceof Geometry.Surface surface) {
        hemisphere(folder, scores, name, map, values, surface);
      } else if (isCifti((Geometry.Grayordinates) geometry)) {
        CiftiWriter.write(
            folder.resolve(stem + name + ".dscalar.nii"),
            (Geometry.Grayordinates) geometry,
            Map.of(map, values));
      } else {
        int from = 0;
        for (Geometry part : ((Geometry.Grayordinates) geometry).parts()) {
          float[] own = Arrays.copyOfRange(values, from, from + part.targets());
          hemisphere(folder, scores, name, map, own, (Geometry.Surface) part);
          from += part.targets();
        }
      }
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("Map", map);
      json.put("Subject", scores.value().subject());
      json.put("RowsAveraged", scores.value().map(map).rows());
      json.put("Facts", scores.value().facts());
      Json.write(folder.resolve(stem + name + ".json"), json);
    }
  }

  private static float[] values(Scores scores, String map) {
    double[] mean = scores.mean(map);
    float[] values = new float[mean.length];
    for (int target = 0; target < values.length; target++) {
      values[target] = (float) mean[target];
    }
    return values;
  }

  /** Two hemispheres of a FreeSurfer surface lie in two files, those of fsLR in one of CIFTI-2. */
  private static boolean isCifti(Geometry.Grayordinates geometry) {
    return geometry.parts().stream()
        .anyMatch(
            part ->
                !(part instanceof Geometry.Surface surface)
                    || surface.space().toLowerCase(Locale.ROOT).startsWith("fslr"));
  }

  private static void hemisphere(
      Path folder,
      Labelled<Scores> scores,
      String name,
      String map,
      float[] values,
      Geometry.Surface surface)
      throws IOException {
    float[] all = new float[surface.vertices()];
    Arrays.fill(all, Float.NaN);
    for (int target = 0; target < values.length; target++) {
      all[surface.kept()[target]] = values[target];
    }
    String stem = MapName.stem(scores, "hemi-" + surface.hemisphere());
    String structure = surface.hemisphere().equals("L") ? "CortexLeft" : "CortexRight";
    GiftiWriter.write(folder.resolve(stem + name + ".shape.gii"), structure, Map.of(map, all));
  }

  /** The folder is a derivative dataset of its own that a BIDS validator accepts. */
  private static void describe(Path folder, Collection<Labelled<Scores>> written)
      throws IOException {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("Name", "Maps of scores");
    description.put("BIDSVersion", "1.10.0");
    description.put("DatasetType", "derivative");
    description.put("GeneratedBy", List.of(Map.of("Name", "Arcuate maps")));
    Json.write(folder.resolve("dataset_description.json"), description);
    java.nio.file.Files.writeString(folder.resolve("README"), README);
    // BIDS has no names for maps of statistics yet.
    java.nio.file.Files.writeString(
        folder.resolve(".bidsignore"), "*_statmap.*\n*_stat.tsv\ngroup/\n");
    List<List<String>> people =
        written.stream()
            .map(scores -> scores.value().subject())
            .filter(subject -> !subject.equals("group"))
            .distinct()
            .sorted()
            .map(subject -> List.of("sub-" + MapName.label(subject)))
            .toList();
    if (people.isEmpty()) {
      return;
    }
    new Table(List.of("participant_id"), people).writeTo(folder.resolve("participants.tsv"));
    for (List<String> person : people) {
      // Says that nothing here was scanned; validators want a file of BIDS for every subject.
      new Table(List.of("filename"), List.of())
          .writeTo(folder.resolve(person.get(0)).resolve(person.get(0) + "_scans.tsv"));
    }
  }

  private static List<String> chosen(MapsSettings settings, Scores scores) {
    if (settings.maps().isEmpty()) {
      return scores.maps();
    }
    List<String> unknown =
        settings.maps().stream().filter(map -> !scores.maps().contains(map)).toList();
    if (!unknown.isEmpty()) {
      throw Problem.user(
              "BIDS_FMRI_MAP_UNKNOWN",
              "the scores have no map "
                  + String.join(", ", unknown)
                  + "; they have "
                  + String.join(", ", scores.maps()))
          .exception();
    }
    return settings.maps();
  }

  /** Voxels without a value are NaN, which viewers leave clear. */
  private static void image(Path file, String map, float[] scores, Geometry.Volume volume)
      throws IOException {
    float[] values = new float[volume.shape()[0] * volume.shape()[1] * volume.shape()[2]];
    Arrays.fill(values, Float.NaN);
    for (int target = 0; target < scores.length; target++) {
      values[volume.voxels()[target]] = scores[target];
    }
    int space = volume.space().startsWith("MNI") ? MNI : ALIGNED;
    NiftiWriter.Image image =
        new NiftiWriter.Image(
            volume.shape(), 1, volume.affine(), space, 0, NiftiType.FLOAT32, "Arcuate: " + map);
    try (NiftiWriter writer = NiftiWriter.create(file, image)) {
      writer.append(values);
    }
  }

  private static void table(
      Path folder, String stem, List<String> maps, Scores scores, Geometry.Regions regions)
      throws IOException {
    List<String> columns = new ArrayList<>(List.of("region"));
    columns.addAll(maps);
    List<double[]> means = maps.stream().map(scores::mean).toList();
    List<List<String>> rows = new ArrayList<>();
    for (int region = 0; region < regions.targets(); region++) {
      List<String> row = new ArrayList<>(List.of(regions.names().get(region)));
      for (double[] mean : means) {
        row.add(Double.isNaN(mean[region]) ? Table.MISSING : Float.toString((float) mean[region]));
      }
      rows.add(row);
    }
    new Table(columns, rows).writeTo(folder.resolve(stem + "_stat.tsv"));
  }
}
