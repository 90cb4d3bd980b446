package dev.arcuate.plugin.bidsfmri.clean;

import dev.arcuate.api.array.Npy;
import dev.arcuate.api.value.Json;
import dev.arcuate.api.value.Recording;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes down beside a recording how it was cleaned, for reports. */
public final class Preparation {
  private Preparation() {}

  /** Writes {@link Recording#preparation}, and an array per run that had anything projected out. */
  public static void write(Recording recording, List<RunCleaning> runs) throws IOException {
    List<Object> list = new ArrayList<>();
    for (int run = 0; run < runs.size(); run++) {
      list.add(describe(recording, runs.get(run), run));
    }
    Json.write(recording.preparation(), Map.of("runs", list));
  }

  private static Map<String, Object> describe(Recording recording, RunCleaning cleaning, int run)
      throws IOException {
    Nuisance nuisance = cleaning.nuisance();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("label", recording.sampling().runs().get(run).label());
    json.put("recorded", nuisance.recorded());
    json.put("operations", nuisance.operations());
    json.put("regressors", nuisance.names());
    if (!nuisance.names().isEmpty()) {
      String array = "nuisance-" + (run + 1) + ".npy";
      int columns = nuisance.names().size();
      float[] values = new float[nuisance.recorded() * columns];
      for (int c = 0; c < columns; c++) {
        double[] column = nuisance.columns().get(c);
        for (int t = 0; t < column.length; t++) {
          values[t * columns + c] = (float) column[t];
        }
      }
      Npy.write(recording.folder().resolve(array), values, nuisance.recorded(), columns);
      json.put("nuisance", array);
    }
    List<Integer> removed = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    for (int place = 0; place < nuisance.recorded(); place++) {
      if (!cleaning.rows().reasons()[place].isEmpty()) {
        removed.add(place);
        reasons.add(cleaning.rows().reasons()[place]);
      }
    }
    json.put("removed", removed);
    json.put("reasons", reasons);
    List<Object> shares = new ArrayList<>();
    cleaning
        .shares()
        .forEach(
            (name, share) -> {
              Map<String, Object> one = new LinkedHashMap<>();
              one.put("name", name);
              one.put("share", share);
              shares.add(one);
            });
    json.put("shares", shares);
    List<Object> responses = new ArrayList<>();
    for (Nuisance.Response response : nuisance.responses()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("name", response.name());
      one.put("hertz", response.hertz());
      one.put("gains", response.gains());
      responses.add(one);
    }
    json.put("responses", responses);
    return json;
  }
}
