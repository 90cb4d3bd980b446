package dev.arcuate.engine.stages;

import dev.arcuate.api.LanguageModel;
import dev.arcuate.api.LanguageModel.Card;
import dev.arcuate.api.LanguageModel.Prediction;
import dev.arcuate.api.LanguageModel.Query;
import dev.arcuate.engine.stages.Kept.Measure;
import dev.arcuate.engine.stages.Sequences.Read;
import dev.arcuate.engine.stages.Sequences.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How likely each piece of each word was, given its context, in bits. Causal models tell it of all
 * pieces of a sequence in one pass. In a masked model every piece has a pass of its own, in which
 * it and the rest of its word are masked: the sum over a word is the pseudo-log-likelihood within
 * the word from left to right (doi:10.48550/arXiv.2305.10588). Source: methods reference, section
 * 3.
 */
final class Expectations {
  private static final double BITS = 1 / Math.log(2);

  private final LanguageModel.Open model;
  private final WordTokens tokens;
  private final double[] surprisal;
  private final double[] entropy;

  /**
   * A question, put together when its turn comes.
   *
   * @param piece the masked one within the sequence; −1 where all are asked about at once
   */
  private record Asked(Sequence sequence, Read read, int piece) {}

  Expectations(LanguageModel.Open model, WordTokens tokens) {
    this.model = model;
    this.tokens = tokens;
    this.surprisal = new double[tokens.ids().length];
    this.entropy = new double[tokens.ids().length];
    Arrays.fill(surprisal, Double.NaN);
    Arrays.fill(entropy, Double.NaN);
  }

  /** Asks the model about every word. */
  void ask(List<Sequence> sequences, Batches batches) throws java.io.IOException {
    List<Asked> all = new ArrayList<>();
    boolean causal = model.card().causal();
    for (Sequence sequence : sequences) {
      if (causal) {
        all.add(new Asked(sequence, sequence.reads().get(0), -1));
        continue;
      }
      for (Read read : sequence.reads()) {
        for (int piece = read.from(); piece < read.to(); piece++) {
          all.add(new Asked(sequence, read, piece));
        }
      }
    }
    int special = tokens.prefix().length + (causal ? 0 : tokens.suffix().length);
    batches.run(all, asked -> asked.sequence().length() + special, this::run);
  }

  private void run(List<Asked> batch) {
    List<Query> queries = new ArrayList<>();
    for (Asked asked : batch) {
      queries.add(asked.piece() < 0 ? causal(asked.sequence()) : masked(asked));
    }
    List<Prediction> answers = model.predict(queries);
    for (int q = 0; q < batch.size(); q++) {
      Asked asked = batch.get(q);
      if (asked.piece() >= 0) {
        keep(asked.read(), asked.piece(), answers.get(q), 0);
        continue;
      }
      int at = 0;
      for (int[] place : places(asked.sequence())) {
        keep(asked.sequence().reads().get(place[0]), place[1], answers.get(q), at++);
      }
    }
  }

  /** Read and piece of everything that has something to its left. */
  private List<int[]> places(Sequence sequence) {
    List<int[]> places = new ArrayList<>();
    for (int r = 0; r < sequence.reads().size(); r++) {
      Read read = sequence.reads().get(r);
      for (int piece = read.from(); piece < read.to(); piece++) {
        if (tokens.prefix().length + piece > 0) {
          places.add(new int[] {r, piece});
        }
      }
    }
    return places;
  }

  private Query causal(Sequence sequence) {
    long[] ids = sequence.tokens(tokens, false);
    int special = tokens.prefix().length;
    int[] positions = places(sequence).stream().mapToInt(place -> special + place[1] - 1).toArray();
    return new Query(
        ids, positions, Arrays.stream(positions).mapToLong(at -> ids[at + 1]).toArray());
  }

  private Query masked(Asked asked) {
    Card card = model.card();
    long mask = card.vocabulary().orElseThrow().mask().orElseThrow();
    long[] ids = asked.sequence().tokens(tokens, true);
    int special = tokens.prefix().length;
    int position = special + asked.piece();
    long target = ids[position];
    Arrays.fill(ids, position, special + asked.read().to(), mask);
    return new Query(ids, new int[] {position}, new long[] {target});
  }

  private void keep(Read read, int piece, Prediction answer, int at) {
    int token = tokens.first()[read.word()] + piece - read.from();
    surprisal[token] = -answer.logProbabilities()[at] * BITS;
    entropy[token] = answer.entropies()[at] * BITS;
  }

  /** Bits per token of the text; NaN where the model says nothing. */
  double[] perToken(Measure measure) {
    return measure == Measure.SURPRISAL ? surprisal : entropy;
  }

  /** The surprisal of all pieces of a word, or the entropy before its first; may be NaN. */
  double ofWord(Measure measure, int word) {
    if (measure == Measure.ENTROPY) {
      return entropy[tokens.first()[word]];
    }
    double sum = 0;
    for (int token = tokens.first()[word]; token < tokens.end()[word]; token++) {
      sum += surprisal[token];
    }
    return sum;
  }
}
