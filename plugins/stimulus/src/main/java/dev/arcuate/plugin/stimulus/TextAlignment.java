package dev.arcuate.plugin.stimulus;

import dev.arcuate.api.Problem;
import dev.arcuate.plugin.stimulus.Atoms.Atom;
import dev.arcuate.plugin.stimulus.TextWords.Facts;
import dev.arcuate.plugin.stimulus.TextWords.Placed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the words of a table in the running text, in order, and bridges small differences. */
final class TextAlignment {
  private static final double LEAST_SHARE_FOUND = 0.5;

  /** Spellings of one word share at least this part of their letters; other words do not. */
  private static final double SAME_WORD = 0.6;

  private final String text;
  private final List<HeardWord> words;
  private final List<Atom> atoms;

  /** Span of each word in the text, or null while it has none. */
  private final int[][] spans;

  private final boolean[] replaces;
  private int respelled;
  private int replaced;
  private int inserted;
  private int merged;

  private TextAlignment(String text, List<HeardWord> words) {
    this.text = text;
    this.words = words;
    this.atoms = Atoms.of(text);
    this.spans = new int[words.size()][];
    this.replaces = new boolean[words.size()];
  }

  static TextWords align(String text, List<HeardWord> words, String textName, String tableName) {
    return new TextAlignment(text, words).run(textName, tableName);
  }

  private TextWords run(String textName, String tableName) {
    List<String> heard = new ArrayList<>();
    List<Integer> owner = new ArrayList<>();
    for (int word = 0; word < words.size(); word++) {
      for (Atom atom : Atoms.of(words.get(word).form())) {
        heard.add(atom.key());
        owner.add(word);
      }
    }
    Optional<int[]> match = CommonSequence.match(heard, atoms.stream().map(Atom::key).toList());
    long found = match.stream().flatMapToInt(Arrays::stream).filter(atom -> atom >= 0).count();
    if (found < LEAST_SHARE_FOUND * heard.size() || heard.isEmpty()) {
      throw Problem.data(
              "STIMULUS_TEXT_MISMATCH",
              textName
                  + " is not the text of "
                  + tableName
                  + match
                      .map(
                          m ->
                              String.format(
                                  Locale.ROOT,
                                  ": of %d words only %.0f %% are found in it in order",
                                  words.size(),
                                  100.0 * found / Math.max(heard.size(), 1)))
                      .orElse(": the two differ in more than 4000 places"))
          .hint("give the passage that was heard, or leave 'text' out")
          .exception();
    }
    boolean[] used = new boolean[atoms.size()];
    take(match.orElseThrow(), owner, used);
    bridge(used);
    return write(used);
  }

  private void take(int[] match, List<Integer> owner, boolean[] used) {
    for (int i = 0; i < match.length; i++) {
      if (match[i] >= 0) {
        widen(owner.get(i), match[i], used);
      }
    }
    for (int word = 0; word < words.size(); word++) {
      if (spans[word] != null) {
        for (int atom = atomAt(spans[word][0]); atom < atoms.size(); atom++) {
          if (atoms.get(atom).end() > spans[word][1]) {
            break;
          }
          used[atom] = true;
        }
      }
    }
  }

  private void widen(int word, int atom, boolean[] used) {
    Atom piece = atoms.get(atom);
    used[atom] = true;
    spans[word] =
        spans[word] == null
            ? new int[] {piece.start(), piece.end()}
            : new int[] {spans[word][0], piece.end()};
  }

