package dev.arcuate.plugin.onnx;

import dev.arcuate.api.value.Json;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code config.json} tells of a model.
 *
 * @param json empty if there is no such file
 */
record HubConfig(Optional<Json.Node> json) {
  /** They count positions from behind the id of their padding token. */
  private static final Set<String> AFTER_PADDING =
      Set.of("roberta", "xlm-roberta", "xlm-roberta-xl", "camembert");

  private static final int USUAL_PADDING = 1;

  Optional<Integer> heads() {
    return number("num_attention_heads").or(() -> number("n_head")).or(() -> number("n_heads"));
  }

  /**
   * Tokens of a sequence; the table of positions has more rows where they begin later than at 0.
   */
  Optional<Integer> contextLength() {
    return number("n_positions")
        .or(() -> number("max_position_embeddings"))
        .map(rows -> rows - firstPosition());
  }

  int firstPosition() {
    return countsAfterPadding() ? 1 + number("pad_token_id").orElse(USUAL_PADDING) : 0;
  }

  private boolean countsAfterPadding() {
    return json.map(config -> config.fields().get("model_type"))
        .filter(String.class::isInstance)
        .filter(AFTER_PADDING::contains)
        .isPresent();
  }

  private Optional<Integer> number(String field) {
    return json.map(config -> config.fields().get(field))
        .filter(Number.class::isInstance)
        .map(value -> ((Number) value).intValue());
  }
}
