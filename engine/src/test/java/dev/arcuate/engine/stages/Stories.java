package dev.arcuate.engine.stages;

import dev.arcuate.api.value.Words;
import dev.arcuate.api.value.Words.Word;
import java.util.ArrayList;
import java.util.List;

/** Word tables for tests. */
final class Stories {
  static final String TEXT =
      "Alice was beginning to get very tired. \"Well!\" thought Alice to herself, \"after such a"
          + " fall as this, I shall think nothing of tumbling downstairs!\" Down, down, down. Would"
          + " the fall never come to an end? I wonder how many miles I have fallen by this time.";

  private Stories() {}

  /** Words are stretches of letters; a sentence ends after {@code . ! ?}. */
  static Words of(String text, int wordsPerRun) {
    List<Word> words = new ArrayList<>();
    int sentence = 0;
    int at = 0;
    while (at < text.length()) {
      if (!Character.isLetter(text.charAt(at))) {
        sentence += ".!?".indexOf(text.charAt(at)) >= 0 ? 1 : 0;
        at++;
        continue;
      }
      int start = at;
      while (at < text.length() && Character.isLetter(text.charAt(at))) {
        at++;
      }
      int row = words.size();
      words.add(
          new Word(
              "run" + row / wordsPerRun,
              row,
              0.3,
              sentence,
              start,
              at,
              true,
              text.substring(start, at)));
    }
    return new Words(text, words);
  }

  static Words alice() {
    return of(TEXT, 1000);
  }
}
