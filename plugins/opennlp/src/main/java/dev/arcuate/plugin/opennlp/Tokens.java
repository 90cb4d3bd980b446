package dev.arcuate.plugin.opennlp;

import dev.arcuate.api.value.Words;
import java.util.ArrayList;
import java.util.List;

/** Words as they are, and what stands between them, character by character. */
final class Tokens {
  private Tokens() {}

  /** One list per sentence of the stimulus. */
  static List<List<Token>> sentences(Words words) {
    List<List<Token>> sentences = new ArrayList<>();
    List<Token> current = new ArrayList<>();
    String text = words.text();
    int at = 0;
    for (int i = 0; i < words.list().size(); i++) {
      Words.Word word = words.list().get(i);
      boolean begins = i == 0 || word.sentence() != words.list().get(i - 1).sentence();
      int split = begins && i > 0 ? firstSpace(text, at, word.start()) : at;
      between(text, at, split, current);
      if (begins) {
        current = new ArrayList<>();
        sentences.add(current);
      }
      between(text, split, word.start(), current);
      current.add(new Token(word.form(), spaceAt(text, word.end())));
      at = word.end();
    }
    between(text, at, text.length(), current);
    return sentences;
  }

  /** What stands close to the last word belongs to its sentence, the rest to the next. */
  private static int firstSpace(String text, int from, int to) {
    int at = from;
    while (at < to && !Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static void between(String text, int from, int to, List<Token> tokens) {
    for (int i = from; i < to; i++) {
      if (!Character.isWhitespace(text.charAt(i))) {
        tokens.add(new Token(text.substring(i, i + 1), spaceAt(text, i + 1)));
      }
    }
  }

  private static boolean spaceAt(String text, int at) {
    return at < text.length() && Character.isWhitespace(text.charAt(at));
  }
}
