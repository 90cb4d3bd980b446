package dev.arcuate.plugin.stimulus;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts text into the smallest pieces that two spellings of it share. */
final class Atoms {
  private static final Pattern RUN = Pattern.compile("[\\p{L}\\p{N}\\p{M}'’]+");
  private static final Pattern PIECE =
      Pattern.compile(
          "n['’]t(?![\\p{L}\\p{N}])|((?!n['’]t(?![\\p{L}\\p{N}]))[\\p{L}\\p{N}\\p{M}])+",
          Pattern.CASE_INSENSITIVE);

  /**
   * A piece.
   *
   * @param key letters and digits in lower case
   * @param start first character
   * @param end one past the last character
   */
  record Atom(String key, int start, int end) {}

  private Atoms() {}

  /** {@code wasn't it's well-known} → was, nt, it, s, well, known. */
  static List<Atom> of(String text) {
    List<Atom> atoms = new ArrayList<>();
    Matcher run = RUN.matcher(text);
    while (run.find()) {
      Matcher piece = PIECE.matcher(text).region(run.start(), run.end());
      while (piece.find()) {
        String key = piece.group().replaceAll("['’]", "").toLowerCase(Locale.ROOT);
        int start = piece.start();
        boolean clitic =
            start > run.start()
                && TextWords.isApostrophe(text.charAt(start - 1))
                && !atoms.isEmpty()
                && atoms.get(atoms.size() - 1).end() == start - 1;
        atoms.add(new Atom(key, clitic ? start - 1 : start, piece.end()));
      }
    }
    return atoms;
  }
}
