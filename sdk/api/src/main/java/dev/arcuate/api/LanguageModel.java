package dev.arcuate.api;

import dev.arcuate.api.host.Tokenizer;
import java.io.IOException;
import java.util.List;

/**
 * Token ids → hidden states. The engine turns text into tokens, contexts and batches, and hidden
 * states into one row per word, in the same way for every model: see {@code with:} settings {@code
 * layers}, {@code context} and {@code pooling} of any language-model step.
 *
 * @param <S> the settings record
 */
public interface LanguageModel<S extends Record> extends Component<S> {

  /**
   * What is known of a model before it runs.
   *
   * @param name as it appears in results, such as {@code all-MiniLM-L6-v2}
   * @param layers names of all layers in order; index 0 is the embedding layer
   * @param width dimensions of a hidden state
   * @param contextLength greatest number of tokens in one call, special tokens included
   * @param causal whether a token sees only what stands to its left
   */
  record Card(String name, List<String> layers, int width, int contextLength, boolean causal) {
    public Card {
      layers = List.copyOf(layers);
    }
  }

  /** A model in memory, owned by one task and closed by the engine. */
  interface Open extends AutoCloseable {
    Card card();

    Tokenizer tokenizer();

    /**
     * Runs a batch. Sequences may differ in length; padding must not change the result.
     *
     * @param tokenIds one row per sequence, special tokens included, each at most {@link
     *     Card#contextLength}
     * @param layers indices into {@link Card#layers}
     * @return float32, one entry per sequence, then per asked layer: [tokens × width], row-major
     */
    float[][][] hiddenStates(long[][] tokenIds, int[] layers);

    @Override
    void close();
  }

  /**
   * Loads a model.
   *
   * @throws ProblemException if the files do not hold such a model
   */
  Open open(S settings, Task task) throws IOException;
}
