package dev.arcuate.engine.stages;

import dev.arcuate.api.LanguageModel.Card;
import dev.arcuate.api.LanguageModel.State;
import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.engine.stages.Kept.Measure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Layers and what else a model offers, asked for by name, place, depth or pattern, or all. */
final class LayerChoice {
  private static final Pattern PLACE = Pattern.compile("-?\\d{1,6}");
  private static final Pattern DEPTH = Pattern.compile("[01]?\\.\\d+|[01]\\.");
  private static final Pattern PART = Pattern.compile("(.+)\\.(\\d{1,6})");

  private final Card card;
  private final Map<String, Kept> chosen = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  private LayerChoice(Card card) {
    this.card = card;
  }

  /**
   * What is asked for, in that order, each once.
   *
   * @throws ProblemException {@code LAYER_UNKNOWN} for everything that the model does not have,
   *     {@code PREDICTIONS_UNSUPPORTED} for surprisal and entropy of a model without them
   */
  static List<Kept> of(List<String> asked, Card card) {
    LayerChoice choice = new LayerChoice(card);
    asked.forEach(choice::add);
    if (!choice.problems.isEmpty()) {
      throw new ProblemException(choice.problems);
    }
    return List.copyOf(choice.chosen.values());
  }

  private void add(String asked) {
    if (asked.equals("all")) {
      IntStream.range(0, card.layers().size()).forEach(this::keep);
    } else if (card.place(asked) >= 0) {
      // A name goes before a number, in case a model's names are numbers that count otherwise.
      keep(card.place(asked));
    } else if (measure(asked).isPresent()) {
      expectation(measure(asked).get());
    } else if (asked.contains("*")) {
      pattern(asked);
    } else if (asked.equals("tok") && card.place(State.TOKEN) >= 0) {
      keep(card.place(State.TOKEN));
    } else if (asked.equals("tokpos")) {
      keep(0);
    } else if (DEPTH.matcher(asked).matches() && Double.parseDouble(asked) <= 1) {
      keep((int) Math.floor(Double.parseDouble(asked) * (card.layers().size() - 1)));
    } else if (PLACE.matcher(asked).matches()) {
      number(asked);
    } else if (!part(asked)) {
      problems.add(unknown(asked));
    }
  }

  private void number(String asked) {
    int number = Integer.parseInt(asked);
    int place = number < 0 ? number + card.layers().size() : number;
    if (place >= 0 && place < card.layers().size()) {
      keep(place);
    } else {
      problems.add(unknown(asked));
    }
  }

  private void keep(int place) {
    State state = card.at(place);
    keep(
        state.kind() == State.Kind.ATTENTION
            ? new Kept.Attention(state.name(), place, state.parts(), 0, state.parts())
            : new Kept.Vector(state.name(), place, state.width(), 0, state.width()));
  }

  private void keep(Kept kept) {
    chosen.putIfAbsent(kept.name(), kept);
  }

  /** Of states, or, where no state has such a name, of their heads. */
  private void pattern(String asked) {
    Predicate<String> fits = stars(asked);
    List<State> all =
        IntStream.range(0, card.layers().size() + card.states().size()).mapToObj(card::at).toList();
    List<String> names = all.stream().map(State::name).filter(fits).toList();
    if (names.isEmpty()) {
      names = all.stream().flatMap(LayerChoice::parts).filter(fits).toList();
    }
    if (names.isEmpty()) {
      problems.add(unknown(asked));
    }
    for (String name : names) {
      if (card.place(name) >= 0) {
        keep(card.place(name));
      } else {
        part(name);
      }
    }
  }

  /** Each star stands for any text. */
  private static Predicate<String> stars(String asked) {
    return Pattern.compile(
            Arrays.stream(asked.split("\\*", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*")))
        .asMatchPredicate();
  }

  private static Stream<String> parts(State state) {
    return state.parts() == 1
        ? Stream.empty()
        : IntStream.rangeClosed(1, state.parts()).mapToObj(part -> state.name() + "." + part);
  }

  /** One of several heads, counted from 1. */
  private boolean part(String asked) {
    Matcher matcher = PART.matcher(asked);
    int place = matcher.matches() ? card.place(matcher.group(1)) : -1;
    if (place < 0) {
      return false;
    }
    State state = card.at(place);
    int part = Integer.parseInt(matcher.group(2));
    if (state.parts() == 1 || part < 1 || part > state.parts()) {
      return false;
    }
    int width = state.width() / state.parts();
    keep(
        state.kind() == State.Kind.ATTENTION
            ? new Kept.Attention(asked, place, state.parts(), part - 1, 1)
            : new Kept.Vector(asked, place, state.width(), (part - 1) * width, width));
    return true;
  }

  private static Optional<Measure> measure(String asked) {
    for (Measure measure : Measure.values()) {
      if (measure.name().toLowerCase(Locale.ROOT).equals(asked)) {
        return Optional.of(measure);
      }
    }
    return Optional.empty();
  }

  private void expectation(Measure measure) {
    if (card.predicts()) {
      keep(new Kept.Expectation(measure));
      return;
    }
    problems.add(
        Problem.user(
                "PREDICTIONS_UNSUPPORTED",
                "model '"
                    + card.name()
                    + "' gives no probabilities of tokens, so there is no "
                    + measure.name().toLowerCase(Locale.ROOT))
            .hint("use a model with its language-modelling head, such as GPT-2, or BERT with MLM"));
  }

  private Problem unknown(String asked) {
    List<String> further = new ArrayList<>();
    card.states().forEach(state -> further.add(state.name()));
    if (card.predicts()) {
      further.addAll(List.of("surprisal", "entropy"));
    }
    return Problem.user(
            "LAYER_UNKNOWN", "'" + asked + "' is not a layer of model '" + card.name() + "'")
        .hint(
            "name some of "
                + String.join(", ", card.layers())
                + ", or count from 0 to "
                + (card.layers().size() - 1)
                + ", or back from -1"
                + (further.isEmpty() ? "" : "; there are also " + String.join(", ", further)));
  }
}
