package dev.arcuate.plugin.syntax;

import dev.arcuate.api.value.Words;
import dev.arcuate.plugin.syntax.EquivalentsSettings.Capitals;
import dev.arcuate.plugin.syntax.EquivalentsSettings.Treatment;
import dev.arcuate.plugin.syntax.ParsedSentence.Unit;
import dev.arcuate.plugin.syntax.Placed.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** A sentence of which some units can be drawn anew. */
final class SentenceTemplate {
  private static final Set<String> FUNCTION_WORDS =
      Set.of("ADP", "AUX", "CCONJ", "DET", "PART", "PRON", "SCONJ");
  private static final Set<String> PUNCTUATION = Set.of("PUNCT", "SYM");

  /** What can happen to a unit. */
  enum Fate {
    /** It is drawn anew. */
    REDRAWN,
    /** The settings say that it stays, or it is not a whole part of one word. */
    COPIED,
    /** The lexicon does not know its class. */
    UNKNOWN,
    /** It is the only form of its class. */
    ALONE
  }

  /** A unit within a stimulus word. */
  private record Slot(Unit unit, int from, int to, Fate fate, Lexicon.Forms forms, String key) {}

  private final EquivalentsSettings settings;
  private final List<String> original = new ArrayList<>();
  private final List<List<Slot>> slots = new ArrayList<>();

  SentenceTemplate(
      Placed sentence,
      List<Integer> words,
      Words stimulus,
      Lexicon lexicon,
      EquivalentsSettings settings) {
    this.settings = settings;
    for (int word : words) {
      Words.Word at = stimulus.list().get(word);
      original.add(stimulus.text().substring(at.start(), at.end()));
      List<Slot> ofWord = new ArrayList<>();
      for (int u = 0; u < sentence.places().size(); u++) {
        Place place = sentence.places().get(u);
        if (place.words().equals(List.of(word)) && place.end() <= at.end()) {
          if (place.start() >= at.start()) {
            ofWord.add(slot(sentence.parsed(), u, place, at.start(), lexicon));
          }
        }
      }
      slots.add(ofWord);
    }
  }

  private Slot slot(ParsedSentence parsed, int u, Place place, int start, Lexicon lexicon) {
    Unit unit = parsed.units().get(u);
    String coarse = Lexicon.Column.COARSE.of(parsed, unit);
    boolean copied =
        (PUNCTUATION.contains(coarse) && settings.punctuation() == Treatment.KEEP)
            || (isFunctionWord(parsed, unit) && settings.functionWords() == Treatment.KEEP);
    List<String> key = Lexicon.key(parsed, unit, settings.match());
    Lexicon.Forms forms = copied ? null : lexicon.forms(key);
    Fate fate = Fate.REDRAWN;
    if (copied) {
      fate = Fate.COPIED;
    } else if (forms == null) {
      fate = Fate.UNKNOWN;
    } else if (settings.forceReplacement() && others(forms, unit) == 0) {
      fate = Fate.ALONE;
    }
    return new Slot(
        unit, place.start() - start, place.end() - start, fate, forms, String.join(" | ", key));
  }

  private static boolean isFunctionWord(ParsedSentence parsed, Unit unit) {
    return parsed.nodes(unit).stream().allMatch(node -> FUNCTION_WORDS.contains(node.coarse()));
  }

  private static int others(Lexicon.Forms forms, Unit unit) {
    return forms.others(unit.surface());
  }

  List<String> original() {
    return original;
  }

  /** How many units have a fate. */
  int count(Fate fate) {
    return (int) slots.stream().flatMap(List::stream).filter(slot -> slot.fate() == fate).count();
  }

  /** The classes of units with a fate, as text. */
  List<String> keys(Fate fate) {
    return slots.stream()
        .flatMap(List::stream)
        .filter(slot -> slot.fate() == fate)
        .map(Slot::key)
        .toList();
  }

  /** The words of a candidate. */
  List<String> draw(SplittableRandom random) {
    List<String> words = new ArrayList<>(original.size());
    for (int word = 0; word < original.size(); word++) {
      words.add(draw(original.get(word), slots.get(word), random));
    }
    return words;
  }

  private String draw(String form, List<Slot> units, SplittableRandom random) {
    if (units.isEmpty()) {
      return form;
    }
    StringBuilder word = new StringBuilder();
    int at = 0;
    for (Slot slot : units) {
      word.append(form, at, slot.from());
      String own = form.substring(slot.from(), slot.to());
      word.append(slot.fate() == Fate.REDRAWN ? replacement(slot, own, random) : own);
      at = slot.to();
    }
    return word.append(form, at, form.length()).toString();
  }

  private String replacement(Slot slot, String own, SplittableRandom random) {
    Optional<String> but = Optional.of(own).filter(form -> settings.forceReplacement());
    boolean byCount = settings.sampling() == EquivalentsSettings.Sampling.COUNT;
    return capitalised(slot.forms().draw(but, byCount, random), own);
  }

  private String capitalised(String form, String like) {
    if (settings.capitals() == Capitals.LOWER) {
      return form;
    }
    long letters = like.codePoints().filter(Character::isLetter).count();
    boolean shouted = letters > 1 && like.equals(like.toUpperCase(Locale.ROOT));
    if (settings.capitals() == Capitals.SHAPE && shouted) {
      return form.toUpperCase(Locale.ROOT);
    }
    if (!Character.isUpperCase(like.codePointAt(0))) {
      return form;
    }
    int first = form.offsetByCodePoints(0, 1);
    return form.substring(0, first).toUpperCase(Locale.ROOT) + form.substring(first);
  }
}
