package dev.arcuate.engine.problem;

import java.util.Locale;

/** Text of a user as it may stand inside a message: on one line, of bearable length, in quotes. */
public final class Quoted {
  private static final int LONGEST = 60;
  private static final int LONGEST_PATH = 400;

  private Quoted() {}

  /** The text in single quotes, shortened, with control characters spelled out. */
  public static String of(String text) {
    return "'" + plain(text, LONGEST) + "'";
  }

  /** A path in single quotes, so that it can be copied as a whole. */
  public static String path(Object path) {
    return "'" + plain(path.toString(), LONGEST_PATH) + "'";
  }

  /** The text without quotes, on one line and at most {@code longest} characters long. */
  static String plain(String text, int longest) {
    StringBuilder shown = new StringBuilder();
    int characters = 0;
    for (int at = 0; at < text.length(); ) {
      int character = text.codePointAt(at);
      at += Character.charCount(character);
      characters++;
      if (characters > longest) {
        return shown.append("...").toString();
      }
      append(shown, character);
    }
    return shown.toString();
  }

  private static void append(StringBuilder shown, int character) {
    switch (character) {
      case '\n' -> shown.append("\\n");
      case '\r' -> shown.append("\\r");
      case '\t' -> shown.append("\\t");
      default -> {
        if (unprintable(character)) {
          shown.append(String.format(Locale.ROOT, "\\u%04x", character));
        } else {
          shown.appendCodePoint(character);
        }
      }
    }
  }

  /** Control characters, and marks that make a terminal write from right to left. */
  static boolean unprintable(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }
}
