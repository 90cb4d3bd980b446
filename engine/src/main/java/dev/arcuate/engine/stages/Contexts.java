package dev.arcuate.engine.stages;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.value.Words;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the context of every word begins, always at the first token of a word. Source: methods
 * reference, section 3.
 */
final class Contexts {
  private final Words words;
  private final WordTokens tokens;
  private final ContextSettings settings;
  private final int capacity;

  /**
   * @param capacity greatest number of tokens of the text in one call of the model
   */
  Contexts(Words words, WordTokens tokens, ContextSettings settings, int capacity) {
    this.words = words;
    this.tokens = tokens;
    this.settings = settings;
    this.capacity = capacity;
  }

  /**
   * Per word, the word at which its context begins; never decreases.
   *
   * @throws ProblemException {@code WORD_TOO_LONG} for a word with more tokens than the model takes
   */
  int[] firstWords() {
    int[] runs = runStarts();
    int[] begin = begin(runs);
    List<Problem> problems = new ArrayList<>();
    for (int word = 0; word < begin.length; word++) {
      if (word > 0) {
        begin[word] = Math.max(begin[word], begin[word - 1]);
      }
      while (begin[word] < word && length(begin[word], word) > capacity) {
        begin[word]++;
      }
      if (length(word, word) > capacity) {
        problems.add(
            Problem.data(
                "WORD_TOO_LONG",
                WordTokens.describe(words, word)
                    + " has "
                    + length(word, word)
                    + " tokens; the model takes "
                    + capacity));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return begin;
  }

  private int[] begin(int[] runs) {
    int[] begin = new int[runs.length];
    for (int word = 0; word < runs.length; word++) {
      begin[word] =
          switch (settings.policy()) {
            case FULL -> limited(runs[word], word, word == 0 ? 0 : begin[word - 1]);
            case BLOCKS -> runs[word];
            case SENTENCES -> sentences(runs[word], word, word == 0 ? 0 : begin[word - 1]);
            case WORDS -> Math.max(runs[word], word - settings.size().orElseThrow() + 1);
            case NONE -> word;
          };
    }
    if (settings.policy() == ContextSettings.Policy.BLOCKS) {
      restartInBlocks(runs, begin);
    }
    return begin;
  }

  private int limited(int run, int word, int before) {
    int limit = Math.min(capacity, settings.size().orElse(capacity));
    int begin = Math.max(run, before);
    while (begin < word && length(begin, word) > limit) {
      begin++;
    }
    return begin;
  }

  private int sentences(int run, int word, int before) {
    int earliest = words.list().get(word).sentence() - settings.size().orElseThrow();
    int begin = Math.max(run, before);
    while (begin < word && words.list().get(begin).sentence() < earliest) {
      begin++;
    }
    return begin;
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
