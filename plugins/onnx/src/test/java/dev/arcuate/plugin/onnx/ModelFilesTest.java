package dev.arcuate.plugin.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.ProblemException;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.engine.store.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What counts for the key of a step, and what of it is refused before anything runs. */
class ModelFilesTest {
  @TempDir Path folder;
  private Path model;

  @BeforeEach
  void copyModel() throws IOException {
    model = Files.createDirectories(folder.resolve("lab"));
    for (String name : List.of("model.onnx", "weights.bin", "tokenizer.json")) {
      Files.copy(Models.export("gpt2-external").resolve(name), model.resolve(name));
    }
    Files.writeString(model.resolve("config.json"), "{\"n_head\": 4}");
    Files.writeString(model.resolve("tokenizer_config.json"), "{}");
    Files.writeString(model.resolve("README.md"), "not read");
  }

  @Test
  void aGraphIsReadWithAllThatBelongsToIt() {
    assertThat(read("model.onnx", "data/lab/model.onnx").keySet())
        .containsExactly(
            "data/lab/config.json",
            "data/lab/model.onnx",
            "data/lab/tokenizer.json",
            "data/lab/tokenizer_config.json",
            "data/lab/weights.bin");
    assertThat(read("model.onnx", "model.onnx")).containsKeys("model.onnx", "weights.bin");
    assertThat(read("model.onnx", "models:tiny"))
        .containsKeys("models:tiny", "models:tiny/weights.bin", "models:tiny/config.json");
    assertThat(read("", "data/lab").keySet())
        .isEqualTo(read("model.onnx", "data/lab/model.onnx").keySet());
  }

  @Test
  void everyByteOfThemCounts() throws IOException {
    for (String name :
        List.of("weights.bin", "tokenizer.json", "config.json", "tokenizer_config.json")) {
      Map<String, String> before = read("model.onnx", "model.onnx");
      Path file = model.resolve(name);
      byte[] bytes = Files.readAllBytes(file);
      if (name.endsWith(".bin")) {
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
      } else {
        // A blank at the end, so that it can still be read.
        Files.writeString(file, " ", StandardOpenOption.APPEND);
      }
      Map<String, String> after = read("model.onnx", "model.onnx");
      assertThat(after.keySet()).isEqualTo(before.keySet());
      assertThat(after.get(name)).isNotEqualTo(before.get(name));
      after.remove(name);
      assertThat(before).containsAllEntriesOf(after);
    }
  }

  @Test
  void aTokenizerAndATableOfOnesOwnCountInTheirPlace() throws IOException {
    Path own = Files.createDirectories(folder.resolve("own"));
    Files.move(model.resolve("tokenizer.json"), own.resolve("words.json"));
    Files.writeString(own.resolve("special_tokens_map.json"), "{}");
    Path table = Files.writeString(own.resolve("table.npy"), "any");
    OnnxSettings settings =
        settings(
            new InputPath(model.resolve("model.onnx"), "lab/model.onnx"),
            Optional.of(new InputPath(own.resolve("words.json"), "own/words.json")),
            Optional.empty(),
            Optional.of(new InputPath(table, "own/table.npy")));
    assertThat(Models.component().reads(settings))
        .extracting(InputPath::logical)
        .containsExactlyInAnyOrder(
            "lab/model.onnx",
            "lab/weights.bin",
            "lab/config.json",
            "own/words.json",
            "own/special_tokens_map.json",
            "own/table.npy");
  }

  @Test
  void aModelInTheLayoutOfAHubIsReadFromBothFolders() throws IOException {
    moveGraphInto("onnx");
    assertThat(read("", "hub").keySet())
        .contains("hub/onnx/model.onnx", "hub/onnx/weights.bin", "hub/tokenizer.json");
    assertThat(read("onnx/model.onnx", "hub/onnx/model.onnx").keySet())
        .contains("hub/onnx/model.onnx", "hub/onnx/weights.bin", "hub/onnx/../tokenizer.json");
  }

  @Test
  void aGraphNamedInAFolderOfItsOwnIsReadWithWhatLiesAbove() throws IOException {
    moveGraphInto("small");
    OnnxSettings settings =
        settings(
            new InputPath(model, "lab"),
            Optional.empty(),
            Optional.of("small/model.onnx"),
            Optional.empty());
    assertThat(Models.component().reads(settings))
        .extracting(InputPath::logical)
        .containsExactlyInAnyOrder(
            "lab/small/model.onnx",
            "lab/small/weights.bin",
            "lab/config.json",
            "lab/tokenizer.json",
            "lab/tokenizer_config.json");
  }

  @Test
  void cutFilesAreRefused() throws IOException {
    Path weights = model.resolve("weights.bin");
    byte[] bytes = Files.readAllBytes(weights);
    Files.write(weights, Arrays.copyOf(bytes, bytes.length - 1));
    assertThatThrownBy(() -> read("model.onnx", "lab/model.onnx"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problems().get(0).hint())
                    .hasValue("copy the file again and compare its size with the original"))
        .hasMessageStartingWith(
            weights + ": error ONNX_WEIGHT_UNREADABLE: cannot read the weight '")
        .hasMessageEndingWith(
            " to "
                + bytes.length
                + " lie beyond the end of the file, which has "
                + (bytes.length - 1));
    Files.delete(weights);
    assertThatThrownBy(() -> read("model.onnx", "lab/model.onnx"))
        .hasMessageEndingWith(
            "error ONNX_UNREADABLE: cannot read the model: its weights are in 'weights.bin', which"
                + " is not beside it");
    Path graph = model.resolve("model.onnx");
    Files.write(graph, Arrays.copyOf(Files.readAllBytes(graph), 5000));
    assertThatThrownBy(() -> read("model.onnx", "lab/model.onnx"))
        .hasMessageContaining("ONNX_UNREADABLE: cannot read the model: not an ONNX graph, or cut");
  }

  /** By name as a workflow would write it, as the planner does. */
  private Map<String, String> read(String file, String logical) {
    Digests digests = Digests.remembered(folder.resolve("digests.json"));
    OnnxSettings settings =
        settings(
            new InputPath(file.isEmpty() ? model : model.resolve(file), logical),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    Map<String, String> read = new TreeMap<>();
    Models.component().reads(settings).forEach(path -> read.put(path.logical(), digests.of(path)));
    return read;
  }

  private void moveGraphInto(String inner) throws IOException {
    Path target = Files.createDirectories(model.resolve(inner));
    for (String name : List.of("model.onnx", "weights.bin")) {
      Files.move(model.resolve(name), target.resolve(name));
    }
  }

  private static OnnxSettings settings(
      InputPath model,
      Optional<InputPath> tokenizer,
      Optional<String> file,
      Optional<InputPath> embeddings) {
    return new OnnxSettings(
        model,
        tokenizer,
        Optional.empty(),
        file,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Map.of(),
        Map.of(),
        embeddings);
  }
}
