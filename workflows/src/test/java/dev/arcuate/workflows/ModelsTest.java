package dev.arcuate.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models as graphs, the catalogue, and what a user may get wrong with either. */
class ModelsTest {
  private static final Path WORKFLOWS = Command.distribution().resolve("workflows/models");
  private static final Path PLUGINS = Path.of(System.getProperty("arcuate.root"), "plugins");
  private static final Path EXPORTS = PLUGINS.resolve("onnx/src/test/resources/models");
  private static final Path TINY_BERT = PLUGINS.resolve("bert/src/test/resources/models/bert-tiny");
  private static final Path REFUSALS = Path.of("src", "test", "resources", "models");

  @TempDir Path folder;

  @Test
  void layersHeadsAndAttentionOfAGraph() throws Exception {
    // Whole sentences, so that one pass serves all words of one.
    String context = "context={policy: sentences, size: 1, future: true}";
    assertDone(new Command(folder).run("run", workflow("onnx"), "--set", context));
    JsonNode kept = json("results/onnx/model/activations.json");
    assertThat(kept.path("layers").toString())
        .isEqualTo(
            "[\"token\",\"embeddings\",\"3\",\"6\",\"heads-3\",\"heads-3.5\",\"attention-6\"]");
    List<String> tokens = table("results/onnx/model.tokens/table.tsv");
    assertThat(tokens.get(0)).startsWith("run\trow\tword\tpiece\tpieces\tid\tstart\tend");
    assertThat(tokens).hasSizeGreaterThan(1000);
    assertThat(json("results/onnx/neurons/activations.json").path("layers").toString())
        .isEqualTo(
            "[\"neurons-0\",\"neurons-1\",\"neurons-2\",\"neurons-3\",\"neurons-4\",\"neurons-5\"]");
  }

  /** The command that stands at the head of the workflow. */
  @Test
  void anotherComponentReadsTheSameGraph() throws Exception {
    assertThat(Files.readString(Path.of(workflow("onnx"))))
        .contains("onnx.yaml --use model=bert --set 'layers=[0, 0.66, -1]' --set layer=-1\n");
    assertDone(
        new Command(folder)
            .run(
                "run",
                workflow("onnx"),
                "--use",
                "model=bert",
                "--set",
                "layers=[0, 0.66, -1]",
                "--set",
                "layer=-1",
                "--set",
                "context={policy: none}"));
    assertThat(json("results/onnx/model/activations.json").path("layers").toString())
        .isEqualTo("[\"embeddings\",\"3\",\"6\"]");
    assertThat(folder.resolve("results/onnx/design")).isNotEmptyDirectory();
  }

  /** One bit of a weight outside of the graph is another model; a byte less is none. */
  @Test
  void weightsBesideAGraphCountAndAreLookedAtWhilePlanning() throws Exception {
    Path model = copied("gpt2-external");
    Path weights = model.resolve("weights.bin");
    Files.writeString(
        folder.resolve("beside.yaml"),
        """
        arcuate: 1
        name: beside
        params: {model: gpt2/model.onnx}
        steps:
          words:
            uses: words
            with: {events: %1$s/story_events.tsv, text: %1$s/story.txt}
          model:
            uses: onnx
            inputs: {words: words}
            with: {model: $model, layers: [1], context: {policy: none}}
        """
            .formatted(Command.distribution().resolve("workflows/quickstart")));
    assertDone(
        command().run("models", "add", model.resolve("model.onnx").toString(), "--name", "one"));
    String[] catalogued = {"plan", "beside.yaml", "--set", "model=models:one"};
    assertDone(command().run(catalogued));
    assertDone(command().run("run", "beside.yaml"));
    assertThat(command().run("plan", "beside.yaml").out()).contains("0 to run");

    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length - 1] ^= 1;
    Files.write(weights, bytes);
    assertThat(command().run("plan", "beside.yaml").out()).doesNotContain("0 to run");
    Command.Ended changed = command().run(catalogued);
    assertThat(changed.status()).isEqualTo(2);
    assertThat(changed.err()).contains("MODEL_CHANGED", "they hold other bytes");

    Files.write(weights, java.util.Arrays.copyOf(bytes, bytes.length - 1));
    Command.Ended cut = command().run("plan", "beside.yaml");
    assertThat(cut.status()).isEqualTo(2);
    assertThat(cut.err())
        .contains("weights.bin: error ONNX_WEIGHT_UNREADABLE: cannot read the weight '");
    // Whoever only checks the workflow need not have the data.
    assertDone(command().run("validate", "beside.yaml"));

