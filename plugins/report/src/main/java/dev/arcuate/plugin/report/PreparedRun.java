package dev.arcuate.plugin.report;

import dev.arcuate.api.array.FloatMatrix;
import dev.arcuate.api.array.Npy;
import dev.arcuate.api.value.Json;
import dev.arcuate.api.value.Recording;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the reader of a recording prepared one run.
 *
 * @param subject label
 * @param label of the run
 * @param recorded samples in the file
 * @param rows samples that are left
 * @param operations in words, in order
 * @param regressors names of what was projected out
 * @param nuisance [recorded × regressors], NaN where a sample was gone
 * @param removed places of censored samples and why
 * @param shares of the variance, by what took them out
 * @param responses what filters let through
 */
record PreparedRun(
    String subject,
    String label,
    int recorded,
    int rows,
    List<String> operations,
    List<String> regressors,
    Optional<FloatMatrix> nuisance,
    Map<Integer, String> removed,
    Map<String, Double> shares,
    List<Response> responses) {

  /** What a filter lets through: gains from 0 to 1 at frequencies in hertz. */
  record Response(String name, double[] hertz, double[] gains) {
    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  /** One per run; empty if the reader told nothing. */
  static List<PreparedRun> of(Recording recording) {
    if (!Files.isRegularFile(recording.preparation())) {
      return List.of();
    }
    List<PreparedRun> runs = new ArrayList<>();
    List<Json.Node> told = Json.read(recording.preparation()).objects("runs");
    for (int run = 0; run < told.size(); run++) {
      Json.Node one = told.get(run);
      Map<Integer, String> removed = new LinkedHashMap<>();
      int[] places = one.integers("removed");
      for (int i = 0; i < places.length; i++) {
        removed.put(places[i], one.texts("reasons").get(i));
      }
      Map<String, Double> shares = new LinkedHashMap<>();
      one.objects("shares").forEach(s -> shares.put(s.text("name"), s.number("share")));
      runs.add(
          new PreparedRun(
              recording.subject(),
              one.text("label"),
              one.integer("recorded"),
              recording.sampling().runs().get(run).samples(),
              one.texts("operations"),
              one.texts("regressors"),
              one.has("nuisance")
                  ? Optional.of(Npy.open(recording.folder().resolve(one.text("nuisance"))))
                  : Optional.empty(),
              removed,
              shares,
              one.objects("responses").stream()
                  .map(r -> new Response(r.text("name"), r.numbers("hertz"), r.numbers("gains")))
                  .toList()));
    }
    return runs;
  }

  /** Of the variance before anything was taken out. */
  double taken() {
    return shares.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
