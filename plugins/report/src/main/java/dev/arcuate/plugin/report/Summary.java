package dev.arcuate.plugin.report;

import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Scores;
import dev.arcuate.api.value.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The numbers of the page, for programs. */
final class Summary {
  private Summary() {}

  static Map<String, Object> json(Contents contents) {
    ReportSettings settings = contents.settings();
    Findings findings = contents.findings();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("title", settings.title());
    json.put("headline", contents.prose().headline());
    json.put("found", findings.found());
    json.put("chance", findings.chance());
    json.put("map", findings.best().entry().map());
    json.put("axis", settings.axis());
    json.put("people", findings.people());
    json.put("targets", findings.geometry().targets());
    json.put("best-" + settings.axis(), findings.best().entry().x());
    json.put("significant-targets", findings.best().significant().length);
    json.put("best", point(findings.best()));
    json.put("best-in-people", findings.agreeing());
    findings.runnerUp().ifPresent(next -> json.put("runner-up", next.entry().labels()));
    findings.lead().ifPresent(lead -> json.put("lead", estimate(lead)));
    findings.region().ifPresent(region -> json.put("region", region(region)));
    contents
        .verdict()
        .ifPresent(
            verdict -> {
              verdict.dice().ifPresent(dice -> json.put("region-dice", dice));
              json.put("truth", verdict(contents.truth().orElseThrow(), verdict));
            });
    contents.ceiling().ifPresent(scores -> json.put("ceiling-mean", mean(scores.mean("mean"))));
    json.put("points", findings.points().stream().map(Summary::point).toList());
    json.put("warnings", contents.warnings());
    return json;
  }

  private static Map<String, Object> point(Point point) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("labels", point.entry().labels());
    json.put("value", estimate(point.value()));
    point.model().ifPresent(model -> json.put("model", estimate(model)));
    point.baseline().ifPresent(baseline -> json.put("baseline", estimate(baseline)));
    json.put("significant", point.significant().length);
    json.put("significant-below", point.significantBelow().length);
    return json;
  }

  private static Map<String, Object> estimate(Estimate estimate) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("mean", estimate.mean());
    json.put("low", estimate.low());
    json.put("high", estimate.high());
    json.put("people", Arrays.stream(estimate.values()).boxed().toList());
    return json;
  }

  private static Map<String, Object> region(Region region) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("voxels", region.voxels());
    json.put("clusters", region.clusters());
    json.put("centroid-mm", Arrays.stream(region.centroid()).boxed().toList());
    json.put("cubic-mm", region.cubicMillimetres());
    return json;
  }

  private static Map<String, Object> verdict(Truth truth, Verdict verdict) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("null", truth.nothing());
    truth.layer().ifPresent(layer -> json.put("planted-layer", layer));
    json.put("agrees", verdict.agrees());
    for (Verdict.Row row : verdict.rows()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("planted", row.planted());
      one.put("found", row.found());
      one.put("agrees", row.agrees());
      json.put(row.what().toLowerCase(java.util.Locale.ROOT), one);
    }
    verdict.distance().ifPresent(distance -> json.put("distance-mm", distance));
    return json;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).filter(Double::isFinite).average().orElse(Double.NaN);
  }

  /** One row per point. */
  static Table points(Findings findings) {
    List<List<String>> rows = new ArrayList<>();
    for (Point point : findings.points()) {
      rows.add(
          List.of(
              point.entry().x(),
              point.entry().series().isEmpty() ? Table.MISSING : point.entry().series(),
              cell(point.value().mean()),
              cell(point.value().low()),
              cell(point.value().high()),
              cell(point.model().map(Estimate::mean).orElse(Double.NaN)),
              cell(point.baseline().map(Estimate::mean).orElse(Double.NaN)),
              Integer.toString(point.significant().length),
              Integer.toString(point.significantBelow().length)));
    }
    return new Table(
        List.of(
            "point",
            "series",
            "mean",
            "ci-low",
            "ci-high",
            "model",
            "baseline",
            "significant",
            "significant-below"),
        rows);
  }

  /** One row per region and point. */
  static Table regions(Geometry.Regions regions, Findings findings, Optional<Scores> ceiling) {
    List<List<String>> rows = new ArrayList<>();
    Optional<double[]> top = ceiling.map(scores -> scores.mean("mean"));
    for (Point point : findings.points()) {
      Scores scores = point.entry().scores();
      for (int region = 0; region < regions.targets(); region++) {
        rows.add(
            List.of(
                point.entry().x(),
                regions.names().get(region),
                cell(point.entry().mean()[region]),
                cell(scores.mean("sem")[region]),
                cell(scores.mean("p")[region]),
                cell(point.entry().significance()[region]),
                cell(of(scores, "mean-r", region)),
                cell(of(scores, "mean-baseline-r", region)),
                cell(top.isPresent() ? top.get()[region] : Double.NaN)));
      }
    }
    return new Table(
        List.of(
            "point", "region", "mean", "sem", "p", "p-corrected", "model", "baseline", "ceiling"),
        rows);
  }

  static double of(Scores scores, String map, int target) {
    return scores.maps().contains(map) ? scores.mean(map)[target] : Double.NaN;
  }

  private static String cell(double value) {
    return Double.isFinite(value) ? Double.toString(value) : Table.MISSING;
  }
}
