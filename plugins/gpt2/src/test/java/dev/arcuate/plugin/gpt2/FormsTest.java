package dev.arcuate.plugin.gpt2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.api.LanguageModel;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.pretrained.Checkpoint;
import dev.arcuate.pretrained.PretrainedModel;
import dev.arcuate.pretrained.StoredTensor;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same weights in other forms give the same states. */
class FormsTest {
  private static final long[][] IDS = {{1, 2, 3, 4, 5}, {6}};
  private static final int[] LAYERS = {0, 1, 2, 3};

  @TempDir Path folder;

  @Test
  void readsWeightsInSeveralParts() throws IOException {
    Path model = copy();
    Map<String, StoredTensor> tensors =
        Checkpoint.read(model.resolve("model.safetensors")).tensors();
    Map<String, Object> places = new LinkedHashMap<>();
    List<String> names = new ArrayList<>(tensors.keySet());
    for (int part = 0; part < 3; part++) {
      String file = "model-0000" + (part + 1) + "-of-00003.safetensors";
      List<StoredTensor> own = new ArrayList<>();
      for (int i = part; i < names.size(); i += 3) {
        own.add(tensors.get(names.get(i)));
        places.put(names.get(i), file);
      }
      write(model.resolve(file), own, false);
    }
    dev.arcuate.api.value.Json.write(
        model.resolve("model.safetensors.index.json"), Map.of("weight_map", places));
    Files.delete(model.resolve("model.safetensors"));
    assertThat(states(model)).isDeepEqualTo(states(Models.TINY));
    assertThat(Models.component().reads(Models.settings(model)))
        .extracting(InputPath::logical)
        .containsExactly(
            "my-model/config.json",
            "my-model/vocab.json",
            "my-model/merges.txt",
            "my-model/model.safetensors.index.json",
            "my-model/model-00001-of-00003.safetensors",
            "my-model/model-00002-of-00003.safetensors",
            "my-model/model-00003-of-00003.safetensors");
  }

  @Test
  void widensWeightsStoredInHalfTheBits() throws IOException {
    Path model = copy();
    Path file = model.resolve("model.safetensors");
    List<StoredTensor> tensors =
        List.copyOf(Checkpoint.read(Models.TINY.resolve("model.safetensors")).tensors().values());
    write(file, tensors, true);
    float[][][] exact = states(Models.TINY);
    float[][][] rounded = states(model);
    for (int layer : LAYERS) {
      for (int i = 0; i < exact[0][layer].length; i++) {
        // bfloat16 keeps eight bits.
        assertThat(rounded[0][layer][i]).isCloseTo(exact[0][layer][i], within(0.3f));
      }
    }
    assertThat(rounded).isNotEqualTo(exact);
  }

  private static org.assertj.core.data.Offset<Float> within(float distance) {
    return org.assertj.core.api.Assertions.within(distance);
  }

  @Test
  void drawsTheSameTwinFromTheSameSeed() throws IOException {
    float[][][] first = untrained(1, "a");
    assertThat(untrained(1, "b")).isDeepEqualTo(first);
    float[] other = untrained(2, "c")[0][3];
    assertThat(other).isNotEqualTo(first[0][3]);
    // Normalised last: its spread is that of a unit normal distribution.
    double squares = 0;
    for (float value : first[0][3]) {
      squares += value * value;
    }
    assertThat(Math.sqrt(squares / first[0][3].length)).isBetween(0.95, 1.0);
    // Embeddings are drawn with a deviation of 0.02 twice.
    squares = 0;
    for (float value : first[0][0]) {
      squares += value * value;
    }
    assertThat(Math.sqrt(squares / first[0][0].length)).isBetween(0.02, 0.04);
  }

  @Test
  void writesNothingAboveTheHighestLayerAskedFor() throws IOException {
    try (LanguageModel.Open open = Models.open(Models.TINY, folder)) {
      PretrainedModel model = (PretrainedModel) open;
      assertThat(text(model.graph(Set.of(1), false)))
          .contains("h.0.attn")
          .doesNotContain("h.1.attn")
          .doesNotContain("ln_f");
      assertThat(text(model.graph(Set.of(1), true)))
          .contains("h.2.attn")
          .contains("ln_f")
          .contains("entropies");
      int heads = open.card().place("heads-2");
      assertThat(text(model.graph(Set.of(heads), false)))
          .contains("h.1.attn")
          .doesNotContain("h.2.attn");
    }
  }

  private static String text(byte[] graph) {
    return new String(graph, java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  private float[][][] untrained(long seed, String scratch) throws IOException {
    TestTask task = new TestTask(Files.createDirectory(folder.resolve(scratch)));
    try (LanguageModel.Open open =
        Models.component().openUntrained(Models.settings(Models.TINY), seed, task)) {
      return open.hiddenStates(IDS, LAYERS);
    }
  }

  private float[][][] states(Path model) throws IOException {
    try (LanguageModel.Open open =
        Models.open(model, Files.createTempDirectory(folder, "scratch"))) {
      return open.hiddenStates(IDS, LAYERS);
    }
  }

  private Path copy() throws IOException {
    Path model = Files.createDirectory(folder.resolve("my-model"));
    try (Stream<Path> files = Files.list(Models.TINY)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (!file.endsWith("golden.safetensors")) {
          Files.copy(file, model.resolve(file.getFileName()));
        }
      }
    }
    return model;
  }

  /** Writes tensors one behind another, if asked in bfloat16. */
  private static void write(Path file, List<StoredTensor> tensors, boolean half)
      throws IOException {
    StringBuilder header = new StringBuilder("{");
    ByteBuffer values = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
    for (StoredTensor tensor : tensors) {
      int start = values.position();
      float[] floats = new Golden(new Checkpoint(Map.of("t", tensor), List.of())).floats("t");
      for (float value : floats) {
        if (half) {
          values.putShort((short) (Float.floatToRawIntBits(value) >>> 16));
        } else {
          values.putFloat(value);
        }
      }
      header
          .append(header.length() > 1 ? "," : "")
          .append("\"" + tensor.name() + "\":{\"dtype\":\"" + (half ? "BF16" : "F32"))
          .append("\",\"shape\":" + tensor.shape() + ",\"data_offsets\":[" + start + ",")
          .append(values.position() + "]}");
    }
    byte[] bytes = new byte[values.position()];
    values.flip().get(bytes);
    new SafetensorsFile(header.append("}").toString(), bytes).write(file);
  }
}
