package dev.arcuate.plugin.stimulus;

import dev.arcuate.plugin.stimulus.TextWords.Placed;
import java.util.List;
import java.util.regex.Pattern;

/** Numbers sentences from 0 over the whole table. A run always begins a new one. */
final class Sentences {
  private static final Pattern END = Pattern.compile("[.!?…]");

  private Sentences() {}

  /** By the table's own column if it has one, else by the punctuation between words. */
  static int[] number(TextWords text) {
    List<Placed> words = text.words();
    boolean given = words.stream().anyMatch(word -> !word.heard().sentence().isEmpty());
    int[] numbers = new int[words.size()];
    for (int i = 1; i < numbers.length; i++) {
      HeardWord before = words.get(i - 1).heard();
      HeardWord word = words.get(i).heard();
      boolean begins =
          !word.run().equals(before.run())
              || (given
                  ? !word.sentence().equals(before.sentence())
                  : endsBetween(text.text(), words.get(i - 1).end(), words.get(i).start()));
      numbers[i] = numbers[i - 1] + (begins ? 1 : 0);
    }
    return numbers;
  }

  private static boolean endsBetween(String text, int end, int start) {
    String between = text.substring(end, start);
    return END.matcher(between).find()
        && between.chars().anyMatch(Character::isWhitespace)
        && !Character.isLowerCase(text.codePointAt(start));
  }
}
