package dev.arcuate.pretrained.graph;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.host.Inference.Signature;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * The tables that a graph looks up tokens and their places in, which tell what it takes.
 *
 * @param weights of the graph
 */
public record Tables(Structure structure, List<Signature> weights) {
  /** RoBERTa keeps two rows of its table of places for padding: it has 514 for 512 tokens. */
  private static final int PADDING_ROWS = 2;

  private static final int ROUND = 64;
  private static final int USUAL_CONTEXT = 512;

  public Tables {
    requireNonNull(structure, "structure");
    weights = List.copyOf(weights);
  }

  /** Number of tokens known, by the table's use or else by its usual name. */
  public OptionalInt vocabulary(String tokenIds) {
    OptionalInt used =
        structure
            .tokenTable(tokenIds)
            .map(table -> rows(table.weight()::equals))
            .orElse(OptionalInt.empty());
    return used.isPresent() ? used : rows(name -> name.contains("word_embeddings"));
  }

  /** Tokens of the longest sequence; 512 if places do not lie in a table. */
  public int contextLength() {
    OptionalInt rows = places();
    return rows.isEmpty() ? USUAL_CONTEXT : rows.getAsInt() - firstPosition();
  }

  /** What the place of the first token is called. */
  public int firstPosition() {
    return places().orElse(0) % ROUND == PADDING_ROWS ? PADDING_ROWS : 0;
  }

  private OptionalInt places() {
    return rows(name -> name.contains("position_embedding") || name.endsWith("wpe.weight"));
  }

  private OptionalInt rows(Predicate<String> named) {
    return weights.stream()
        .filter(weight -> named.test(weight.name()) && weight.shape().size() == 2)
        .mapToInt(weight -> Math.toIntExact(weight.shape().get(0)))
        .findFirst();
  }
}
