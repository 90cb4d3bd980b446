package dev.arcuate.plugin.syntax;

import dev.arcuate.api.value.Words;
import dev.arcuate.plugin.syntax.ParsedSentence.Unit;
import dev.arcuate.plugin.syntax.Placed.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the units of a parse in the text of a stimulus, character by character. Spaces, case, and
 * the kind of quotation marks and dashes do not count. Where the two differ, both are read on until
 * they agree again; what lies between is a mismatch.
 *
 * @param sentences with the places of their units
 * @param mismatches in order of the text
 * @param wordsWithoutUnit stimulus words that no unit covers, ascending
 */
record Alignment(
    List<Placed> sentences, List<Mismatch> mismatches, List<Integer> wordsWithoutUnit) {
  /** Equal characters after which the two count as agreeing again. */
  private static final int SURE = 10;

  private static final int LEAST_SURE = 5;

  private static final int FARTHEST = 3000;

  /**
   * A place at which parse and text differ.
   *
   * @param sentence of the parse, counted from 0
   * @param parse what the parse has there, may be empty
   * @param text what the stimulus has there, may be empty
   * @param line of the parse's file, counted from 1
   * @param at character of the stimulus text
   */
  record Mismatch(int sentence, String parse, String text, int line, int at) {}

  static Alignment of(List<ParsedSentence> sentences, Words words) {
    return new Aligner(sentences, words).align();
  }

  /** Whether so little agrees that this must be the parse of something else. */
  boolean ofAnotherText(int words) {
    return wordsWithoutUnit.size() * 2 > words;
  }

  private static final class Aligner {
    private final List<ParsedSentence> sentences;
    private final Words words;
    private final String parse;
    private final int[] unitOf;
    private final List<int[]> units = new ArrayList<>();
    private final String text;
    private final int[] placeOf;
    private final int[] matched;
    private final List<Mismatch> mismatches = new ArrayList<>();

    Aligner(List<ParsedSentence> sentences, Words words) {
      this.sentences = sentences;
      this.words = words;
      StringBuilder characters = new StringBuilder();
      List<Integer> owners = new ArrayList<>();
      for (int s = 0; s < sentences.size(); s++) {
        for (int u = 0; u < sentences.get(s).units().size(); u++) {
          for (char c : sentences.get(s).units().get(u).surface().toCharArray()) {
            if (!Character.isWhitespace(c)) {
              characters.append(plain(c));
              owners.add(units.size());
            }
          }
          units.add(new int[] {s, u});
        }
      }
      parse = characters.toString();
      unitOf = owners.stream().mapToInt(Integer::intValue).toArray();
      StringBuilder visible = new StringBuilder();
      List<Integer> places = new ArrayList<>();
      for (int i = 0; i < words.text().length(); i++) {
        if (!Character.isWhitespace(words.text().charAt(i))) {
          visible.append(plain(words.text().charAt(i)));
          places.add(i);
        }
      }
      text = visible.toString();
      placeOf = places.stream().mapToInt(Integer::intValue).toArray();
      matched = new int[parse.length()];
      Arrays.fill(matched, -1);
    }

    private static char plain(char c) {
      return switch (c) {
        case '‘', '’', '`', '´' -> '\'';
        case '“', '”', '„', '«', '»' -> '"';
        case '–', '—', '‐', '‑' -> '-';
        default -> Character.toLowerCase(c);
      };
    }

    Alignment align() {
      int i = 0;
      int j = 0;
      while (i < parse.length() && j < text.length()) {
        if (parse.charAt(i) == text.charAt(j)) {
          matched[i] = j;
          i++;
          j++;
          continue;
        }
        int[] next = agreement(i, j);
        mismatch(i, next[0], j, next[1]);
        i = next[0];
        j = next[1];
      }
      if (i < parse.length() || j < text.length()) {
        mismatch(i, parse.length(), j, text.length());
      }
      return result();
    }

    /** The nearest places from which both agree; their ends if there are none. */
    private int[] agreement(int i, int j) {
      for (int distance = 1; distance <= FARTHEST; distance++) {
        for (int skip = 0; skip <= distance; skip++) {
          if (agrees(i + skip, j + distance - skip, distance)) {
            return new int[] {i + skip, j + distance - skip};
          }
        }
      }
      return new int[] {parse.length(), text.length()};
    }

    /** The farther away, the more characters must be equal. */
    private boolean agrees(int i, int j, int distance) {
      int sure = Math.min(SURE, Math.max(LEAST_SURE, 2 + distance / 3));
      int length = Math.min(sure, Math.min(parse.length() - i, text.length() - j));
      boolean bothEnd = i + length == parse.length() && j + length == text.length();
      return (length == sure || (length > 0 && bothEnd))
          && parse.startsWith(text.substring(j, j + length), i);
    }

    private void mismatch(int i, int iEnd, int j, int jEnd) {
      int unit = units.isEmpty() ? 0 : unitOf[Math.min(i, unitOf.length - 1)];
      int[] place = units.get(unit);
      Unit first = sentences.get(place[0]).units().get(place[1]);
      int at = j < placeOf.length ? placeOf[j] : words.text().length();
      String parsed = surface(i, iEnd);
      String heard = j < jEnd ? words.text().substring(placeOf[j], placeOf[jEnd - 1] + 1) : "";
      mismatches.add(new Mismatch(place[0], parsed, heard, first.line(), at));
    }

    private String surface(int from, int to) {
      StringBuilder surface = new StringBuilder();
      for (int i = from; i < to; i++) {
        if (i > from && unitOf[i] != unitOf[i - 1]) {
          int[] before = units.get(unitOf[i - 1]);
          boolean space = sentences.get(before[0]).units().get(before[1]).spaceAfter();
          surface.append(space ? " " : "");
        }
        surface.append(parse.charAt(i));
      }
      return surface.toString();
    }

    private Alignment result() {
      int[] start = new int[units.size()];
      int[] end = new int[units.size()];
      Arrays.fill(start, -1);
      for (int i = 0; i < parse.length(); i++) {
        if (matched[i] >= 0) {
          int unit = unitOf[i];
          start[unit] = start[unit] < 0 ? placeOf[matched[i]] : start[unit];
          end[unit] = placeOf[matched[i]] + 1;
        }
      }
      List<Placed> placed = new ArrayList<>();
      boolean[] covered = new boolean[words.list().size()];
      int unit = 0;
      int word = 0;
      for (ParsedSentence sentence : sentences) {
        List<Place> places = new ArrayList<>();
        for (int u = 0; u < sentence.units().size(); u++, unit++) {
          if (start[unit] < 0) {
            places.add(Place.NONE);
            continue;
          }
          while (word < covered.length && words.list().get(word).end() <= start[unit]) {
            word++;
          }
          List<Integer> own = new ArrayList<>();
          for (int w = word; w < covered.length && words.list().get(w).start() < end[unit]; w++) {
            own.add(w);
            covered[w] = true;
          }
          places.add(new Place(start[unit], end[unit], own));
        }
        placed.add(new Placed(sentence, places));
      }
      List<Integer> without = new ArrayList<>();
      for (int w = 0; w < covered.length; w++) {
        if (!covered[w]) {
          without.add(w);
        }
      }
      return new Alignment(placed, List.copyOf(mismatches), without);
    }
  }
}
