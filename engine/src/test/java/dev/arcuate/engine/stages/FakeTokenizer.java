package dev.arcuate.engine.stages;

import dev.arcuate.api.host.Tokenizer;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts text at white space and words into pieces of at most three letters; punctuation stands
 * alone. Ids are hashes of the pieces. Like a byte-level tokenizer, the first piece of a word spans
 * the space before it.
 */
final class FakeTokenizer implements Tokenizer {
  static final long START = 1;
  static final long END = 2;
  private static final int PIECE = 3;

  private final boolean special;

  FakeTokenizer(boolean special) {
    this.special = special;
  }

  @Override
  public Encoding encode(String text, boolean addSpecialTokens) {
    List<long[]> tokens = new ArrayList<>();
    boolean around = special && addSpecialTokens;
    if (around) {
      tokens.add(new long[] {START, -1, -1, 1});
    }
    int at = 0;
    while (at < text.length()) {
      int begin = at;
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      int start = at;
      boolean letters = at < text.length() && isLetter(text.charAt(at));
      while (at < text.length()
          && at < start + (letters ? PIECE : 1)
          && isLetter(text.charAt(at)) == letters
          && !Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      if (at > start) {
        long id = 10L + Math.floorMod(text.substring(start, at).hashCode(), 1000);
        tokens.add(new long[] {id, begin, at, 0});
      }
    }
    if (around) {
      tokens.add(new long[] {END, -1, -1, 1});
    }
    return encoding(tokens);
  }

  /** An apostrophe inside a word belongs to it, so that "dog's" is cut where a token spans it. */
  private static boolean isLetter(char character) {
    return Character.isLetterOrDigit(character) || character == '\'';
  }

  private static Encoding encoding(List<long[]> tokens) {
    long[] ids = new long[tokens.size()];
    int[] starts = new int[ids.length];
    int[] ends = new int[ids.length];
    boolean[] special = new boolean[ids.length];
    for (int t = 0; t < ids.length; t++) {
      ids[t] = tokens.get(t)[0];
      starts[t] = (int) tokens.get(t)[1];
      ends[t] = (int) tokens.get(t)[2];
      special[t] = tokens.get(t)[3] == 1;
    }
    return new Encoding(ids, starts, ends, special);
  }

  @Override
  public void close() {}
}
