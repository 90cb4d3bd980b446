package dev.arcuate.plugin.gpt2;

import dev.arcuate.api.LanguageModel.State;
import dev.arcuate.api.onnx.OnnxValue;
import dev.arcuate.pretrained.Activation;
import dev.arcuate.pretrained.Architecture;
import dev.arcuate.pretrained.Blocks;
import dev.arcuate.pretrained.Checkpoint;
import dev.arcuate.pretrained.Dimensions;
import dev.arcuate.pretrained.Initial;
import dev.arcuate.pretrained.ModelConfig;
import dev.arcuate.pretrained.Weights;
import java.util.List;

/**
 * Radford et al. 2019: blocks that normalise what they read, never the residual itself.
 *
 * @param prefix before the names of all tensors but those of the head
 * @param inner width of the feed-forward parts
 * @param scaleByWidth whether products of queries and keys are divided by √(width of a head)
 * @param scaleByBlock whether they are also divided by the number of the block
 * @param tied whether the head is the table of tokens
 * @param headBias whether the head has a bias, which GPT-2 itself has not
 * @param finalNorm whether the last state is normalised
 */
record Gpt2Architecture(
    Dimensions dimensions,
    String prefix,
    int inner,
    Activation activation,
    double epsilon,
    double deviation,
    boolean scaleByWidth,
    boolean scaleByBlock,
    boolean tied,
    boolean headBias,
    boolean finalNorm)
    implements Architecture {
  private static final String HEAD = "lm_head.weight";
  private static final String HEAD_BIAS = "lm_head.bias";
  private static final int USUAL_POSITIONS = 1024;

  /** By the settings of the model, and by the names that its weights have. */
  static Gpt2Architecture of(ModelConfig config, Checkpoint checkpoint, boolean finalNorm) {
    config.requireArchitecture(List.of("gpt2"));
    if (config.truth("add_cross_attention", false)) {
      throw config.unsupported("add_cross_attention", true, "false");
    }
    int width = config.size("n_embd", "hidden_size");
    int heads = config.size("n_head", "num_attention_heads");
    if (width % heads != 0) {
      throw config.invalid("n_head", heads, "a divisor of n_embd, " + width);
    }
    String prefix = checkpoint.tensors().containsKey("wte.weight") ? "" : "transformer.";
    Dimensions sizes =
        new Dimensions(
            config.size("n_layer", "num_hidden_layers"),
            width,
            heads,
            config.size("vocab_size"),
            config.value("n_positions").isPresent() || config.value("n_ctx").isPresent()
                ? config.size("n_positions", "n_ctx")
                : USUAL_POSITIONS,
            true,
            true);
    boolean tied = config.truth("tie_word_embeddings", true);
    return new Gpt2Architecture(
        sizes,
        prefix,
        config.value("n_inner").isPresent() ? config.size("n_inner") : 4 * width,
        Activation.of(config, "activation_function", "gelu_new"),
        config.number("layer_norm_epsilon", 1e-5),
        config.number("initializer_range", 0.02),
        config.truth("scale_attn_weights", true),
        config.truth("scale_attn_by_inverse_layer_idx", false),
        tied,
        checkpoint.tensors().containsKey(HEAD_BIAS),
        finalNorm);
  }

  @Override
  public void build(Blocks blocks) {
    Weights weights = blocks.weights();
    int width = dimensions.width();
    OnnxValue table =
        weights.get(
            prefix + "wte.weight", Initial.normal(deviation), dimensions.vocabulary(), width);
    OnnxValue places =
        weights.get(
            prefix + "wpe.weight", Initial.normal(deviation), dimensions.contextLength(), width);
    OnnxValue token = blocks.rows(table, blocks.tokens());
    blocks.state(State.TOKEN, token);
    OnnxValue residual = blocks.sum(token, blocks.rows(places, blocks.positions()));
    blocks.layer(0, residual);
    int depth = blocks.depth();
    OnnxValue read = depth == 0 ? residual : norm(blocks, residual, "h.0.ln_1");
    for (int block = 0; block < depth; block++) {
      boolean top = block == dimensions.layers() - 1;
      String next = top ? "ln_f" : "h." + (block + 1) + ".ln_1";
      Blocks.Joined end = block(blocks, residual, read, block, next);
      residual = end.sum();
      read = end.normalised();
      blocks.layer(block + 1, top && finalNorm ? read : residual);
    }
    if (blocks.predicts()) {
      predict(blocks, read, table);
    }
  }

  private Blocks.Joined block(
      Blocks blocks, OnnxValue residual, OnnxValue read, int block, String next) {
    String at = "h." + block + ".";
    int width = dimensions.width();
    OnnxValue all = linear(blocks, read, at + "attn.c_attn", deviation, width, 3 * width);
    List<OnnxValue> parts =
        blocks
            .graph()
            .call("Split", all)
            .with("axis", 1)
            .with("num_outputs", 3)
            .as(List.of(at + "query", at + "key", at + "value"));
    double scale =
        (scaleByWidth ? 1 / Math.sqrt(dimensions.headWidth()) : 1) / (scaleByBlock ? block + 1 : 1);
    OnnxValue mixed = blocks.attention(parts.get(0), parts.get(1), parts.get(2), block + 1, scale);
    double projected = deviation / Math.sqrt(2.0 * dimensions.layers());
    OnnxValue attended = linear(blocks, mixed, at + "attn.c_proj", projected, width, width);
    Blocks.Joined middle = joined(blocks, residual, attended, at + "ln_2");
    OnnxValue wide = linear(blocks, middle.normalised(), at + "mlp.c_fc", deviation, width, inner);
    OnnxValue bent = blocks.bent(wide, activation);
    OnnxValue narrow = linear(blocks, bent, at + "mlp.c_proj", projected, inner, width);
    return joined(blocks, middle.sum(), narrow, next);
  }

  private Blocks.Joined joined(Blocks blocks, OnnxValue residual, OnnxValue x, String norm) {
    return blocks.joined(
        residual, x, scale(blocks, norm), offset(blocks, norm, dimensions.width()), epsilon);
  }

  private OnnxValue norm(Blocks blocks, OnnxValue x, String name) {
    return blocks.normalised(
        x, scale(blocks, name), offset(blocks, name, dimensions.width()), epsilon);
  }

  private OnnxValue scale(Blocks blocks, String norm) {
    return blocks.weights().get(prefix + norm + ".weight", Initial.ONE, dimensions.width());
  }

  private OnnxValue offset(Blocks blocks, String name, int size) {
    return blocks.weights().get(prefix + name + ".bias", Initial.ZERO, size);
  }

  private OnnxValue matrix(Blocks blocks, String name, double spread, int from, int to) {
    return blocks.weights().get(prefix + name + ".weight", Initial.normal(spread), from, to);
  }

  private OnnxValue linear(
      Blocks blocks, OnnxValue x, String name, double spread, int from, int to) {
    return blocks.linear(
        x, matrix(blocks, name, spread, from, to), offset(blocks, name, to), false);
  }

  private void predict(Blocks blocks, OnnxValue states, OnnxValue table) {
    Weights weights = blocks.weights();
    int vocabulary = dimensions.vocabulary();
    OnnxValue head =
        tied ? table : weights.get(HEAD, Initial.normal(deviation), vocabulary, dimensions.width());
    OnnxValue offset = headBias ? weights.get(HEAD_BIAS, Initial.ZERO, vocabulary) : OnnxValue.NONE;
    blocks.predict(blocks.linear(blocks.asked(states), head, offset, true));
  }
}
