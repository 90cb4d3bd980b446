package dev.arcuate.engine.stages;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.host.Tokenizer;
import dev.arcuate.api.value.Words;
import dev.arcuate.api.value.Words.Word;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The text of a word table, tokenised once as a whole, and the tokens of each word. Source: methods
 * reference, section 2.
 *
 * @param prefix special tokens before a text
 * @param ids the tokens of the text, without special ones
 * @param suffix special tokens after a text
 * @param first per word, its first token
 * @param end per word, one past its last token
 * @param starts per token, its first character in the text
 * @param stops per token, one past its last character
 */
record WordTokens(
    long[] prefix, long[] ids, long[] suffix, int[] first, int[] end, int[] starts, int[] stops) {
  private static final int SHOWN = 10;

  /** Longer words are shown by their beginning. */
  private static final int LONGEST_FORM = 40;

  int words() {
    return first.length;
  }

  /** The same tokens with another special one before every context. */
  WordTokens beginningWith(long token) {
    return new WordTokens(new long[] {token}, ids, suffix, first, end, starts, stops);
  }

  /**
   * Refuses tokens that the model has no row for.
   *
   * @throws ProblemException {@code VOCABULARY_MISMATCH}
   */
  void requireWithin(int vocabulary, String model, Words words) {
    for (int token = 0; token < ids.length; token++) {
      if (ids[token] < 0 || ids[token] >= vocabulary) {
        throw mismatch(ids[token], vocabulary, model)
            .hint(
                "the tokenizer makes it of '"
                    + words.text().substring(starts[token], stops[token])
                    + "'; tokenizer and model must come from the same folder")
            .exception();
      }
    }
    for (long[] around : new long[][] {prefix, suffix}) {
      for (long id : around) {
        if (id < 0 || id >= vocabulary) {
          throw mismatch(id, vocabulary, model)
              .hint("tokenizer and model must come from the same folder")
              .exception();
        }
      }
    }
  }

  private static Problem mismatch(long id, int vocabulary, String model) {
    return Problem.data(
        "VOCABULARY_MISMATCH",
        "the tokenizer does not belong to model '"
            + model
            + "': it gives token "
            + id
            + ", but the model knows tokens 0 to "
            + (vocabulary - 1));
  }

  /**
   * Tokenises a text and assigns tokens to words by overlap of their spans without white space.
   *
   * @throws ProblemException {@code WORDS_OUT_OF_ORDER}, {@code WORD_WITHOUT_TOKEN}, {@code
   *     TOKEN_SPANS_WORDS} or {@code TEXT_NOT_TOKENIZED}, each for the first few words concerned
   */
  static WordTokens of(Words words, Tokenizer tokenizer) {
    requireOrder(words);
    return new Assignment(words, tokenizer.encode(words.text(), true)).result();
  }

  /**
   * The quirk {@code tokenize.isolated}: every word in lower case and on its own, with the special
   * tokens around it that the tokenizer puts around a text.
   *
   * @throws ProblemException {@code WORDS_OUT_OF_ORDER}, {@code WORD_WITHOUT_TOKEN}
   */
  static WordTokens isolated(Words words, Tokenizer tokenizer) {
    requireOrder(words);
    int count = words.list().size();
    int[] first = new int[count];
    int[] end = new int[count];
    List<Long> ids = new ArrayList<>();
    List<Integer> owners = new ArrayList<>();
    for (int w = 0; w < count; w++) {
      Word word = words.list().get(w);
      String form = words.text().substring(word.start(), word.end()).toLowerCase(Locale.ROOT);
      long[] own = tokenizer.encode(form, true).ids();
      if (own.length == 0) {
        throw Problem.data(
                "WORD_WITHOUT_TOKEN",
                "the model's tokenizer makes no token of " + describe(words, w))
            .exception();
      }
      first[w] = owners.size();
      for (long id : own) {
        ids.add(id);
        owners.add(w);
      }
      end[w] = owners.size();
    }
    int[] starts = owners.stream().mapToInt(w -> words.list().get(w).start()).toArray();
    int[] stops = owners.stream().mapToInt(w -> words.list().get(w).end()).toArray();
    long[] all = ids.stream().mapToLong(Long::longValue).toArray();
    return new WordTokens(new long[0], all, new long[0], first, end, starts, stops);
  }

  private static void requireOrder(Words words) {
    List<Word> list = words.list();
    for (int w = 1; w < list.size(); w++) {
      if (list.get(w).start() < list.get(w - 1).end()) {
        throw Problem.data(
                "WORDS_OUT_OF_ORDER",
                describe(words, w)
                    + " begins in the text before "
                    + describe(words, w - 1)
                    + " ends")
            .hint("list the words in the order of the text, without overlaps")
            .exception();
      }
    }
  }

  static String describe(Words words, int word) {
    Word one = words.list().get(word);
    String form = one.form();
    if (form.codePointCount(0, form.length()) > LONGEST_FORM) {
      form = form.substring(0, form.offsetByCodePoints(0, LONGEST_FORM)) + "…";
    }
    return "word " + (word + 1) + " '" + form + "' (run " + one.run() + ")";
  }

  /** The state of one pass over tokens and words side by side. */
  private static final class Assignment {
    private final Words words;
    private final Tokenizer.Encoding encoding;
    private final List<Problem> problems = new ArrayList<>();
    private final int[] first;
    private final int[] end;
    private final int from;
    private final int to;

    Assignment(Words words, Tokenizer.Encoding encoding) {
      this.words = words;
      this.encoding = encoding;
      first = new int[words.list().size()];
      end = new int[words.list().size()];
      boolean[] special = encoding.special();
      int start = 0;
      while (start < special.length && special[start]) {
        start++;
      }
      int stop = special.length;
      while (stop > start && special[stop - 1]) {
        stop--;
      }
      from = start;
      to = stop;
    }

    WordTokens result() {
      assign();
      checkEveryWordHasAToken();
      checkCover();
      if (!problems.isEmpty()) {
        throw new ProblemException(problems.subList(0, Math.min(SHOWN, problems.size())));
      }
      long[] ids = encoding.ids();
      return new WordTokens(
          Arrays.copyOf(ids, from),
          Arrays.copyOfRange(ids, from, to),
          Arrays.copyOfRange(ids, to, ids.length),
          first,
          end,
          Arrays.copyOfRange(encoding.starts(), from, to),
          Arrays.copyOfRange(encoding.ends(), from, to));
    }

    private void assign() {
      int word = 0;
      for (int token = from; token < to; token++) {
        int start = trimmedStart(token);
        int stop = trimmedEnd(token);
        while (word < first.length && words.list().get(word).end() <= start) {
          word++;
        }
        if (start >= stop || word == first.length || words.list().get(word).start() >= stop) {
          continue;
        }
        if (word + 1 < first.length && words.list().get(word + 1).start() < stop) {
          problems.add(
              Problem.data(
                      "TOKEN_SPANS_WORDS",
                      "the model's token '"
                          + words.text().substring(start, stop)
                          + "' covers both "
                          + describe(words, word)
                          + " and "
                          + describe(words, word + 1))
                  .hint("join these words in the word table, or separate them in its text"));
        }
        if (end[word] == 0) {
          first[word] = token - from;
        }
        end[word] = token - from + 1;
      }
    }

    private void checkEveryWordHasAToken() {
      for (int word = 0; word < first.length; word++) {
        if (end[word] == 0) {
          String neighbour = word > 0 ? ", after " + describe(words, word - 1) : "";
          problems.add(
              Problem.data(
                      "WORD_WITHOUT_TOKEN",
                      "the model's tokenizer makes no token of "
                          + describe(words, word)
                          + neighbour)
                  .hint("remove the word from the word table, or join it with its neighbour"));
        }
      }
    }

    /** Marks such as combining accents may be dropped by a tokenizer; letters and digits not. */
    private void checkCover() {
      String text = words.text();
      boolean[] covered = new boolean[text.length()];
      for (int token = from; token < to; token++) {
        Arrays.fill(covered, trimmedStart(token), trimmedEnd(token), true);
      }
      for (int word = 0; word < first.length && problems.size() < SHOWN; word++) {
        Word one = words.list().get(word);
        for (int at = one.start(); end[word] > 0 && at < one.end(); at++) {
          if (!covered[at] && Character.isLetterOrDigit(text.codePointAt(at))) {
            problems.add(
                Problem.data(
                    "TEXT_NOT_TOKENIZED",
                    "the model's tokenizer leaves out '"
                        + Character.toString(text.codePointAt(at))
                        + "' of "
                        + describe(words, word)));
            break;
          }
        }
      }
    }

    private int trimmedStart(int token) {
      int start = Math.max(0, encoding.starts()[token]);
      while (start < encoding.ends()[token] && Character.isWhitespace(words.text().charAt(start))) {
        start++;
      }
      return start;
    }

    private int trimmedEnd(int token) {
      int start = trimmedStart(token);
      int stop = Math.max(start, encoding.ends()[token]);
      while (stop > start && Character.isWhitespace(words.text().charAt(stop - 1))) {
        stop--;
      }
      return stop;
    }
  }
}
