package dev.arcuate.plugin.gpt2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.api.LanguageModel;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Json;
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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
      write(model.resolve(file), own, StoredType.F32, value -> value);
    }
    Json.write(model.resolve("model.safetensors.index.json"), Map.of("weight_map", places));
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

  /** Weights of fewer bits, or more, give what the same numbers give as float32. */
  @ParameterizedTest
  @EnumSource(StoredType.class)
  void readsWeightsOfAllTypesWithoutLoss(StoredType type) throws IOException {
    List<StoredTensor> tensors =
        List.copyOf(Checkpoint.read(Models.TINY.resolve("model.safetensors")).tensors().values());
    Path stored = copy();
    write(stored.resolve("model.safetensors"), tensors, type, type::rounded);
    Path widened = Models.copy(Models.TINY, folder.resolve("widened"));
    write(widened.resolve("model.safetensors"), tensors, StoredType.F32, type::rounded);
    float[][][] states = states(stored);
    assertThat(states).isDeepEqualTo(states(widened));
    if (type.ordinal() < StoredType.F32.ordinal()) {
      assertThat(states[0][3]).isNotEqualTo(states(Models.TINY)[0][3]);
    } else {
      assertThat(states).isDeepEqualTo(states(Models.TINY));
    }
  }

  /** As GPT-2 itself was published: names without a prefix, and masks among the weights. */
  @Test
  void readsTheNamesOfTheFirstRelease() throws IOException {
    Path model = copy();
    Path file = model.resolve("model.safetensors");
    SafetensorsFile weights = SafetensorsFile.read(file);
    int mask = 64 * 64 * Float.BYTES;
    String header = weights.header().strip().replace("\"transformer.", "\"");
    StringBuilder more = new StringBuilder(header.substring(0, header.length() - 1));
    int end = weights.values().length;
    for (int block = 0; block < 3; block++) {
      more.append(",\"h." + block + ".attn.bias\":{\"dtype\":\"F32\",\"shape\":[1,1,64,64],")
          .append("\"data_offsets\":[" + end + "," + (end + mask) + "]}");
      end += mask;
    }
    new SafetensorsFile(more.append("}").toString(), Arrays.copyOf(weights.values(), end))
        .write(file);
    assertThat(Checkpoint.read(file).tensors()).containsKeys("wte.weight", "h.2.attn.bias");
    assertThat(states(model)).isDeepEqualTo(states(Models.TINY));
  }

  /** Both forms of one vocabulary, against what the reference tokenizer makes. */
  @Test
  void readsATokenizerAsItIsPublishedNow() throws IOException {
    Path published = Models.TINY.resolveSibling("gpt2-tiny-unscaled");
    assertThat(published.resolve("tokenizer.json")).exists();
    assertThat(published.resolve("vocab.json")).doesNotExist();
    Json.Node encoded = Json.read(published.resolve("encoded.json"));
    for (Path model : List.of(published, Models.TINY)) {
      try (LanguageModel.Open open =
          Models.open(model, Files.createTempDirectory(folder, "scratch"))) {
        assertThat(open.card().vocabulary().orElseThrow().begin()).hasValue(262);
        long[] ids = open.tokenizer().encode(encoded.text("text"), true).ids();
        assertThat(Arrays.stream(ids).mapToInt(Math::toIntExact).toArray())
            .as("%s", model)
            .containsExactly(encoded.integers("ids"));
      }
    }
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
    return Models.copy(Models.TINY, folder.resolve("my-model"));
  }

  /** How safetensors names a type, and what becomes of a number in it. */
  enum StoredType {
    /** Eleven bits, by cutting off the others; the smallest numbers become 0. */
    F16 {
      @Override
      float rounded(float value) {
        return Math.abs(value) < 0x1p-14f
            ? 0
            : Float.intBitsToFloat(Float.floatToRawIntBits(value) & 0xffffe000);
      }

      @Override
      void put(float rounded, ByteBuffer into) {
        int bits = Float.floatToRawIntBits(rounded);
        int exponent = ((bits >>> 23) & 0xff) - 127 + 15;
        int magnitude = rounded == 0 ? 0 : (exponent << 10) | ((bits >>> 13) & 0x3ff);
        into.putShort((short) (((bits >>> 16) & 0x8000) | magnitude));
      }
    },
    /** Eight bits, by cutting off the others. */
    BF16 {
      @Override
      float rounded(float value) {
        return Float.intBitsToFloat(Float.floatToRawIntBits(value) & 0xffff0000);
      }

      @Override
      void put(float rounded, ByteBuffer into) {
        into.putShort((short) (Float.floatToRawIntBits(rounded) >>> 16));
      }
    },
    F32 {
      @Override
      float rounded(float value) {
        return value;
      }

      @Override
      void put(float rounded, ByteBuffer into) {
        into.putFloat(rounded);
      }
    },
    F64 {
      @Override
      float rounded(float value) {
        return value;
      }

      @Override
      void put(float rounded, ByteBuffer into) {
        into.putDouble(rounded);
      }
    };

    abstract float rounded(float value);

    abstract void put(float rounded, ByteBuffer into);
  }

  private interface Rounding {
    float rounded(float value);
  }

  /** Writes tensors one behind another. */
  private static void write(Path file, List<StoredTensor> tensors, StoredType type, Rounding by)
      throws IOException {
    StringBuilder header = new StringBuilder("{");
    ByteBuffer values = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
    for (StoredTensor tensor : tensors) {
      int start = values.position();
      float[] floats = new Golden(new Checkpoint(Map.of("t", tensor), List.of())).floats("t");
      for (float value : floats) {
        type.put(by.rounded(value), values);
      }
      header
          .append(header.length() > 1 ? "," : "")
          .append("\"" + tensor.name() + "\":{\"dtype\":\"" + type)
          .append("\",\"shape\":" + tensor.shape() + ",\"data_offsets\":[" + start + ",")
          .append(values.position() + "]}");
    }
    byte[] bytes = new byte[values.position()];
    values.flip().get(bytes);
    new SafetensorsFile(header.append("}").toString(), bytes).write(file);
  }
}
