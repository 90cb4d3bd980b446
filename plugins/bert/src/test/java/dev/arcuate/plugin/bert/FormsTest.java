package dev.arcuate.plugin.bert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.LanguageModel;
import dev.arcuate.api.LanguageModel.Prediction;
import dev.arcuate.api.LanguageModel.Query;
import dev.arcuate.api.value.Json;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same weights in the other forms that BERT was published in. */
class FormsTest {
  private static final long[][] IDS = {{2, 9, 17, 30, 3}, {2, 3}};
  private static final int[] LAYERS = {0, 1, 2, 3};
  private static final Query QUERY =
      new Query(new long[] {2, 4, 17, 4, 3}, new int[] {1, 3}, new long[] {9, 40});

  /** Matrices that lie the other way round are summed in another order. */
  private static final float TOLERANCE = 1e-5f;

  @TempDir Path folder;

  /** With the settings that were published with it, which do not name an architecture. */
  @ParameterizedTest
  @ValueSource(strings = {"bert_model.ckpt", "model.ckpt-1000"})
  void readsTheOriginalRelease(String stem) throws IOException {
    Path model = Files.createDirectories(folder.resolve("uncased_L-3_H-16_A-2"));
    Map<String, Object> settings =
        new LinkedHashMap<>(Json.read(Models.TINY.resolve("config.json")).fields());
    settings
        .keySet()
        .retainAll(
            List.of(
                "attention_probs_dropout_prob",
                "hidden_act",
                "hidden_dropout_prob",
                "hidden_size",
                "initializer_range",
                "intermediate_size",
                "max_position_embeddings",
                "num_attention_heads",
                "num_hidden_layers",
                "type_vocab_size",
                "vocab_size"));
    Json.write(model.resolve("bert_config.json"), settings);
    Files.copy(Models.TINY.resolve("vocab.txt"), model.resolve("vocab.txt"));
    Bundle.write(model.resolve(stem), tensorFlow(""));
    assertSame(model, true);
    assertThat(MiniLm.component().reads(Models.settings(model)))
        .extracting(file -> file.path().getFileName().toString())
        .containsExactly(
            "bert_config.json", "vocab.txt", stem + ".index", stem + ".data-00000-of-00001");
  }

  @Test
  void readsASavedModel() throws IOException {
    Path model = folder.resolve("bert-saved");
    Files.createDirectories(model.resolve("variables"));
    Files.createDirectories(model.resolve("assets"));
    Files.copy(Models.TINY.resolve("vocab.txt"), model.resolve("assets/vocab.txt"));
    // It holds none itself, and heads so narrow are not seen from its weights.
    Files.copy(Models.TINY.resolve("config.json"), model.resolve("config.json"));
    Bundle.write(model.resolve("variables/variables"), tensorFlow("module/"));
    assertSame(model, true);
  }

  /** The index of the real BERT-base, beside a file of the right size that holds nothing. */
  @Test
  void seesTheSettingsOfASavedModelFromItsWeights() throws IOException {
    Path model = folder.resolve("bert-saved");
    Path variables = Files.createDirectories(model.resolve("variables"));
    Files.copy(
        Path.of("../../sdk/pretrained/src/test/resources/bert-base/variables/variables.index"),
        variables.resolve("variables.index"));
    Path values = variables.resolve("variables.data-00000-of-00001");
    try (RandomAccessFile sparse = new RandomAccessFile(values.toFile(), "rw")) {
      sparse.setLength(440_419_560);
    }
    Files.createDirectories(model.resolve("assets"));
    Files.copy(Models.TINY.resolve("vocab.txt"), model.resolve("assets/vocab.txt"));
    // Opens only if every tensor is there in the shape that is expected.
    try (LanguageModel.Open open = Models.open(model, folder)) {
      assertThat(open.card().layers()).hasSize(13);
      assertThat(open.card().width()).isEqualTo(768);
      assertThat(open.card().heads()).isEqualTo(12);
      assertThat(open.card().contextLength()).isEqualTo(512);
      assertThat(open.card().vocabulary().orElseThrow().size()).isEqualTo(30522);
      assertThat(open.card().predicts()).isTrue();
    }
  }

  /** An encoder alone, as BertModel stores it. */
  @Test
  void readsAnEncoderWithoutAHead() throws IOException {
    Path model = renamed(name -> name.startsWith("bert.") ? name.substring(5) : "");
    assertSame(model, false);
  }