  private int atomAt(int position) {
    int low = 0;
    int high = atoms.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (atoms.get(middle).start() < position) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Pairs words not found with the pieces of text that stand in their place. */
  private void bridge(boolean[] used) {
    int word = 0;
    while (word < words.size()) {
      if (spans[word] != null) {
        word++;
        continue;
      }
      int last = word;
      while (last + 1 < words.size() && spans[last + 1] == null) {
        last++;
      }
      int from = word == 0 ? 0 : atomAt(spans[word - 1][1]);
      int to = last + 1 < words.size() ? atomAt(spans[last + 1][0]) : atoms.size();
      int firstFree = word == 0 ? Math.max(from, to - (last - word + 1)) : from;
      for (int i = word, atom = firstFree; i <= last && atom < to; i++, atom++) {
        widen(i, atom, used);
        replaces[i] = !similar(words.get(i).form(), atoms.get(atom).key());
        respelled += replaces[i] ? 0 : 1;
        replaced += replaces[i] ? 1 : 0;
      }
      word = last + 1;
    }
  }

  private static boolean similar(String form, String key) {
    String letters = form.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    List<String> a = letters.codePoints().mapToObj(Character::toString).toList();
    List<String> b = key.codePoints().mapToObj(Character::toString).toList();
    long common =
        CommonSequence.match(a, b).stream()
            .flatMapToInt(Arrays::stream)
            .filter(partner -> partner >= 0)
            .count();
    return common >= SAME_WORD * Math.max(a.size(), b.size());
  }

  /** Copies the text from the first to the last word heard, with what was heard put in. */
  private TextWords write(boolean[] used) {
    StringBuilder out = new StringBuilder();
    List<Placed> placed = new ArrayList<>();
    int first = firstSpan();
    int copied = chunkStart(first);
    int firstUsed = first(used, 1);
    int lastUsed = first(used, -1);
    for (int word = 0; word < words.size(); word++) {
      HeardWord heard = words.get(word);
      int[] span = spans[word];
      if (span == null) {
        // Heard, but not in the text: goes between the words around it.
        inserted++;
        if (out.length() > 0) {
          out.append(' ');
        }
        int start = out.length();
        out.append(heard.form());
        int[] core = TextWords.core(heard.form());
        placed.add(new Placed(heard, start + core[0], start + core[1]));
        if (placed.size() == 1) {
          out.append(' ');
        }
        continue;
      }
      String between = text.substring(copied, span[0]);
      boolean touches =
          !placed.isEmpty()
              && spans[word - 1] != null
              && between.codePoints().allMatch(TextWords::isApostrophe);
      out.append(between);
      int start = out.length();
      String form = replaces[word] ? heard.form() : text.substring(span[0], span[1]);
      out.append(form);
      copied = span[1];
      int[] core = replaces[word] ? TextWords.core(form) : new int[] {0, form.length()};
      if (touches) {
        merged++;
        Placed before = placed.remove(placed.size() - 1);
        placed.add(new Placed(join(before.heard(), heard), before.start(), start + core[1]));
      } else {
        placed.add(new Placed(heard, start + core[0], start + core[1]));
      }
    }
    out.append(text, copied, chunkEnd(copied));
    int unheard = 0;
    for (int atom = firstUsed; atom <= lastUsed; atom++) {
      unheard += used[atom] ? 0 : 1;
    }
    Facts facts = new Facts(respelled, replaced, inserted, unheard, merged);
    return new TextWords(out.toString(), placed, facts);
  }

  private static HeardWord join(HeardWord first, HeardWord second) {
    double end =
        Math.max(
            first.onsetSeconds() + first.durationSeconds(),
            second.onsetSeconds() + second.durationSeconds());
    return new HeardWord(
        first.run(),
        first.onsetSeconds(),
        end - first.onsetSeconds(),
        first.sentence(),
        first.form() + second.form(),
        first.aligned());
  }

  private int firstSpan() {
    return Arrays.stream(spans).filter(span -> span != null).findFirst().orElseThrow()[0];
  }

  private static int first(boolean[] used, int step) {
    int at = step > 0 ? 0 : used.length - 1;
    while (!used[at]) {
      at += step;
    }
    return at;
  }

  private int chunkStart(int position) {
    int start = position;
    while (start > 0 && !Character.isWhitespace(text.charAt(start - 1))) {
      start--;
    }
    return start;
  }

  private int chunkEnd(int position) {
    int end = position;
    while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
      end++;
    }
    return end;
  }
}
