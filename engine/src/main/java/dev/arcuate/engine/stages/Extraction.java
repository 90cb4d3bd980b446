package dev.arcuate.engine.stages;

import dev.arcuate.api.LanguageModel;
import dev.arcuate.api.LanguageModel.Card;
import dev.arcuate.api.LanguageModel.State;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Quirk;
import dev.arcuate.api.Task;
import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.value.Activations;
import dev.arcuate.api.value.Words;
import dev.arcuate.engine.stages.ExtractionSettings.Pooling;
import dev.arcuate.engine.stages.Kept.Expectation;
import dev.arcuate.engine.stages.Sequences.Sequence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** One extraction: sequences in batches through the model, pooled rows to disk. */
final class Extraction {
  /** From so many passes on, it is worth saying that there is a faster way. */
  private static final int MANY_PASSES = 500;

  private final LanguageModel.Open model;
  private final Card card;
  private final Words words;
  private final ExtractionSettings settings;
  private final Task task;
  private final List<Kept> kept;
  private final List<Kept.State> states = new ArrayList<>();
  private final Pooling pooling;
  private final List<String> quirks;

  /**
   * @param exclusive whether the model is one that a quirk keeps from attending to the token itself
   */
  Extraction(
      LanguageModel.Open model,
      Words words,
      ExtractionSettings settings,
      boolean exclusive,
      Task task) {
    this.model = model;
    this.card = model.card();
    this.words = words;
    this.settings = settings;
    this.task = task;
    this.kept = LayerChoice.of(settings.layers(), card);
    this.pooling = settings.pooling().orElse(card.causal() ? Pooling.LAST : Pooling.MEAN);
    this.quirks = quirks(settings, exclusive);
    for (Kept one : kept) {
      if (one instanceof Kept.State state) {
        states.add(state);
      }
    }
  }

  void run() throws IOException {
    WordTokens tokens = tokens();
    int capacity = capacity(tokens);
    Plan plan = plan(tokens, capacity);
    List<Sequence> sequences = plan.sequences();
    tell(plan);
    Optional<Expectations> expectations = expectations(tokens, sequences);
    write(tokens, sequences, expectations);
    TokenTable.of(words, tokens, expectations).write(task.output("tokens"));
    note(tokens, sequences);
  }

  /** Those that concern it, in the order in which they are at work. */
  private static List<String> quirks(ExtractionSettings settings, boolean exclusive) {
    List<String> quirks = new ArrayList<>();
    if (Quirk.TOKENIZE_ISOLATED.in(settings.quirks())) {
      quirks.add(Quirk.TOKENIZE_ISOLATED.named());
    }
    if (Quirk.CONTEXT_WRAP.in(settings.quirks()) && settings.context().slides()) {
      quirks.add(Quirk.CONTEXT_WRAP.named());
    }
    if (exclusive) {
      quirks.add(Quirk.MASK_EXCLUSIVE.named());
    }
    return List.copyOf(quirks);
  }

  /**
   * What is run.
   *
   * @param cut words that get less context than the settings say, since the model takes no more
   */
  private record Plan(List<Sequence> sequences, int cut) {}

  private Plan plan(WordTokens tokens, int capacity) {
    if (!Quirk.CONTEXT_WRAP.in(quirks)) {
      Contexts.Spans spans = spans(words, tokens, capacity);
      return new Plan(Sequences.plan(tokens, spans, card.causal()), spans.cuts());
    }
    Circle circle = Circle.of(words, tokens, settings.context().acrossRuns());
    Contexts.Spans spans = circle.once(spans(circle.words(), circle.tokens(), capacity));
    List<Sequence> both = Sequences.plan(circle.tokens(), spans, card.causal());
    return new Plan(circle.read(both), spans.cuts());
  }

  private Contexts.Spans spans(Words heard, WordTokens tokens, int capacity) {
    return new Contexts(heard, tokens, settings.context(), capacity, card.causal()).spans();
  }

