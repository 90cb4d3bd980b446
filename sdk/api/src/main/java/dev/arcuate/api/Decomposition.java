package dev.arcuate.api;

import dev.arcuate.api.value.Activations;
import dev.arcuate.api.value.Words;
import java.io.IOException;
import java.util.List;

/**
 * Turns activations into named representations, such as lexical, compositional, syntactic and
 * semantic parts.
 *
 * @param <S> the settings record
 */
public interface Decomposition<S extends Record> extends Component<S> {
  /** The activations to take apart; several when the method compares models or stimuli. */
  Port ACTIVATIONS = Port.many("activations", Activations.class, "the activations to take apart");

  /** The words that the rows stand for. */
  Port WORDS = Port.optional("words", Words.class, "the words that the rows stand for");

  /** The named representations: one layer per representation, rows as in the input. */
  Port REPRESENTATIONS =
      Port.one("representations", Activations.class, "one layer per named representation");

  /** The ports of every decomposition. */
  static List<Port> inputs() {
    return List.of(ACTIVATIONS, WORDS);
  }

  /** The ports of every decomposition. */
  static List<Port> outputs() {
    return List.of(REPRESENTATIONS);
  }

  /** Writes the representations to {@code task.output("representations")}. */
  void decompose(S settings, Task task) throws IOException;
}
