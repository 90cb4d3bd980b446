package dev.arcuate.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
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
            .run(
                "run",
                GPT2,
                "--use",
                "model=bert",
                "--set",
                TINY_BERT,
                "--set",
                "layers=[0, 0.66, -1]",
                "--out",
                "swapped");
    assertThat(swapped.status()).as(swapped.all()).isZero();
    JsonNode bert =
        new ObjectMapper().readTree(folder.resolve("swapped/model/activations.json").toFile());
    assertThat(bert.path("model").asText()).isEqualTo("bert-tiny");
    assertThat(bert.path("layers").toString()).isEqualTo("[\"embeddings\",\"1\",\"3\"]");
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

  private JsonNode activations(String step) throws Exception {
    return new ObjectMapper()
        .readTree(folder.resolve("results").resolve(step).resolve("activations.json").toFile());
  }
}