  private WordTokens tokens() {
    WordTokens tokens =
        Quirk.TOKENIZE_ISOLATED.in(quirks)
            ? WordTokens.isolated(words, model.tokenizer())
            : WordTokens.of(words, model.tokenizer());
    card.vocabulary().ifPresent(known -> tokens.requireWithin(known.size(), card.name(), words));
    OptionalLong begin =
        card.vocabulary().map(LanguageModel.Vocabulary::begin).orElse(OptionalLong.empty());
    if (!settings.begin() || !card.causal()) {
      return tokens;
    }
    if (begin.isEmpty()) {
      throw Problem.user(
              "BEGIN_UNKNOWN",
              "model '" + card.name() + "' has no token that stands for the start of a text")
          .hint("leave out 'begin'")
          .exception();
    }
    return tokens.beginningWith(begin.getAsLong());
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

  private void tell(Plan plan) {
    if (plan.cut() > 0) {
      task.warn(
          Problem.user(
                  "CONTEXT_CUT",
                  plan.cut()
                      + " of "
                      + words.list().size()
                      + " words have less context than "
                      + settings.context()
                      + ", since "
                      + card.name()
                      + " takes no more")
              .hint(
                  "their context begins at a later word; use a model that takes more tokens, or a"
                      + " smaller context for all")
              .asWarning());
    }
    boolean shareable =
        card.causal() && settings.context().minimum().isEmpty() && !states.isEmpty();
    if (shareable && plan.sequences().size() > MANY_PASSES) {
      task.log()
          .info(
              "{} passes through the model, one for almost every word; with context: {minimum: …}"
                  + " windows would be shared",
              plan.sequences().size());
    }
    if (card.causal() && settings.context().future()) {
      task.warn(
          Problem.user(
                  "CONTEXT_WITHOUT_FUTURE",
                  "'future' has no effect: " + card.name() + " never sees what follows a word")
              .asWarning());
    }
  }

  private Optional<Expectations> expectations(WordTokens tokens, List<Sequence> sequences)
      throws IOException {
    if (kept.stream().noneMatch(Expectation.class::isInstance)) {
      return Optional.empty();
    }
    Expectations expectations = new Expectations(model, tokens);
    int vocabulary = card.vocabulary().map(LanguageModel.Vocabulary::size).orElse(0);
    BatchBudget budget = BatchBudget.ofPredictions(task.resources(), card.width(), vocabulary);
    expectations.ask(sequences, new Batches(task, budget));
    return Optional.of(expectations);
  }

  private void write(
      WordTokens tokens, List<Sequence> sequences, Optional<Expectations> expectations)
      throws IOException {
    List<String> names = kept.stream().map(Kept::name).toList();
    Activations activations =
        Activations.write(task.output("activations"), card.name(), names, List.of(), quirks);
    List<NpyWriter> writers = new ArrayList<>();
    try {
      for (int layer = 0; layer < kept.size(); layer++) {
        writers.add(activations.layerWriter(layer, words.list().size(), kept.get(layer).width()));
      }
      if (!states.isEmpty()) {
        extract(tokens, sequences, writers);
      }
      for (int layer = 0; layer < kept.size(); layer++) {
        if (kept.get(layer) instanceof Expectation expectation) {
          writers
              .get(layer)
              .append(column(expectation, expectations.orElseThrow()), 0, tokens.words());
        }
      }
    } finally {
      for (NpyWriter writer : writers) {
        writer.close();
      }
    }
  }

  private void extract(WordTokens tokens, List<Sequence> sequences, List<NpyWriter> writers)
      throws IOException {
    ActivationChecks checks = new ActivationChecks(words, states, alike());
    int[] places = states.stream().mapToInt(kept::indexOf).toArray();
    int[] done = new int[1];
    StatePass pass =
        new StatePass(
            model,
            tokens,
            states,
            pooling,
            (state, word, row) -> {
              checks.see(state, word, row);
              writers.get(places[state]).writeBlock(word, 1, 0, row.length, row);
            });
    BatchBudget budget =
        BatchBudget.ofStates(task.resources(), card.width(), pass.columns(), pass.attentions());
    int special = tokens.prefix().length + (card.causal() ? 0 : tokens.suffix().length);
    new Batches(task, budget)
        .run(
            sequences,
            sequence -> sequence.length() + special,
            batch -> {
              pass.run(batch);
              done[0] += batch.stream().mapToInt(sequence -> sequence.reads().size()).sum();
              task.progress().report(done[0], words.list().size(), "words");
            });
    checks.conclude(task);
  }

  /**
   * Layers in which different words may rightly have the same row: the token table knows no context
   * and some poolings take one piece, and attention counts words, not what they are.
   */
  private Set<Integer> alike() {
    boolean pieces = pooling == Pooling.MEAN || pooling == Pooling.SUM;
    Set<Integer> alike = new HashSet<>();
    for (int state = 0; state < states.size(); state++) {
      boolean embedding =
          states.get(state).place() == 0 || states.get(state).name().equals(State.TOKEN);
      if (states.get(state) instanceof Kept.Attention || (embedding && !pieces)) {
        alike.add(state);
      }
    }
    return alike;
  }

  /** A word with nothing before it gets the mean of the others, so that it stands out nowhere. */
  private float[] column(Expectation expectation, Expectations expectations) {
    float[] column = new float[words.list().size()];
    double sum = 0;
    int missing = 0;
    for (int word = 0; word < column.length; word++) {
      column[word] = (float) expectations.ofWord(expectation.measure(), word);
      if (Float.isNaN(column[word])) {
        missing++;
      } else {
        sum += column[word];
      }
    }
    if (missing == column.length) {
      throw Problem.user(
              "SURPRISAL_UNDEFINED",
              "no word has anything to its left in its context, so there is no "
                  + expectation.name())
          .hint("choose another context policy, or set begin: true")
          .exception();
    }
    if (missing > 0) {
      float mean = (float) (sum / (column.length - missing));
      for (int word = 0; word < column.length; word++) {
        column[word] = Float.isNaN(column[word]) ? mean : column[word];
      }
      task.warn(
          Problem.data(
                  "SURPRISAL_MISSING",
                  missing
                      + " of "
                      + column.length
                      + " words have nothing to their left in their context and no "
                      + expectation.name()
                      + "; they get the mean of the others")
              .hint("set begin: true if the model knows a token for the start of a text")
              .asWarning());
    }
    return column;
  }

  private void note(WordTokens tokens, List<Sequence> sequences) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("model", card.name());
    facts.put("layers", kept.stream().map(Kept::name).toList());
    facts.put("causal", card.causal());
    facts.put("context", settings.context().toString());
    if (!quirks.isEmpty()) {
      facts.put("quirks", quirks);
    }
    facts.put("pooling", pooling.name().toLowerCase(Locale.ROOT));
    settings.untrained().ifPresent(seed -> facts.put("untrained", seed));
    facts.put("words", words.list().size());
    facts.put("tokens", tokens.ids().length);
    facts.put("sequences", sequences.size());
    facts.put("longest-sequence", sequences.get(sequences.size() - 1).length());
    task.note(facts);
  }
}