  /** The first conversions kept the names that TensorFlow gives to normalisations. */
  @Test
  void readsOldNamesOfNormalisations() throws IOException {
    assertSame(renamed(FormsTest::old), true);
  }

  private static String old(String name) {
    return name.replace("LayerNorm.weight", "LayerNorm.gamma")
        .replace("LayerNorm.bias", "LayerNorm.beta");
  }

  /** Both forms of one vocabulary, against what the reference tokenizer makes. */
  @Test
  void readsATokenizerAsItIsPublishedNow() throws IOException {
    Path published = Models.TINY.resolveSibling("bert-tiny-tokenizer");
    Path model = renamed(name -> name);
    Files.delete(model.resolve("vocab.txt"));
    Files.copy(published.resolve("tokenizer.json"), model.resolve("tokenizer.json"));
    Json.Node encoded = Json.read(published.resolve("encoded.json"));
    for (Path form : List.of(model, Models.TINY)) {
      try (LanguageModel.Open open = open(form)) {
        assertThat(open.card().vocabulary().orElseThrow().mask()).hasValue(4);
        long[] ids = open.tokenizer().encode(encoded.text("text"), true).ids();
        assertThat(Arrays.stream(ids).mapToInt(Math::toIntExact).toArray())
            .as("%s", form)
            .containsExactly(encoded.integers("ids"));
      }
    }
  }

  /** Names and orientation as the original code gives them. */
  private static Map<String, Array> tensorFlow(String prefix) throws IOException {
    Map<String, Array> original = new LinkedHashMap<>();
    Array.read(Models.TINY.resolve("model.safetensors"))
        .forEach(
            (name, array) -> {
              boolean matrix = name.endsWith("weight") && array.shape().size() == 2;
              boolean table = name.contains("_embeddings.");
              original.put(prefix + original(name), matrix && !table ? array.transposed() : array);
            });
    // What is in it, too, and is not read.
    original.put(prefix + "bert/pooler/dense/kernel", new Array(List.of(1L), new float[1]));
    return original;
  }

  private static String original(String name) {
    if (name.equals("cls.predictions.bias")) {
      return "cls/predictions/output_bias";
    }
    String slashes = old(name).replaceAll("layer\\.(\\d+)", "layer_$1").replace('.', '/');
    return slashes.contains("_embeddings/")
        ? slashes.replace("/weight", "")
        : slashes.replace("/weight", "/kernel");
  }

  /**
   * @param names the new name of each tensor; it is left out where that is empty
   */
  private Path renamed(UnaryOperator<String> names) throws IOException {
    Path model = Files.createDirectories(folder.resolve("my-model"));
    for (String file : List.of("config.json", "vocab.txt")) {
      Files.copy(Models.TINY.resolve(file), model.resolve(file));
    }
    Map<String, Array> arrays = new LinkedHashMap<>();
    Array.read(Models.TINY.resolve("model.safetensors"))
        .forEach((name, array) -> arrays.put(names.apply(name), array));
    arrays.remove("");
    Array.write(model.resolve("model.safetensors"), arrays);
    return model;
  }

  private void assertSame(Path model, boolean predicts) throws IOException {
    try (LanguageModel.Open tiny = open(Models.TINY);
        LanguageModel.Open open = open(model)) {
      float[][][] expected = tiny.hiddenStates(IDS, LAYERS);
      float[][][] states = open.hiddenStates(IDS, LAYERS);
      for (int sequence = 0; sequence < IDS.length; sequence++) {
        for (int layer : LAYERS) {
          assertThat(states[sequence][layer])
              .usingComparatorWithPrecision(TOLERANCE)
              .containsExactly(expected[sequence][layer]);
        }
      }
      assertThat(open.card().predicts()).isEqualTo(predicts);
      if (predicts) {
        Prediction one = open.predict(List.of(QUERY)).get(0);
        Prediction other = tiny.predict(List.of(QUERY)).get(0);
        for (int i = 0; i < 2; i++) {
          assertThat(one.logProbabilities()[i])
              .isCloseTo(other.logProbabilities()[i], within((double) TOLERANCE));
        }
      }
    }
  }

  private LanguageModel.Open open(Path model) throws IOException {
    return Models.open(model, Files.createTempDirectory(folder, "scratch"));
  }
}
