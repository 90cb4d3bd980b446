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
import dev.arcuate.plugin.bidsfmri.nifti.NiftiType;
import dev.arcuate.plugin.bidsfmri.nifti.NiftiWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/** Writes scores as NIfTI images, or as tables where targets are regions. */
@Extension
public final class MapsStep implements Step<MapsSettings> {
  private static final long MEBIBYTES = 256;

  /** xform codes of NIfTI: 4 is MNI 152 space, 2 aligned to something. */
  private static final int MNI = 4;

  private static final int ALIGNED = 2;

  @Override
  public String id() {
    return "maps";
  }

  @Override
  public String summary() {
    return "Writes scores as NIfTI images, or as tables where targets are regions.";
  }

  @Override
  public Class<MapsSettings> settingsType() {
    return MapsSettings.class;
  }

  @Override
  public List<Port> inputs() {
    return List.of(Port.many("scores", Scores.class, "scores of voxels or regions"));
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
    Map<String, Labelled<Scores>> written = new HashMap<>();
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
      if (scores.value().geometry() instanceof Geometry.Volume volume) {
        for (String map : maps) {
          image(folder, stem + "_stat-" + MapName.label(map), map, scores.value(), volume);
        }
      } else if (scores.value().geometry() instanceof Geometry.Regions regions) {
        table(folder, stem, maps, scores.value(), regions);
      } else {
        throw Problem.user(
                "BIDS_FMRI_MAPS_GEOMETRY",
                "the scores of "
                    + scores.step()
                    + " are neither of voxels nor of regions, so they make no image")
            .exception();
      }
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
  private static void image(
      Path folder, String name, String map, Scores scores, Geometry.Volume volume)
      throws IOException {
    float[] values = new float[volume.shape()[0] * volume.shape()[1] * volume.shape()[2]];
    Arrays.fill(values, Float.NaN);
    double[] mean = scores.mean(map);
    for (int target = 0; target < mean.length; target++) {
      values[volume.voxels()[target]] = (float) mean[target];
    }
    int space = volume.space().startsWith("MNI") ? MNI : ALIGNED;
    NiftiWriter.Image image =
        new NiftiWriter.Image(
            volume.shape(), 1, volume.affine(), space, 0, NiftiType.FLOAT32, "Arcuate: " + map);
    try (NiftiWriter writer = NiftiWriter.create(folder.resolve(name + "_statmap.nii.gz"), image)) {
      writer.append(values);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("Map", map);
    json.put("Subject", scores.subject());
    json.put("RowsAveraged", scores.map(map).rows());
    json.put("Facts", scores.facts());
    Json.write(folder.resolve(name + "_statmap.json"), json);
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
