package dev.arcuate.plugin.stimulus;

import java.util.List;

/**
 * Running text and the words in it.
 *
 * @param text what a language model is to read
 * @param words with their spans, in order of the text
 * @param facts counts of what was bridged between table and text
 */
record TextWords(String text, List<Placed> words, Facts facts) {

  /**
   * A word and its place.
   *
   * @param heard times and label
   * @param start first character
   * @param end one past the last character
   */
  record Placed(HeardWord heard, int start, int end) {}

  /**
   * How table and text differ.
   *
   * @param respelled words for which the spelling of the text was taken
   * @param replaced words of the text replaced by what was heard instead
   * @param inserted words heard that the text does not have
   * @param unheard words of the text that were not heard, and stay as context
   * @param merged words of the table that the text writes together with the one before
   */
  record Facts(int respelled, int replaced, int inserted, int unheard, int merged) {
    static Facts none() {
      return new Facts(0, 0, 0, 0, 0);
    }

    Facts and(Facts other) {
      return new Facts(
          respelled + other.respelled,
          replaced + other.replaced,
          inserted + other.inserted,
          unheard + other.unheard,
          merged + other.merged);
    }
  }

  TextWords {
    words = List.copyOf(words);
  }

  /** Texts one after another, each on lines of its own. */
  static TextWords together(List<TextWords> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    StringBuilder text = new StringBuilder();
    List<Placed> placed = new java.util.ArrayList<>();
    Facts facts = Facts.none();
    for (TextWords part : parts) {
      if (!text.isEmpty()) {
        text.append('\n');
      }
      int at = text.length();
      part.words().forEach(w -> placed.add(new Placed(w.heard(), w.start() + at, w.end() + at)));
      text.append(part.text());
      facts = facts.and(part.facts());
    }
    return new TextWords(text.toString(), placed, facts);
  }

  /** The words of a table joined by spaces, runs by line breaks; spans leave punctuation out. */
  static TextWords joined(List<HeardWord> words, String unknownWord) {
    StringBuilder text = new StringBuilder();
    List<Placed> placed = new java.util.ArrayList<>();
    String run = null;
    for (HeardWord word : words) {
      if (run != null) {
        text.append(run.equals(word.run()) ? ' ' : '\n');
      }
      run = word.run();
      int start = text.length();
      text.append(word.form());
      int[] core =
          word.form().equals(unknownWord) ? new int[] {0, word.form().length()} : core(word.form());
      placed.add(new Placed(word, start + core[0], start + core[1]));
    }
    return new TextWords(text.toString(), placed, Facts.none());
  }

  /**
   * The part of a word without the punctuation around it; all of it where nothing else would be
   * left. An apostrophe that begins a clitic, such as 's, belongs to the word.
   */
  static int[] core(String form) {
    int start = 0;
    int end = form.length();
    while (start < end && !belongs(form.codePointAt(start))) {
      start += Character.charCount(form.codePointAt(start));
    }
    while (end > start && !belongs(form.codePointBefore(end))) {
      end -= Character.charCount(form.codePointBefore(end));
    }
    if (start == end) {
      return new int[] {0, form.length()};
    }
    boolean clitic = start == 1 && end - start <= 3 && isApostrophe(form.charAt(0));
    return new int[] {clitic ? 0 : start, end};
  }

  static boolean isApostrophe(int character) {
    return character == '\'' || character == '’';
  }

  /** Letters, digits, the marks on them, and symbols that are read aloud, such as % and €. */
  private static boolean belongs(int character) {
    return switch (Character.getType(character)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.SPACE_SEPARATOR,
          Character.CONTROL ->
          false;
      case Character.OTHER_PUNCTUATION -> character == '%' || character == '&';
      default -> true;
    };
  }
}
