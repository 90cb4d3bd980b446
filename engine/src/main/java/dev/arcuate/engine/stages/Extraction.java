package dev.arcuate.engine.stages;

import dev.arcuate.api.LanguageModel;
import dev.arcuate.api.LanguageModel.Card;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Task;
import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.value.Activations;
import dev.arcuate.api.value.Words;
import dev.arcuate.engine.stages.ExtractionSettings.Pooling;
import dev.arcuate.engine.stages.Sequences.Read;
import dev.arcuate.engine.stages.Sequences.Sequence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One extraction: sequences in batches through the model, pooled rows to disk. */
final class Extraction {
  private final LanguageModel.Open model;
  private final Card card;
  private final Words words;
  private final ExtractionSettings settings;
  private final Task task;
  private final int[] layers;
  private final Pooling pooling;

  Extraction(LanguageModel.Open model, Words words, ExtractionSettings settings, Task task) {
    this.model = model;
    this.card = model.card();
    this.words = words;
    this.settings = settings;
    this.task = task;
    this.layers = LayerChoice.of(settings.layers(), card);
    this.pooling = settings.pooling().orElse(card.causal() ? Pooling.LAST : Pooling.MEAN);
  }

  void run() throws IOException {
    WordTokens tokens = WordTokens.of(words, model.tokenizer());
    int capacity = capacity(tokens);
    int[] begin = new Contexts(words, tokens, settings.context(), capacity).firstWords();
    List<Sequence> sequences = Sequences.plan(tokens, begin, card.causal());
    List<String> names = new ArrayList<>();
    for (int layer : layers) {
      names.add(card.layers().get(layer));
    }
    Path folder = task.output("activations");
    Activations activations = Activations.write(folder, card.name(), names);
    List<NpyWriter> writers = new ArrayList<>();
    try {
      for (int layer = 0; layer < layers.length; layer++) {
        writers.add(activations.layerWriter(layer, words.list().size(), card.width()));
      }
      ActivationChecks checks = new ActivationChecks(words, names, card.width(), onePieceOnly());
      extract(tokens, sequences, writers, checks);
      checks.conclude(task);
    } finally {
      for (NpyWriter writer : writers) {
        writer.close();
      }
    }
    note(tokens, sequences, names);
  }

  /** The embedding layer knows no context, and some poolings take one piece of it. */
  private Set<Integer> onePieceOnly() {
    return pooling == Pooling.MEAN || pooling == Pooling.SUM
        ? Set.of()
        : IntStream.range(0, layers.length)
            .filter(layer -> layers[layer] == 0)
            .boxed()
            .collect(Collectors.toSet());
  }

  /** Tokens of the text in one call. */
  private int capacity(WordTokens tokens) {
    int special = tokens.prefix().length + (card.causal() ? 0 : tokens.suffix().length);
    int capacity = card.contextLength() - special;
    settings
        .context()
        .size()
        .filter(size -> settings.context().policy() == ContextSettings.Policy.FULL)
        .filter(size -> size > capacity)
        .ifPresent(
            size ->
                task.warn(
                    Problem.user(
                            "CONTEXT_CUT",
                            "a context of "
                                + size
                                + " tokens is more than "
                                + card.name()
                                + " takes: "
                                + capacity
                                + " tokens are used")
                        .asWarning()));
    return capacity;
  }

  private void extract(
      WordTokens tokens, List<Sequence> sequences, List<NpyWriter> writers, ActivationChecks checks)
      throws IOException {
    BatchBudget budget =
        new BatchBudget(task.resources().memoryBytes(), card.width(), layers.length);
    int special = tokens.prefix().length + tokens.suffix().length;
    int done = 0;
    int next = 0;
    while (next < sequences.size()) {
      task.checkCancelled();
      int from = next;
      next++;
      while (next < sequences.size()
          && budget.allows(next + 1 - from, sequences.get(next).length() + special)) {
        next++;
      }
      done += batch(tokens, sequences.subList(from, next), writers, checks);
      task.progress().report(done, words.list().size(), "words");
    }
  }

  private int batch(
      WordTokens tokens, List<Sequence> batch, List<NpyWriter> writers, ActivationChecks checks)
      throws IOException {
    long[][] ids =
        batch.stream()
            .map(sequence -> sequence.tokens(tokens, !card.causal()))
            .toArray(long[][]::new);
    float[][][] states = model.hiddenStates(ids, layers);
    int done = 0;
    for (int s = 0; s < batch.size(); s++) {
      for (int layer = 0; layer < layers.length; layer++) {
        if (states[s][layer].length != ids[s].length * card.width()) {
          throw new IllegalStateException(
              "the model returned "
                  + states[s][layer].length
                  + " numbers for "
                  + ids[s].length
                  + " tokens of width "
                  + card.width());
        }
        for (Read read : batch.get(s).reads()) {
          float[] row = pool(states[s][layer], tokens.prefix().length, read);
          checks.see(layer, read.word(), row);
          writers.get(layer).writeBlock(read.word(), 1, 0, card.width(), row);
        }
      }
      done += batch.get(s).reads().size();
    }
    return done;
  }

  private float[] pool(float[] states, int special, Read read) {
    int width = card.width();
    int from = special + read.from();
    int to = special + read.to();
    float[] row = new float[width];
    for (int column = 0; column < width; column++) {
      row[column] =
          switch (pooling) {
            case FIRST -> states[from * width + column];
            case LAST -> states[(to - 1) * width + column];
            case SUM -> (float) sum(states, from, to, column);
            case MEAN -> (float) (sum(states, from, to, column) / (to - from));
            case MAX -> max(states, from, to, column);
          };
    }
    return row;
  }

  private double sum(float[] states, int from, int to, int column) {
    double sum = 0;
    for (int token = from; token < to; token++) {
      sum += states[token * card.width() + column];
    }
    return sum;
  }

  private float max(float[] states, int from, int to, int column) {
    float max = states[from * card.width() + column];
    for (int token = from + 1; token < to; token++) {
      max = Math.max(max, states[token * card.width() + column]);
    }
    return max;
  }

  private void note(WordTokens tokens, List<Sequence> sequences, List<String> names) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("model", card.name());
    facts.put("layers", names);
    facts.put("causal", card.causal());
    facts.put("context", settings.context().toString());
    facts.put("pooling", pooling.name().toLowerCase(Locale.ROOT));
    facts.put("words", words.list().size());
    facts.put("tokens", tokens.ids().length);
    facts.put("sequences", sequences.size());
    facts.put("longest-sequence", sequences.get(sequences.size() - 1).length());
    task.note(facts);
  }
}
