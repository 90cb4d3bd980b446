package dev.arcuate.plugin.bidsfmri.simulate;

import dev.arcuate.api.value.Activations;
import dev.arcuate.api.value.Table;
import dev.arcuate.plugin.bidsfmri.simulate.SimulateSettings.Sphere;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was planted, in the order of the report.
 *
 * @param fields texts and numbers by name
 */
record GroundTruth(Map<String, Object> fields) {
  GroundTruth {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  static GroundTruth of(
      SimulateSettings settings,
      Activations activations,
      int planted,
      double unexplained,
      int voxels,
      StimulusRuns runs) {
    Map<String, Object> fields = new LinkedHashMap<>();
    boolean none = settings.nullSimulation();
    fields.put("planted-layer", none ? "none" : activations.layers().get(planted));
    fields.put("planted-layer-index", none ? -1 : planted);
    fields.put("model", activations.model());
    place(fields, "region", settings.region());
    fields.put("region-voxels", voxels);
    place(fields, "word-rate-region", settings.wordRateRegion());
    fields.put("signal", none ? 0 : settings.signal());
    fields.put("noise-autocorrelation", settings.noiseAutocorrelation());
    fields.put("drift", settings.drift());
    fields.put("unexplained-by-other-layers", unexplained);
    fields.put("null", none);
    fields.put("subjects", settings.subjects().size());
    fields.put("volumes", runs.volumes());
    if (runs.count() > 1) {
      fields.put("runs", runs.count());
    }
    fields.put("repetition-time", settings.repetitionTime());
    fields.put("seed", settings.seed());
    return new GroundTruth(fields);
  }

  private static void place(Map<String, Object> fields, String name, Sphere sphere) {
    List<Double> center = sphere.center();
    fields.put(name + "-centre-mm", center.get(0) + " " + center.get(1) + " " + center.get(2));
    fields.put(name + "-radius-mm", sphere.radius());
  }

  /** One row per field: key and value. */
  Table table() {
    List<List<String>> rows = new ArrayList<>();
    fields.forEach((key, value) -> rows.add(List.of(key, String.valueOf(value))));
    return new Table(List.of("key", "value"), rows);
  }
}
