package dev.arcuate.api.host;

/** Text → token ids with character spans. Safe for concurrent use until closed. */
public interface Tokenizer extends AutoCloseable {

  /**
   * A tokenised text; all arrays have one entry per token.
   *
   * @param ids vocabulary indices
   * @param starts first character of each token in the text, in UTF-16 units; −1 for special tokens
   * @param ends one past its last character; −1 for special tokens
   * @param special whether the token was added by the tokenizer, such as [CLS] and [SEP]
   */
  record Encoding(long[] ids, int[] starts, int[] ends, boolean[] special) {}

  /** Tokenises a text as a whole. */
  Encoding encode(String text, boolean addSpecialTokens);

  @Override
  void close();
}
