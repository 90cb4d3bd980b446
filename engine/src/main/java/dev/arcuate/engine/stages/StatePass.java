package dev.arcuate.engine.stages;

import dev.arcuate.api.LanguageModel;
import dev.arcuate.api.LanguageModel.Card;
import dev.arcuate.engine.stages.ExtractionSettings.Pooling;
import dev.arcuate.engine.stages.Sequences.Read;
import dev.arcuate.engine.stages.Sequences.Sequence;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/** Batches of sequences through the model once, and of each word one row per state asked for. */
final class StatePass {
  /** Where rows go. */
  interface Rows {
    void row(int state, int word, float[] row) throws IOException;
  }

  private final LanguageModel.Open model;
  private final WordTokens tokens;
  private final List<Kept.State> states;
  private final int[] places;
  private final Pooling pooling;
  private final Rows rows;

  StatePass(
      LanguageModel.Open model,
      WordTokens tokens,
      List<Kept.State> states,
      Pooling pooling,
      Rows rows) {
    this.model = model;
    this.tokens = tokens;
    this.states = states;
    this.places = states.stream().mapToInt(Kept.State::place).distinct().toArray();
    this.pooling = pooling;
    this.rows = rows;
  }

  /** Columns that the model returns per token, attention aside. */
  long columns() {
    return IntStream.of(places).mapToLong(place -> model.card().at(place).width()).sum();
  }

  /** Heads whose attention the model returns. */
  int attentions() {
    return IntStream.of(places)
        .mapToObj(place -> model.card().at(place))
        .filter(state -> state.kind() == LanguageModel.State.Kind.ATTENTION)
        .mapToInt(LanguageModel.State::parts)
        .sum();
  }

  void run(List<Sequence> batch) throws IOException {
    Card card = model.card();
    long[][] ids =
        batch.stream()
            .map(sequence -> sequence.tokens(tokens, !card.causal()))
            .toArray(long[][]::new);
    float[][][] returned = model.hiddenStates(ids, places);
    for (int s = 0; s < batch.size(); s++) {
      for (int place = 0; place < places.length; place++) {
        int expected = ids[s].length * card.at(places[place]).width(ids[s].length);
        if (returned[s][place].length != expected) {
          throw new IllegalStateException(
              "the model returned "
                  + returned[s][place].length
                  + " numbers for "
                  + ids[s].length
                  + " tokens, not "
                  + expected);
        }
      }
      for (int state = 0; state < states.size(); state++) {
        float[] values = returned[s][index(states.get(state).place())];
        for (Read read : batch.get(s).reads()) {
          rows.row(state, read.word(), row(states.get(state), values, read, ids[s].length));
        }
      }
    }
  }

  private int index(int place) {
    int index = 0;
    while (places[index] != place) {
      index++;
    }
    return index;
  }

  private float[] row(Kept.State state, float[] values, Read read, int length) {
    int special = tokens.prefix().length;
    if (state instanceof Kept.Vector vector) {
      return pool(
          values,
          vector.stride(),
          vector.from(),
          vector.width(),
          special + read.from(),
          special + read.to());
    }
    Kept.Attention attention = (Kept.Attention) state;
    float[] toWords = toWords(attention, values, read, length);
    return pool(toWords, attention.width(), 0, attention.width(), 0, read.to() - read.from());
  }

  /** Of each piece of a word, how much every head attends to the pieces of the words before it. */
  private float[] toWords(Kept.Attention attention, float[] values, Read read, int length) {
    int special = tokens.prefix().length;
    int start = tokens.first()[read.word()] - read.from();
    float[] rows = new float[(read.to() - read.from()) * attention.width()];
    for (int piece = read.from(); piece < read.to(); piece++) {
      for (int head = 0; head < attention.heads(); head++) {
        int line = ((special + piece) * attention.allHeads() + attention.from() + head) * length;
        int out = (piece - read.from()) * attention.width() + head * Kept.Attention.REACH;
        for (int back = 0; back < Kept.Attention.REACH && back <= read.word(); back++) {
          int word = read.word() - back;
          if (tokens.first()[word] < start) {
            break;
          }
          double sum = 0;
          for (int t = tokens.first()[word] - start; t < tokens.end()[word] - start; t++) {
            sum += values[line + special + t];
          }
          rows[out + back] = (float) sum;
        }
      }
    }
    return rows;
  }

  private float[] pool(float[] values, int stride, int column, int width, int from, int to) {
    float[] row = new float[width];
    for (int c = 0; c < width; c++) {
      int at = column + c;
      row[c] =
          switch (pooling) {
            case FIRST -> values[from * stride + at];
            case LAST -> values[(to - 1) * stride + at];
            case SUM -> (float) sum(values, stride, at, from, to);
            case MEAN -> (float) (sum(values, stride, at, from, to) / (to - from));
            case MAX -> max(values, stride, at, from, to);
          };
    }
    return row;
  }

  private static double sum(float[] values, int stride, int column, int from, int to) {
    double sum = 0;
    for (int token = from; token < to; token++) {
      sum += values[token * stride + column];
    }
    return sum;
  }

  private static float max(float[] values, int stride, int column, int from, int to) {
    float max = values[from * stride + column];
    for (int token = from + 1; token < to; token++) {
      max = Math.max(max, values[token * stride + column]);
    }
    return max;
  }
}
