package dev.arcuate.engine.stages;

import dev.arcuate.api.value.Table;
import dev.arcuate.api.value.Words;
import dev.arcuate.api.value.Words.Word;
import dev.arcuate.engine.stages.Kept.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The tokens of a text, their words, and how likely they were: a table that a lab can open. */
final class TokenTable {
  private static final List<String> COLUMNS =
      List.of(
          "run",
          "row",
          "word",
          "piece",
          "pieces",
          "id",
          "start",
          "end",
          "surprisal",
          "entropy",
          "word-surprisal");

  private TokenTable() {}

  /**
   * One row per token of a word, in the order of the text.
   *
   * @param expectations empty where nobody asked for them
   */
  static Table of(Words words, WordTokens tokens, Optional<Expectations> expectations) {
    List<List<String>> rows = new ArrayList<>();
    for (int word = 0; word < tokens.words(); word++) {
      Word one = words.list().get(word);
      int first = tokens.first()[word];
      int end = tokens.end()[word];
      int row = word;
      String whole = bits(expectations.map(e -> e.ofWord(Measure.SURPRISAL, row)));
      for (int t = first; t < end; t++) {
        int token = t;
        rows.add(
            List.of(
                one.run(),
                Integer.toString(word),
                one.form(),
                Integer.toString(token - first + 1),
                Integer.toString(end - first),
                Long.toString(tokens.ids()[token]),
                Integer.toString(tokens.starts()[token]),
                Integer.toString(tokens.stops()[token]),
                bits(expectations.map(e -> e.perToken(Measure.SURPRISAL)[token])),
                bits(expectations.map(e -> e.perToken(Measure.ENTROPY)[token])),
                whole));
      }
    }
    return new Table(COLUMNS, rows);
  }

  private static String bits(Optional<Double> value) {
    return value
        .filter(bits -> !bits.isNaN())
        .map(bits -> String.format(Locale.ROOT, "%.6f", bits))
        .orElse(Table.MISSING);
  }
}
