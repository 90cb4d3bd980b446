package dev.arcuate.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models from weights, with small random ones in place of the published. */
class PretrainedTest {
  private static final Path WORKFLOWS = Command.distribution().resolve("workflows/models");
  private static final String GPT2 = WORKFLOWS.resolve("gpt2.yaml").toString();
  private static final String BERT = WORKFLOWS.resolve("bert.yaml").toString();
  private static final Path PLUGINS = Path.of(System.getProperty("arcuate.root"), "plugins");
  private static final String TINY_GPT2 = tiny("gpt2");
  private static final String TINY_BERT = tiny("bert");

  @TempDir Path folder;

  private static String tiny(String plugin) {
    Path models = PLUGINS.resolve(plugin).resolve("src/test/resources/models");
    return "model=" + models.resolve(plugin + "-tiny");
  }

  @Test
  void runsGpt2AndThenBertInItsPlace() throws Exception {
    Command.Ended run = new Command(folder).run("run", GPT2, "--set", TINY_GPT2);
    assertThat(run.status()).as(run.all()).isZero();
    JsonNode gpt2 = activations("gpt2/model");
    assertThat(gpt2.path("model").asText()).isEqualTo("gpt2-tiny");
    assertThat(gpt2.path("layers").toString())
        .isEqualTo("[\"embeddings\",\"1\",\"3\",\"surprisal\"]");

    Command.Ended swapped =
        new Command(folder)
            .run("run", GPT2, "--use", "model=bert", "--set", TINY_BERT, "--out", "swapped");
    assertThat(swapped.status()).as(swapped.all()).isZero();
    JsonNode bert =
        new ObjectMapper().readTree(folder.resolve("swapped/model/activations.json").toFile());
    assertThat(bert.path("model").asText()).isEqualTo("bert-tiny");
    assertThat(bert.path("layers").toString())
        .isEqualTo("[\"embeddings\",\"1\",\"3\",\"surprisal\"]");
  }

  @Test
  void runsBertBesideATwinThatHasLearntNothing() throws Exception {
    Command.Ended run = new Command(folder).run("run", BERT, "--set", TINY_BERT);
    assertThat(run.status()).as(run.all()).isZero();
    Path results = folder.resolve("results/bert");
    assertThat(activations("bert/untrained").path("layers")).hasSize(4);
    assertThat(Files.readAllBytes(results.resolve("untrained/layer-3.npy")))
        .hasSameSizeAs(Files.readAllBytes(results.resolve("model/layer-3.npy")))
        .isNotEqualTo(Files.readAllBytes(results.resolve("model/layer-3.npy")));
  }

  @Test
  void saysWhatAModelFolderLacks() throws Exception {
    Path model = Files.createDirectory(folder.resolve("my-model"));
    Command.Ended run = new Command(folder).run("run", GPT2, "--set", "model=" + model);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.all()).contains("PRETRAINED_MODEL_INCOMPLETE").doesNotContain("Exception");
  }

  @Test
  void refusesADamagedOrWrongModelBeforeAnythingRuns() throws Exception {
    Path weights = copy(TINY_GPT2).resolve("model.safetensors");
    Files.write(weights, Arrays.copyOf(Files.readAllBytes(weights), 5000));
    refusesBeforeAnythingRuns(
        GPT2, weights + ": error PRETRAINED_WEIGHTS_UNREADABLE: the file of weights is cut short");

    Path tokenizer = copy(TINY_BERT).resolve("tokenizer.json");
    Files.writeString(tokenizer, "{\"model\": {");
    refusesBeforeAnythingRuns(
        BERT, tokenizer + ": error PRETRAINED_TOKENIZER_INVALID: cannot use the tokenizer");

    Path other = copy(TINY_BERT).resolve("config.json");
    refusesBeforeAnythingRuns(
        GPT2,
        other + ": error PRETRAINED_ARCHITECTURE_UNKNOWN: the model's architecture is 'bert'");

    Path graph = emptied().resolve("model.onnx");
    Path whole = Command.distribution().resolve("models/all-minilm-l6-v2/model.onnx");
    try (InputStream bytes = Files.newInputStream(whole)) {
      Files.write(graph, bytes.readNBytes(100_000));
    }
    Files.writeString(graph.resolveSibling("tokenizer.json"), "{}");
    refusesBeforeAnythingRuns(
        BERT, graph + ": error ONNX_UNREADABLE: cannot read the model: not an ONNX graph, or cut");
  }

  private void refusesBeforeAnythingRuns(String workflow, String message) throws Exception {
    String model = "model=" + folder.resolve("my-model");
    for (String command : List.of("plan", "run")) {
      Command.Ended ended = new Command(folder).run(command, workflow, "--set", model);
      assertThat(ended.status()).as(ended.all()).isEqualTo(2);
      assertThat(ended.all()).containsOnlyOnce(message).doesNotContain("words:", "Exception");
    }
    try (Stream<Path> made = Files.list(folder)) {
      assertThat(made).extracting(Path::getFileName).containsExactly(Path.of("my-model"));
    }
    // Looks at no data.
    Command.Ended checked = new Command(folder).run("validate", workflow, "--set", model);
    assertThat(checked.status()).as(checked.all()).isZero();
  }

  private Path copy(String model) throws IOException {
    Path into = emptied();
    try (Stream<Path> files = Files.list(Path.of(model.substring("model=".length())))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, into.resolve(file.getFileName()));
      }
    }
    return into;
  }

  private Path emptied() throws IOException {
    Path model = Files.createDirectories(folder.resolve("my-model"));
    try (Stream<Path> files = Files.list(model)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.delete(file);
      }
    }
    return model;
  }

  private JsonNode activations(String step) throws Exception {
    return new ObjectMapper()
        .readTree(folder.resolve("results").resolve(step).resolve("activations.json").toFile());
  }
}
