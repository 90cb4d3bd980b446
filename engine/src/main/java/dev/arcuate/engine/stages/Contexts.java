package dev.arcuate.engine.stages;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.value.Words;
import dev.arcuate.api.value.Words.Word;
import dev.arcuate.engine.stages.ContextSettings.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What each word is seen with: a stretch of whole words around it. Source: methods reference,
 * section 3.
 */
final class Contexts {
  private final Words words;
  private final WordTokens tokens;
  private final ContextSettings settings;
  private final int capacity;
  private final boolean future;

  /**
   * Per word, the first and the last word of its context.
   *
   * @param cut whether it is less than the settings say, since the model takes no more
   */
  record Spans(int[] first, int[] last, boolean[] cut) {
    int cuts() {
      return (int) IntStream.range(0, cut.length).filter(word -> cut[word]).count();
    }
  }

  /**
   * @param capacity greatest number of tokens of the text in one call of the model
   * @param causal whether the model sees nothing that follows a word in any case
   */
  Contexts(Words words, WordTokens tokens, ContextSettings settings, int capacity, boolean causal) {
    this.words = words;
    this.tokens = tokens;
    this.settings = settings;
    this.capacity = capacity;
    this.future = settings.future() && !causal;
  }

  /**
   * The context of every word; neither its beginning nor its end decreases from word to word.
   *
   * @throws ProblemException {@code WORD_TOO_LONG} for a word with more tokens than the model
   *     takes, {@code CONTEXT_TOO_LONG} for a run that it does not take as a whole
   */
  Spans spans() {
    requireShortWords();
    int[] runs = runStarts();
    int[] groups = groups(runs);
    int[] first = begin(runs, groups);
    int[] last = future ? ends(groups) : own(first.length);
    boolean[] cut = new boolean[first.length];
    for (int word = 0; word < first.length; word++) {
      int wanted = first[word];
      if (word > 0) {
        first[word] = Math.max(first[word], first[word - 1]);
      }
      while (first[word] < word && length(first[word], last[word]) > capacity) {
        first[word]++;
      }
      int end = last[word];
      while (last[word] > word && length(first[word], last[word]) > capacity) {
        last[word]--;
      }
      cut[word] = first[word] > wanted || last[word] < end;
    }
    return new Spans(first, last, cut);
  }

  private void requireShortWords() {
    List<Problem> problems = new ArrayList<>();
    for (int word = 0; word < tokens.words(); word++) {
      if (length(word, word) > capacity) {
        problems.add(
            Problem.data(
                    "WORD_TOO_LONG",
                    WordTokens.describe(words, word)
                        + " has "
                        + length(word, word)
                        + " tokens; the model takes "
                        + capacity)
                .hint("shorten it in the word table, or use a model that takes more"));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  private int[] begin(int[] runs, int[] groups) {
    if (settings.policy() == Policy.DOCUMENT) {
      requireRoom(runs);
    }
    int[] begin = new int[runs.length];
    for (int word = 0; word < runs.length; word++) {
      int before = word == 0 ? 0 : begin[word - 1];
      begin[word] =
          switch (settings.policy()) {
            case FULL -> window(runs[word], word, before);
            case WORDS -> wordWindow(runs[word], word, before);
            case SENTENCES, TRS -> earlier(runs[word], word, before);
            case DOCUMENT, BLOCKS -> groups[word];
            case NONE -> word;
          };
    }
    return begin;
  }

  /** At most so many tokens; where there is a minimum, the window moves on only when it is full. */
  private int window(int run, int word, int before) {
    int limit = Math.min(capacity, settings.size().orElse(capacity));
    int begin = Math.max(run, before);
    if (length(begin, word) <= limit) {
      return begin;
    }
    int least = Math.min(limit, settings.minimum().orElse(limit));
    int moved = begin;
    while (moved < word && (length(moved, word) > limit || length(moved + 1, word) >= least)) {
      moved++;
    }
    return moved;
  }

  private int wordWindow(int run, int word, int before) {
    int limit = settings.size().orElseThrow();
    int begin = Math.max(run, before);
    return word - begin < limit
        ? begin
        : Math.max(begin, word - settings.minimum().orElse(limit) + 1);
  }

  private int earlier(int run, int word, int before) {
    long earliest = unit(words.list().get(word)) - settings.size().orElseThrow();
    int begin = Math.max(run, before);
    while (begin < word && unit(words.list().get(begin)) < earliest) {
      begin++;
    }
    return begin;
  }

  /** The sentence of a word, or its volume. */
  private long unit(Word word) {
    return settings.policy() == Policy.TRS
        ? (long) Math.floor(word.onsetSeconds() / settings.repetitionTime().orElseThrow())
        : word.sentence();
  }

  private void requireRoom(int[] runs) {
    List<Problem> problems = new ArrayList<>();
    for (int word = 0; word < runs.length; word++) {
      boolean lastOfRun = word + 1 == runs.length || runs[word + 1] != runs[word];
      if (lastOfRun && length(runs[word], word) > capacity) {
        problems.add(
            Problem.user(
                    "CONTEXT_TOO_LONG",
                    "run "
                        + words.list().get(word).run()
                        + " has "
                        + length(runs[word], word)
                        + " tokens; the model takes "
                        + capacity)
                .hint(
                    "in place of the context policy 'document' use full, blocks or sentences, or a"
                        + " model that takes more"));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  /** Per word, the first word of what it belongs to: document, block, or sentence or volume. */
  private int[] groups(int[] runs) {
    int[] groups = runs.clone();
    switch (settings.policy()) {
      case BLOCKS -> restartInBlocks(runs, groups);
      case SENTENCES, TRS -> {
        for (int word = 1; word < runs.length; word++) {
          boolean same =
              runs[word] == runs[word - 1]
                  && unit(words.list().get(word)) == unit(words.list().get(word - 1));
          groups[word] = same ? groups[word - 1] : word;
        }
      }
      default -> {}
    }
    return groups;
  }

  /** Per word, the last word of its group. */
  private static int[] ends(int[] groups) {
    int[] ends = new int[groups.length];
    for (int word = groups.length - 1; word >= 0; word--) {
      boolean last = word + 1 == groups.length || groups[word + 1] != groups[word];
      ends[word] = last ? word : ends[word + 1];
    }
    return ends;
  }

  private static int[] own(int count) {
    int[] words = new int[count];
    java.util.Arrays.setAll(words, word -> word);
    return words;
  }

  /**
   * m tokens of a run make ⌊m/N⌋+1 near-equal blocks; a word belongs to that of its first token.
   */
  private void restartInBlocks(int[] runs, int[] begin) {
    int word = 0;
    while (word < runs.length) {
      int run = runs[word];
      int next = word;
      while (next < runs.length && runs[next] == run) {
        next++;
      }
      int size = length(run, next - 1);
      long blocks = size / settings.size().orElseThrow() + 1L;
      long block = -1;
      int start = run;
      for (; word < next; word++) {
        long own = (tokens.first()[word] - tokens.first()[run]) * blocks / size;
        if (own != block) {
          block = own;
          start = word;
        }
        begin[word] = start;
      }
    }
  }

  /** Per word, the first word of its run. */
  private int[] runStarts() {
    int[] starts = new int[tokens.words()];
    for (int word = 1; word < starts.length; word++) {
      boolean same =
          settings.acrossRuns()
              || words.list().get(word).run().equals(words.list().get(word - 1).run());
      starts[word] = same ? starts[word - 1] : word;
    }
    return starts;
  }

  private int length(int fromWord, int toWord) {
    return tokens.end()[toWord] - tokens.first()[fromWord];
  }
}
