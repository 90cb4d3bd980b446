package dev.arcuate.plugin.bert;

import dev.arcuate.pretrained.Checkpoint;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the tensors of a BERT are called in a checkpoint, and which way its matrices lie.
 *
 * @param tensorFlow whether they have the names of the original release: matrices [inputs ×
 *     outputs], called kernels
 * @param prefix before all names
 * @param base before the names of all but the head
 * @param oldNorms whether normalisations have gamma and beta, as in the first conversions
 */
record BertNames(boolean tensorFlow, String prefix, String base, boolean oldNorms) {
  private static final String TABLE = "embeddings.word_embeddings.weight";

  /** Names of the original release where they are not the same with slashes. */
  private static final Map<String, String> TABLES =
      Map.of(
          TABLE,
          "embeddings/word_embeddings",
          "embeddings.position_embeddings.weight",
          "embeddings/position_embeddings",
          "embeddings.token_type_embeddings.weight",
          "embeddings/token_type_embeddings");

  /** By what a checkpoint holds. */
  static BertNames of(Checkpoint checkpoint) {
    Set<String> names = checkpoint.tensors().keySet();
    String original = "bert/embeddings/word_embeddings";
    Optional<String> found = names.stream().filter(name -> name.endsWith(original)).findFirst();
    if (found.isPresent()) {
      String prefix = found.get().substring(0, found.get().length() - original.length());
      return new BertNames(true, prefix, "bert/", false);
    }
    String base = names.contains(TABLE) ? "" : "bert.";
    boolean old = names.contains(base + "embeddings.LayerNorm.gamma");
    return new BertNames(false, "", base, old);
  }

  /** A table of embeddings. */
  String table(String name) {
    String whole = "embeddings." + name + ".weight";
    return tensorFlow ? prefix + base + TABLES.get(whole) : base + whole;
  }

  /** The matrix of a linear layer. */
  String matrix(String layer) {
    return named(layer, tensorFlow ? "kernel" : "weight");
  }

  /** The offset of a linear layer. */
  String offset(String layer) {
    return named(layer, "bias");
  }

  String scale(String norm) {
    return named(norm, tensorFlow || oldNorms ? "gamma" : "weight");
  }

  String shift(String norm) {
    return named(norm, tensorFlow || oldNorms ? "beta" : "bias");
  }

  /** The offset of the head's output. */
  String headOffset() {
    return tensorFlow ? prefix + "cls/predictions/output_bias" : "cls.predictions.bias";
  }

  private String named(String part, String kind) {
    String within = part.startsWith("cls.") ? "" : base;
    return tensorFlow
        ? prefix + within + part.replace(".layer.", ".layer_").replace('.', '/') + "/" + kind
        : within + part + "." + kind;
  }
}