    Path graph = model.resolve("model.onnx");
    Files.write(graph, java.util.Arrays.copyOf(Files.readAllBytes(graph), 5000));
    Command.Ended half = command().run("plan", "beside.yaml");
    assertThat(half.status()).isEqualTo(2);
    assertThat(half.err()).contains("ONNX_UNREADABLE", "cut short");
  }

  @Test
  void surprisalOfACausalModelAndOfAMaskedOneInItsPlace() throws Exception {
    assertDone(
        new Command(folder)
            .run(
                "run",
                workflow("surprisal"),
                "--use",
                "expectation.model=onnx",
                "--set",
                "model=" + EXPORTS.resolve("gpt2"),
                "--set",
                "window=24",
                "--set",
                "minimum=8"));
    assertThat(json("results/surprisal/expectation/activations.json").path("layers").toString())
        .isEqualTo("[\"surprisal\",\"entropy\"]");
    List<String> tokens = table("results/surprisal/expectation.tokens/table.tsv");
    assertThat(tokens.subList(1, tokens.size())).noneMatch(row -> row.contains("n/a"));

    assertDone(
        new Command(folder)
            .run(
                "run",
                workflow("surprisal"),
                "--use",
                "expectation=bert",
                "--set",
                "model=" + TINY_BERT,
                "--set",
                "window=24",
                "--set",
                "minimum=8",
                "--out",
                "masked"));
    assertThat(json("masked/expectation/activations.json").path("model").asText())
        .isEqualTo("bert-tiny");
  }

  @Test
  void picturesOfWords() throws Exception {
    assertDone(
        new Command(folder)
            .run(
                "run",
                workflow("words-as-images"),
                "--set",
                "network=" + EXPORTS.resolve("letters.onnx")));
    assertThat(json("results/words-as-images/pictures/activations.json").path("layers").toString())
        .isEqualTo("[\"brightness\",\"features\"]");
  }

  @Test
  void theCatalogueNamesAModelAndNoticesWhenItsFilesAreCut() throws Exception {
    Path model = copied("gpt2");
    Command.Ended added = command().run("models", "add", model.toString(), "--name", "tiny");
    assertDone(added);
    assertThat(added.out())
        .contains(
            "added models:tiny",
            "component  onnx",
            "source     " + model,
            "licence    not stated",
            "layers     2 and embeddings, 16 wide",
            "context    32 tokens");
    JsonNode entry = json("catalogue/tiny.json");
    assertThat(entry.path("path").asText()).isEqualTo(model.toString());
    assertThat(entry.path("source").asText()).isEqualTo(model.toString());
    assertThat(entry.path("licence").asText()).isEqualTo("not stated");
    assertThat(entry.path("sha256").asText()).matches("[0-9a-f]{64}");
    assertThat(added.out()).contains("sha-256    " + entry.path("sha256").asText());
    assertThat(entry.path("layers").toString()).isEqualTo("[\"embeddings\",\"1\",\"2\"]");
    assertThat(entry.path("width").asInt()).isEqualTo(16);
    assertThat(entry.path("context-length").asInt()).isEqualTo(32);
    assertThat(entry.path("causal").asBoolean()).isTrue();
    Command.Ended stated =
        command().run("models", "add", model.toString(), "--name", "own", "--licence", "CC0");
    assertDone(stated);
    assertThat(json("catalogue/own.json").path("licence").asText()).isEqualTo("CC0");
    assertThat(json("catalogue/own.json").path("sha256")).isEqualTo(entry.path("sha256"));
    assertThat(command().run("models", "list").out()).contains("tiny ", "own ", "onnx", "CC0");
    Command.Ended shown = command().run("models", "inspect", "tiny");
    assertThat(shown.out())
        .contains("causal", "heads       4 per block", "surprisal   yes", "token", "heads-1");

    String[] run = {
      "run", workflow("onnx"), "--set", "model=models:tiny", "--set", "layers=[0, heads-3.5]"
    };
    Command.Ended unknown = command().run(run);
    assertThat(unknown.status()).isEqualTo(2);
    assertThat(unknown.err()).contains("'heads-3.5' is not a layer of model 'gpt2'");

    Path graph = model.resolve("model.onnx");
    byte[] bytes = Files.readAllBytes(graph);
    Files.write(graph, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    Command.Ended cut = command().run(run);
    assertThat(cut.status()).isEqualTo(2);
    assertThat(cut.err()).contains("MODEL_CHANGED", "the files of model 'tiny'");
    assertThat(cut.all()).doesNotContain("Exception");
  }

  @Test
  void anUnpackedArtifactIsLookedInto() throws Exception {
    Path artifact = folder.resolve("artifact");
    Path inside = Files.createDirectories(artifact.resolve("org/lab/models/tiny"));
    Path pom = Files.createDirectories(artifact.resolve("META-INF/maven/org.lab/tiny"));
    Files.writeString(
        pom.resolve("pom.xml"), "<licenses><license><name>MIT</name></license></licenses>");
    for (String file : List.of("model.onnx", "tokenizer.json")) {
      Files.copy(EXPORTS.resolve("gpt2").resolve(file), inside.resolve(file));
    }
    Command.Ended added = command().run("models", "add", artifact.toString(), "--name", "nested");
    assertDone(added);
    assertThat(added.out())
        .contains("added models:nested", "path       " + inside, "licence    MIT");

    Path packed = Files.createDirectories(folder.resolve("packed/org/lab"));
    try (ZipOutputStream zip =
        new ZipOutputStream(Files.newOutputStream(packed.resolve("model-1.0")))) {
      zip.putNextEntry(new ZipEntry("model.onnx"));
    }
    Command.Ended archive = command().run("models", "add", folder.resolve("packed").toString());
    assertThat(archive.status()).isEqualTo(2);
    assertThat(archive.err())
        .contains("'org/lab/model-1.0' is a zip archive: unpack it and add what it holds");
  }

  @Test
  void whatIsNotInTheCatalogueIsNamed() throws Exception {
    Command.Ended run = command().run("run", workflow("onnx"), "--set", "model=models:none");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("there is no such model in the catalogue");
    Command.Ended offline = command().run("models", "add", "hub:lab/tiny", "--offline");
    assertThat(offline.status()).isEqualTo(2);
    assertThat(offline.err()).contains("HUB_OFFLINE");
  }

  /** A file per mistake; {@code -Darcuate.golden.update=true} writes what is expected. */
  @ParameterizedTest
  @ValueSource(strings = {"no-model", "no-such-folder"})
  void whatCannotBeAddedIsRefused(String mistake) throws Exception {
    Files.writeString(Files.createDirectories(folder.resolve("no-model")).resolve("a.txt"), "a");
    Command.Ended refused = command().run("models", "add", folder.resolve(mistake).toString());
    assertThat(refused.status()).isEqualTo(2);
    String shown =
        refused.err().replace(folder.toString(), "FOLDER").replaceAll("(?m)^logs: .*\\R", "");
    Path expected = REFUSALS.resolve(mistake + ".txt");
    if (Boolean.getBoolean("arcuate.golden.update")) {
      Files.createDirectories(REFUSALS);
      Files.writeString(expected, shown);
    }
    assertThat(shown).isEqualTo(Files.readString(expected)).doesNotContain("Exception");
  }

  @Test
  void aContextThatTheModelDoesNotTakeIsRefusedOrCutWithAWarning() throws Exception {
    Path file = folder.resolve("long.yaml");
    Files.writeString(
        file,
        """
        arcuate: 1
        name: long
        params: {policy: {policy: document}}
        steps:
          words:
            uses: words
            with: {events: %1$s/story_events.tsv, text: %1$s/story.txt}
          model:
            uses: onnx
            inputs: {words: words}
            with: {model: "arcuate:models/all-minilm-l6-v2", layers: [1], context: $policy}
        """
            .formatted(Command.distribution().resolve("workflows/quickstart")));
    Command.Ended run = command().run("run", file.toString());
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("CONTEXT_TOO_LONG: run 1 has ", "the model takes 510");
  }

  @Test
  void filesAreLookedInto() throws Exception {
    Command.Ended graph = command().run("inspect", EXPORTS.resolve("letters.onnx").toString());
    assertDone(graph);
    assertThat(graph.out())
        .startsWith("ONNX graph")
        .contains("GlobalAveragePool 1", "pictures", "[open, 1, 32, 100]");
    Command.Ended weights =
        command().run("inspect", TINY_BERT.resolve("model.safetensors").toString());
    assertThat(weights.out()).startsWith("safetensors").contains("F32");
    Path text = Files.writeString(folder.resolve("a.txt"), "text");
    Command.Ended unknown = command().run("inspect", text.toString());
    assertThat(unknown.status()).isEqualTo(2);
    assertThat(unknown.err()).contains("INSPECT_UNKNOWN");
  }

  private Command command() {
    return new Command(folder).with("ARCUATE_MODELS", folder.resolve("catalogue").toString());
  }

  private Path copied(String export) throws IOException {
    Path target = Files.createDirectories(folder.resolve("gpt2"));
    try (Stream<Path> files = Files.list(EXPORTS.resolve(export))) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return target;
  }

  private static String workflow(String name) {
    return WORKFLOWS.resolve(name + ".yaml").toString();
  }

  private static void assertDone(Command.Ended ended) {
    assertThat(ended.status()).as(ended.all()).isZero();
  }

  private JsonNode json(String file) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(file).toFile());
  }

  private List<String> table(String file) throws IOException {
    return Files.readAllLines(folder.resolve(file));
  }
}
