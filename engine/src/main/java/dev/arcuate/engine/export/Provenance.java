package dev.arcuate.engine.export;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the results came about, for machines: {@code dataset_description.json} (BIDS 1.10
 * derivatives) and {@code ro-crate-metadata.json} (RO-Crate 1.1, Process Run Crate).
 *
 * @param workflow name of the workflow
 * @param version of Arcuate
 * @param started when the run began
 * @param ended when it ended
 * @param files paths below the results folder
 * @param components component id → plugin id and version
 */
public record Provenance(
    String workflow,
    String version,
    Instant started,
    Instant ended,
    List<String> files,
    Map<String, String> components) {

  public Provenance {
    files = List.copyOf(files);
    components = Map.copyOf(components);
  }

  /** Text of {@code dataset_description.json}. */
  public String datasetDescription() {
    Map<String, Object> generator = new LinkedHashMap<>();
    generator.put("Name", "Arcuate");
    generator.put("Version", version);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("Name", workflow);
    json.put("BIDSVersion", "1.10.0");
    json.put("DatasetType", "derivative");
    json.put("GeneratedBy", List.of(generator));
    return text(json);
  }

  /** Text of {@code ro-crate-metadata.json}. */
  public String roCrate() {
    List<Object> graph = new ArrayList<>();
    graph.add(
        entity(
            "ro-crate-metadata.json",
            "CreativeWork",
            Map.of(
                "about", reference("./"),
                "conformsTo", reference("https://w3id.org/ro/crate/1.1"))));
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("name", workflow);
    root.put("datePublished", ended.toString());
    root.put("conformsTo", reference("https://w3id.org/ro/wfrun/process/0.5"));
    root.put("hasPart", files.stream().map(Provenance::reference).toList());
    root.put("mentions", reference("#run"));
    graph.add(entity("./", "Dataset", root));
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("name", "run of " + workflow);
    run.put("startTime", started.toString());
    run.put("endTime", ended.toString());
    run.put("instrument", reference("#arcuate"));
    run.put("object", reference("workflow.yaml"));
    run.put("result", files.stream().map(Provenance::reference).toList());
    graph.add(entity("#run", "CreateAction", run));
    Map<String, Object> software = new LinkedHashMap<>();
    software.put("name", "Arcuate");
    software.put("softwareVersion", version);
    software.put(
        "softwareRequirements",
        components.keySet().stream().sorted().map(id -> reference("#" + id)).toList());
    graph.add(entity("#arcuate", "SoftwareApplication", software));
    components.keySet().stream()
        .sorted()
        .forEach(
            id ->
                graph.add(
                    entity(
                        "#" + id,
                        "SoftwareApplication",
                        Map.of("name", id, "softwareVersion", components.get(id)))));
    files.forEach(file -> graph.add(entity(file, "File", Map.of("name", file))));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("@context", "https://w3id.org/ro/crate/1.1/context");
    json.put("@graph", graph);
    return text(json);
  }

  private static Map<String, Object> reference(String id) {
    return Map.of("@id", id);
  }

  private static Map<String, Object> entity(String id, String type, Map<String, Object> more) {
    Map<String, Object> entity = new LinkedHashMap<>();
    entity.put("@id", id);
    entity.put("@type", type);
    entity.putAll(more);
    return entity;
  }

  private static String text(Map<String, Object> json) {
    try {
      return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(json) + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
