package dev.arcuate.api.host;

import java.nio.file.Path;

/** Opens tokenizers from local files. Never reaches for the network. Safe for concurrent use. */
public interface Tokenizers {
  /**
   * Opens a Hugging Face {@code tokenizer.json}. Truncation and padding that the file may ask for
   * are switched off.
   *
   * @throws dev.arcuate.api.ProblemException {@code TOKENIZER_UNREADABLE} if the file is no such
   *     tokenizer
   */
  Tokenizer open(Path tokenizerJson);
}
