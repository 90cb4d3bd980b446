package dev.arcuate.engine.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.arcuate.engine.problem.Problems;
import dev.arcuate.engine.testing.GoldenFile;
import dev.arcuate.engine.yaml.WorkflowSchema.ComponentEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema judged by a validator that is not ours. */
final class WorkflowSchemaTest {
  private static final Path RESOURCES = Path.of("src", "test", "resources", "yaml");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private static final Map<String, Object> WORKFLOW =
      WorkflowSchema.of(
          List.of(
              entry("bids", "Reads a recording."),
              entry("model", "Runs a language model.", "words"),
              entry("ridge", "Fits ridge regression.", "design", "targets"),
              entry("window", "Cuts a window.", "words"),
              entry("words", "Reads words."),
              new ComponentEntry(
                  ComponentSettings.of("group", None.class, java.util.Optional.empty()),
                  "Compares subjects.",
                  List.of("scores")),
              new ComponentEntry(
                  ComponentSettings.of("report", None.class, java.util.Optional.empty()),
                  "Writes a report.",
                  List.of("scores"))));

  record None() {}

  private static ComponentEntry entry(String id, String summary, String... inputs) {
    return new ComponentEntry(SampleComponents.settings(id), summary, List.of(inputs));
  }

  private static List<Error> errors(Map<String, Object> schema, JsonNode instance) {
    Schema compiled = REGISTRY.getSchema(JSON.<JsonNode>valueToTree(schema));
    return compiled.validate(instance);
  }

  private static JsonNode json(Path file) throws IOException {
    return json(Files.readString(file));
  }

  private static JsonNode json(String yaml) {
    Node.Mapping root = new YamlReader().document("a.yaml", yaml, new Problems()).orElseThrow();
    return JSON.valueToTree(NodeJson.of(root));
  }

  @Test
  void acceptsWhatTheFormatHas() throws IOException {
    assertThat(errors(WORKFLOW, json(RESOURCES.resolve("valid/complete.yaml")))).isEmpty();
  }

  @Test
  void acceptsReferencesAndDefaultsInPlaceOfValues() {
    assertThat(
            errors(
                WORKFLOW,
                json(
                    """
                    arcuate: 1
                    name: sample
                    params:
                    defaults: {words: {file: a.tsv}}
                    steps:
                      words: {uses: words, with: }
                      model: {uses: $which, with: {anything: 1}}
                      ridge:
                        uses: ridge
                        with: {alphas: [1, $alpha], scale: $(scale), folds: $folds}
                        resources: {threads: $threads}
                      gap: {uses: ridge, with: {alphas: $all, folds: {gap: $gap, count: $n}}}
                    """)))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "invalid-ids",
        "invalid-references",
        "invalid-resources",
        "missing-keys",
        "not-a-length-of-time",
        "not-one-of",
        "not-quite-booleans",
        "out-of-range",
        "steps-is-a-list",
        "steps-left-empty",
        "unknown-keys",
        "unknown-setting",
        "unknown-setting-in-defaults",
        "unsupported-version",
        "wrong-kinds-of-values",
        "wrong-types"
      })
  void refusesWhatASchemaCanSee(String mistake) throws IOException {
    Path file = RESOURCES.resolve("invalid").resolve(mistake).resolve("workflow.yaml");

    assertThat(errors(WORKFLOW, json(file))).isNotEmpty();
  }

  @Test
  void refusesAnUnknownComponentAndAnUnknownPort() {
    String steps = "arcuate: 1\nname: sample\nsteps: {a: %s}\n";

    assertThat(errors(WORKFLOW, json(steps.formatted("{uses: wrds}")))).isNotEmpty();
    assertThat(errors(WORKFLOW, json(steps.formatted("{uses: ridge, inputs: {desing: b}}"))))
        .isNotEmpty();
    assertThat(errors(WORKFLOW, json(steps.formatted("{uses: ridge, inputs: {design: b}}"))))
        .isEmpty();
  }

  @Test
  void settingsAloneMustBeComplete() {
    Map<String, Object> schema = SettingsSchema.of(SampleComponents.settings("bids"));

    assertThat(errors(schema, json("{dataset: d, subject: 01, runs: 2}"))).isEmpty();
    assertThat(errors(schema, json("{dataset: d}"))).isNotEmpty();
    assertThat(errors(schema, json("{dataset: d, subject: 01, runs: [0]}"))).isNotEmpty();
  }

  @Test
  void settingsOfEveryTypeHaveASchema() {
    Map<String, Object> schema = SettingsSchema.of(SampleComponents.settings("everything"));

    assertThat(errors(schema, json("{}"))).isNotEmpty();
  }

  @Test
  void theSchemaIsTheSameTextEveryTime() throws IOException {
    GoldenFile.check(
        RESOURCES.resolve("schema").resolve("bids.json"),
        JSON.writerWithDefaultPrettyPrinter()
                .writeValueAsString(SettingsSchema.of(SampleComponents.settings("bids")))
            + "\n");
  }
}
