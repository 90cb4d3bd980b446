package dev.arcuate.engine.stages;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The inputs of a model, each once, with the words that are read from it. */
final class Sequences {
  private Sequences() {}

  /**
   * A stretch of the text as the model gets it.
   *
   * @param slice the tokens of the text
   * @param reads what is read from it
   */
  record Sequence(Slice slice, List<Read> reads) {
    /** The tokens with the special ones of a text around them. */
    long[] tokens(WordTokens all, boolean withSuffix) {
      int before = all.prefix().length;
      int length = slice.to - slice.from;
      long[] tokens = new long[before + length + (withSuffix ? all.suffix().length : 0)];
      System.arraycopy(all.prefix(), 0, tokens, 0, before);
      System.arraycopy(slice.ids, slice.from, tokens, before, length);
      if (withSuffix) {
        System.arraycopy(all.suffix(), 0, tokens, before + length, all.suffix().length);
      }
      return tokens;
    }

    int length() {
      return slice.to - slice.from;
    }
  }

  /**
   * The pieces of a word within a sequence, special tokens not counted.
   *
   * @param word row of the word table
   */
  record Read(int word, int from, int to) {}

  /** Tokens compared by content. */
  static final class Slice {
    private final long[] ids;
    private final int from;
    private final int to;
    private final int hash;

    Slice(long[] ids, int from, int to) {
      this.ids = ids;
      this.from = from;
      this.to = to;
      int sum = 1;
      for (int i = from; i < to; i++) {
        sum = 31 * sum + Long.hashCode(ids[i]);
      }
      hash = sum;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Slice that
          && java.util.Arrays.equals(ids, from, to, that.ids, that.from, that.to);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  /**
   * Plans the sequences, shortest first. In a causal model a word does not see what follows it, so
   * that one pass serves all words whose contexts begin at the same place; in a masked model one
   * pass serves words of the very same context.
   */
  static List<Sequence> plan(WordTokens tokens, Contexts.Spans spans, boolean causal) {
    Map<Slice, List<Read>> sequences = new LinkedHashMap<>();
    int count = spans.first().length;
    int word = 0;
    while (word < count) {
      int next = word + 1;
      while (next < count
          && spans.first()[next] == spans.first()[word]
          && (causal || spans.last()[next] == spans.last()[word])) {
        next++;
      }
      int start = tokens.first()[spans.first()[word]];
      Slice slice = new Slice(tokens.ids(), start, tokens.end()[spans.last()[next - 1]]);
      List<Read> reads = sequences.computeIfAbsent(slice, s -> new ArrayList<>());
      for (; word < next; word++) {
        reads.add(new Read(word, tokens.first()[word] - start, tokens.end()[word] - start));
      }
    }
    List<Sequence> list = new ArrayList<>();
    sequences.forEach((slice, reads) -> list.add(new Sequence(slice, List.copyOf(reads))));
    list.sort(Comparator.comparingInt(Sequence::length));
    return list;
  }
}
