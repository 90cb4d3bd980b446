package dev.arcuate.engine.stages;

/** What a step keeps of a model: one array of a row per word. */
sealed interface Kept {
  /** As it appears in results. */
  String name();

  /** Columns of a row. */
  int width();

  /** What is taken from the model's own rows, one per token. */
  sealed interface State extends Kept {
    /** Of a layer or state, see {@link dev.arcuate.api.LanguageModel.Card#at}. */
    int place();
  }

  /**
   * Columns of a layer or state.
   *
   * @param stride columns of the model's own row
   * @param from first column taken
   */
  record Vector(String name, int place, int stride, int from, int width) implements State {}

  /**
   * Attention from a word to words, head by head: itself, the one before it, and so on.
   *
   * @param allHeads heads of the model's own row
   * @param from first head taken
   * @param heads taken
   */
  record Attention(String name, int place, int allHeads, int from, int heads) implements State {
    /** The word itself and the nine before it. */
    static final int REACH = 10;

    @Override
    public int width() {
      return heads * REACH;
    }
  }

  /** How likely a word was. */
  record Expectation(Measure measure) implements Kept {
    @Override
    public String name() {
      return measure.name().toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public int width() {
      return 1;
    }
  }

  /** Both in bits. */
  enum Measure {
    SURPRISAL,
    ENTROPY
  }
}
