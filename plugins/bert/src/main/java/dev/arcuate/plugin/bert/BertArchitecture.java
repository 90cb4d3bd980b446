package dev.arcuate.plugin.bert;

import dev.arcuate.api.LanguageModel.State;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Problem.Position;
import dev.arcuate.api.onnx.OnnxValue;
import dev.arcuate.pretrained.Activation;
import dev.arcuate.pretrained.Architecture;
import dev.arcuate.pretrained.Blocks;
import dev.arcuate.pretrained.Checkpoint;
import dev.arcuate.pretrained.Dimensions;
import dev.arcuate.pretrained.Initial;
import dev.arcuate.pretrained.ModelConfig;
import dev.arcuate.pretrained.StoredTensor;
import dev.arcuate.pretrained.Weights;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Devlin et al. 2019: blocks that normalise the residual after each part.
 *
 * @param names of the tensors
 * @param places rows of the table of positions
 * @param inner width of the feed-forward parts
 * @param segments rows of the table of segments, of which the first is used
 */
record BertArchitecture(
    Dimensions dimensions,
    BertNames names,
    int places,
    int inner,
    int segments,
    Activation activation,
    double epsilon,
    double deviation)
    implements Architecture {
  /** Every released BERT has heads of this width; saved models do not say it. */
  private static final int USUAL_HEAD = 64;

  private static final String HEAD = "cls.predictions.transform.dense";
  private static final String HEAD_NORM = "cls.predictions.transform.LayerNorm";

  /** By the settings of the model. */
  static BertArchitecture of(ModelConfig config, Checkpoint checkpoint) {
    if (config.value("model_type").isPresent() || !config.file().endsWith("bert_config.json")) {
      config.requireArchitecture(List.of("bert"));
    }
    String positions = config.text("position_embedding_type", "absolute");
    if (!positions.equals("absolute")) {
      throw config.unsupported("position_embedding_type", positions, "absolute");
    }
    if (config.truth("is_decoder", false)) {
      throw config.unsupported("is_decoder", true, "false");
    }
    int width = config.size("hidden_size");
    int heads = config.size("num_attention_heads");
    if (width % heads != 0) {
      throw config.invalid("num_attention_heads", heads, "a divisor of hidden_size, " + width);
    }
    BertNames names = BertNames.of(checkpoint);
    return new BertArchitecture(
        new Dimensions(
            config.size("num_hidden_layers"),
            width,
            heads,
            config.size("vocab_size"),
            config.size("max_position_embeddings"),
            false,
            checkpoint.tensors().containsKey(names.matrix(HEAD))),
        names,
        config.size("max_position_embeddings"),
        config.size("intermediate_size"),
        config.size("type_vocab_size"),
        Activation.of(config, "hidden_act", "gelu"),
        config.number("layer_norm_eps", 1e-12),
        config.number("initializer_range", 0.02));
  }

  /**
   * The same with fewer tokens in a sequence.
   *
   * @throws dev.arcuate.api.ProblemException {@code BERT_CONTEXT_LONGER}
   */
  BertArchitecture within(Optional<Integer> contextLength) {
    if (contextLength.isEmpty()) {
      return this;
    }
    if (contextLength.get() > places) {
      throw Problem.user(
              "BERT_CONTEXT_LONGER",
              "'context-length' is "
                  + contextLength.get()
                  + ", but the model has positions for "
                  + places
                  + " tokens")
          .hint("leave out 'context-length', or write at most " + places)
          .exception();
    }
    Dimensions shorter =
        new Dimensions(
            dimensions.layers(),
            dimensions.width(),
            dimensions.heads(),
            dimensions.vocabulary(),
            contextLength.get(),
            dimensions.causal(),
            dimensions.predicts());
    return new BertArchitecture(
        shorter, names, places, inner, segments, activation, epsilon, deviation);
  }

  /** The settings that the shapes of the weights show, for saved models, which have no others. */
  static ModelConfig seen(Checkpoint checkpoint, Path file) {
    BertNames names = BertNames.of(checkpoint);
    List<Long> words = shape(checkpoint, names.table("word_embeddings"), file);
    int layers = 0;
    while (checkpoint.tensors().containsKey(names.matrix(query(layers)))) {
      layers++;
    }
    List<Long> inner = shape(checkpoint, names.matrix("encoder.layer.0.intermediate.dense"), file);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("model_type", "bert");
    fields.put("vocab_size", words.get(0));
    fields.put("hidden_size", words.get(1));
    fields.put("num_hidden_layers", layers);
    fields.put("num_attention_heads", words.get(1) / USUAL_HEAD);
    fields.put("intermediate_size", inner.get(names.tensorFlow() ? 1 : 0));
    fields.put(
        "max_position_embeddings",
        shape(checkpoint, names.table("position_embeddings"), file).get(0));
    fields.put(
        "type_vocab_size", shape(checkpoint, names.table("token_type_embeddings"), file).get(0));
    return new ModelConfig(file, fields);
  }

  private static List<Long> shape(Checkpoint checkpoint, String name, Path file) {
    StoredTensor tensor = checkpoint.tensors().get(name);
    if (tensor == null || tensor.shape().size() != 2) {
      throw Problem.data(
              "BERT_SETTINGS_UNKNOWN",
              "the model has no config.json, and its weights are not named as those of a BERT: there"
                  + " is no '"
                  + name
                  + "'")
          .at(new Position(file.toString(), 0, 0))
          .hint("copy the config.json that was published with the weights into the folder")
          .exception();
    }
    return tensor.shape();
  }

  private static String query(int block) {
    return "encoder.layer." + block + ".attention.self.query";
  }

  @Override
  public void build(Blocks blocks) {
    OnnxValue table = table(blocks, "word_embeddings", dimensions.vocabulary());
    OnnxValue positions = table(blocks, "position_embeddings", places);
    OnnxValue segment = table(blocks, "token_type_embeddings", segments);
    OnnxValue token = blocks.rows(table, blocks.tokens());
    blocks.state(State.TOKEN, token);
    OnnxValue first = blocks.rows(segment, blocks.graph().row(0));
    OnnxValue placed =
        blocks.sum(blocks.sum(token, first), blocks.rows(positions, blocks.positions()));
    OnnxValue state = norm(blocks, placed, "embeddings.LayerNorm");
    blocks.layer(0, state);
    for (int block = 0; block < blocks.depth(); block++) {
      state = block(blocks, state, block);
      blocks.layer(block + 1, state);
    }
    if (blocks.predicts()) {
      predict(blocks, state, table);
    }
  }

  private OnnxValue block(Blocks blocks, OnnxValue state, int block) {
    String at = "encoder.layer." + block + ".";
    int width = dimensions.width();
    OnnxValue mixed =
        blocks.attention(
            linear(blocks, state, at + "attention.self.query", width, width),
            linear(blocks, state, at + "attention.self.key", width, width),
            linear(blocks, state, at + "attention.self.value", width, width),
            block + 1,
            1 / Math.sqrt(dimensions.headWidth()));
    OnnxValue attended = joined(blocks, state, mixed, at + "attention.output", width);
    OnnxValue wide = linear(blocks, attended, at + "intermediate.dense", width, inner);
    OnnxValue bent = blocks.bent(wide, activation);
    return joined(blocks, attended, bent, at + "output", inner);
  }

  /** The projection that ends a part, the residual and the normalisation. */
  private OnnxValue joined(Blocks blocks, OnnxValue residual, OnnxValue x, String part, int from) {
    int width = dimensions.width();
    return blocks
        .joined(
            residual,
            linear(blocks, x, part + ".dense", from, width),
            scale(blocks, part + ".LayerNorm"),
            shift(blocks, part + ".LayerNorm"),
            epsilon)
        .normalised();
  }

  private OnnxValue table(Blocks blocks, String name, int rows) {
    return blocks
        .weights()
        .get(names.table(name), Initial.normal(deviation), rows, dimensions.width());
  }

  private OnnxValue linear(Blocks blocks, OnnxValue x, String layer, int from, int to) {
    return blocks.linear(
        x, matrix(blocks, layer, from, to), offset(blocks, layer, to), !names.tensorFlow());
  }

  private OnnxValue matrix(Blocks blocks, String layer, int from, int to) {
    Initial initial = Initial.normal(deviation);
    return names.tensorFlow()
        ? blocks.weights().get(names.matrix(layer), initial, from, to)
        : blocks.weights().get(names.matrix(layer), initial, to, from);
  }

  private OnnxValue offset(Blocks blocks, String layer, int size) {
    return blocks.weights().get(names.offset(layer), Initial.ZERO, size);
  }

  private OnnxValue norm(Blocks blocks, OnnxValue x, String norm) {
    return blocks.normalised(x, scale(blocks, norm), shift(blocks, norm), epsilon);
  }

  private OnnxValue scale(Blocks blocks, String norm) {
    return blocks.weights().get(names.scale(norm), Initial.ONE, dimensions.width());
  }

  private OnnxValue shift(Blocks blocks, String norm) {
    return blocks.weights().get(names.shift(norm), Initial.ZERO, dimensions.width());
  }

  private void predict(Blocks blocks, OnnxValue states, OnnxValue table) {
    Weights weights = blocks.weights();
    int width = dimensions.width();
    OnnxValue bent =
        blocks.bent(linear(blocks, blocks.asked(states), HEAD, width, width), activation);
    OnnxValue offset = weights.get(names.headOffset(), Initial.ZERO, dimensions.vocabulary());
    blocks.predict(blocks.linear(norm(blocks, bent, HEAD_NORM), table, offset, true));
  }
}
