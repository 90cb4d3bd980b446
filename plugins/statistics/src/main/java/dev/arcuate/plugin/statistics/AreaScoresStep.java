package dev.arcuate.plugin.statistics;

import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.array.FloatMatrix;
import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Scores;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pf4j.Extension;

/**
 * Scores of regions of interest: the mean of the scores of a region's targets, which is not the
 * score of their mean. Source: methods reference, section 14.
 */
@Extension
public final class AreaScoresStep implements Step<AreaScoresSettings> {
  private static final Port INPUT =
      Port.one("scores", Scores.class, "scores of voxels or vertices, whose areas are known");

  @Override
  public String id() {
    return "area-scores";
  }

  @Override
  public String summary() {
    return "Averages the scores of the targets of each anatomical area.";
  }

  @Override
  public Class<AreaScoresSettings> settingsType() {
    return AreaScoresSettings.class;
  }

  @Override
  public List<Port> inputs() {
    return List.of(INPUT);
  }

  @Override
  public List<Port> outputs() {
    return List.of(
        Port.one("scores", Scores.class, "a target per area; scores of regions stay as they are"));
  }

  @Override
  public void run(AreaScoresSettings settings, Task task) throws IOException {
    Scores scores = task.input(INPUT.name(), Scores.class);
    Map<String, List<Integer>> areas = areas(scores.geometry());
    List<String> maps =
        scores.maps().stream().filter(map -> !GroupMaps.NOT_AVERAGED.contains(map)).toList();
    Scores means =
        new Scores(
            task.output("scores"),
            scores.subject(),
            maps,
            scores.facts(),
            new Geometry.Regions(List.copyOf(areas.keySet())));
    means.write();
    for (String name : maps) {
      FloatMatrix map = scores.map(name);
      try (NpyWriter writer = means.mapWriter(name, map.rows())) {
        for (int row = 0; row < map.rows(); row++) {
          task.checkCancelled();
          float[] mean = means(map.row(row), areas);
          writer.append(mean, 0, mean.length);
        }
      }
    }
  }

  /** The targets of each area, in the order in which areas come first; hemispheres apart. */
  private static Map<String, List<Integer>> areas(Geometry geometry) {
    Map<String, List<Integer>> areas = new LinkedHashMap<>();
    if (geometry instanceof Geometry.Grayordinates both) {
      int first = 0;
      for (Geometry part : both.parts()) {
        String side = part instanceof Geometry.Surface surface ? surface.hemisphere() + " " : "";
        add(part, first, side, areas);
        first += part.targets();
      }
    } else {
      add(geometry, 0, "", areas);
    }
    if (areas.isEmpty()) {
      throw Problem.user(
              "STATISTICS_NO_AREAS",
              "of none of the " + geometry.targets() + " targets is it known in which area it lies")
          .hint("read the recording with 'parcels: {atlas: …, read: targets}'")
          .exception();
    }
    return areas;
  }

  private static void add(Geometry part, int first, String side, Map<String, List<Integer>> areas) {
    for (int target = 0; target < part.targets(); target++) {
      int own = first + target;
      Optional<String> area =
          part instanceof Geometry.Regions regions
              ? Optional.of(regions.names().get(target))
              : part.area(target);
      area.ifPresent(name -> areas.computeIfAbsent(side + name, n -> new ArrayList<>()).add(own));
    }
  }

  /** Over those targets of an area that have a score; NaN where none has. */
  private static float[] means(float[] values, Map<String, List<Integer>> areas) {
    float[] means = new float[areas.size()];
    int area = 0;
    for (List<Integer> targets : areas.values()) {
      means[area++] =
          (float)
              targets.stream()
                  .mapToDouble(target -> values[target])
                  .filter(Double::isFinite)
                  .average()
                  .orElse(Double.NaN);
    }
    return means;
  }
}
