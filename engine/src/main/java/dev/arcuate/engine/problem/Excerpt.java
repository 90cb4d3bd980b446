package dev.arcuate.engine.problem;

/**
 * The part of a source line that is worth showing.
 *
 * @param text printable, one column per character
 * @param caret how many columns stand before the place pointed at
 */
record Excerpt(String text, int caret) {
  private static final String CUT = "...";

  /**
   * Cuts a window out of a long line.
   *
   * @param column counted from 1 in characters, 0 if unknown
   */
  static Excerpt of(String line, int column, int widest) {
    int[] characters =
        line.codePoints().map(c -> c == '\t' || Quoted.unprintable(c) ? ' ' : c).toArray();
    int caret = Math.max(0, Math.min(column - 1, characters.length));
    if (characters.length <= widest) {
      return new Excerpt(new String(characters, 0, characters.length).stripTrailing(), caret);
    }
    int start = Math.max(0, Math.min(caret - widest / 2, characters.length - widest));
    String before = start > 0 ? CUT : "";
    String after = start + widest < characters.length ? CUT : "";
    String window = new String(characters, start, widest);
    return new Excerpt(before + window + after, caret - start + before.length());
  }
}
