package dev.arcuate.engine.stages;

import dev.arcuate.api.value.Words;
import dev.arcuate.api.value.Words.Word;
import dev.arcuate.engine.stages.Contexts.Spans;
import dev.arcuate.engine.stages.Sequences.Read;
import dev.arcuate.engine.stages.Sequences.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Runs that go round in a circle, the quirk {@code context.wrap}: every run stands twice, one
 * behind the other, and is read the second time, so that its first words follow its last ones.
 *
 * @param words both times
 * @param tokens both times
 * @param origins per word, the one that is read there; −1 the first time
 * @param laps per word, the words of its run
 */
record Circle(Words words, WordTokens tokens, int[] origins, int[] laps) {
  private static final int NOT_READ = -1;

  /**
   * @param acrossRuns whether all runs together are one circle
   */
  static Circle of(Words words, WordTokens tokens, boolean acrossRuns) {
    List<Word> list = words.list();
    Builder builder = new Builder(tokens);
    List<Word> twice = new ArrayList<>();
    int from = 0;
    while (from < list.size()) {
      int to = from + 1;
      while (to < list.size() && (acrossRuns || list.get(to).run().equals(list.get(from).run()))) {
        to++;
      }
      builder.append(from, to, false);
      builder.append(from, to, true);
      twice.addAll(list.subList(from, to));
      twice.addAll(list.subList(from, to));
      from = to;
    }
    return builder.circle(new Words(words.text(), twice));
  }

  /** With at most one lap of context, so that no word is in it twice; cut where it is read. */
  Spans once(Spans spans) {
    int[] first = spans.first().clone();
    boolean[] cut = spans.cut().clone();
    for (int word = 0; word < first.length; word++) {
      first[word] = Math.max(first[word], word - laps[word] + 1);
      cut[word] &= origins[word] != NOT_READ;
    }
    return new Spans(first, spans.last(), cut);
  }

  /** The sequences that hold something to read, with the words of one lap as their readings. */
  List<Sequence> read(List<Sequence> sequences) {
    return sequences.stream()
        .map(
            sequence ->
                new Sequence(
                    sequence.slice(),
                    sequence.reads().stream()
                        .filter(read -> origins[read.word()] != NOT_READ)
                        .map(read -> new Read(origins[read.word()], read.from(), read.to()))
                        .toList()))
        .filter(sequence -> !sequence.reads().isEmpty())
        .toList();
  }

  /** Puts stretches of words and of their tokens one behind another. */
  private static final class Builder {
    private final WordTokens tokens;
    private final List<Integer> origins = new ArrayList<>();
    private final List<Integer> laps = new ArrayList<>();
    private final List<Integer> first = new ArrayList<>();
    private final List<Integer> end = new ArrayList<>();
    private final IntStream.Builder taken = IntStream.builder();
    private int length;

    Builder(WordTokens tokens) {
      this.tokens = tokens;
    }

    void append(int from, int to, boolean read) {
      int start = tokens.first()[from];
      int stop = tokens.end()[to - 1];
      for (int word = from; word < to; word++) {
        origins.add(read ? word : NOT_READ);
        laps.add(to - from);
        first.add(tokens.first()[word] - start + length);
        end.add(tokens.end()[word] - start + length);
      }
      IntStream.range(start, stop).forEach(taken);
      length += stop - start;
    }

    Circle circle(Words words) {
      int[] order = taken.build().toArray();
      return new Circle(
          words,
          new WordTokens(
              tokens.prefix(),
              Arrays.stream(order).mapToLong(token -> tokens.ids()[token]).toArray(),
              tokens.suffix(),
              ints(first),
              ints(end),
              Arrays.stream(order).map(token -> tokens.starts()[token]).toArray(),
              Arrays.stream(order).map(token -> tokens.stops()[token]).toArray()),
          ints(origins),
          ints(laps));
    }

    private static int[] ints(List<Integer> values) {
      return values.stream().mapToInt(Integer::intValue).toArray();
    }
  }
}
