package dev.arcuate.plugin.stimulus;

import dev.arcuate.api.Problem;
import dev.arcuate.api.settings.InputPath;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How words are spoken: a dictionary in the format of CMUdict, a word and its phonemes per line.
 * Numbers for stress are dropped, of several pronunciations the first is taken.
 */
final class Pronunciations {
  private static final String COMMENT = ";;;";

  private final Map<String, List<String>> phonemes;

  private Pronunciations(Map<String, List<String>> phonemes) {
    this.phonemes = phonemes;
  }

  /**
   * Reads a file.
   *
   * @throws dev.arcuate.api.ProblemException {@code STIMULUS_FILE_MISSING}, {@code
   *     STIMULUS_PRONUNCIATIONS}
   */
  static Pronunciations read(InputPath file) throws IOException {
    if (!Files.isRegularFile(file.path())) {
      throw Problem.data("STIMULUS_FILE_MISSING", "there is no file " + file.logical())
          .hint("paths in a workflow start at the workflow's own folder")
          .exception();
    }
    Map<String, List<String>> phonemes = new HashMap<>();
    List<String> lines;
    try {
      lines = Files.readAllLines(file.path());
    } catch (CharacterCodingException e) {
      throw wrong(file, "is not UTF-8 text").exception(e);
    }
    for (int line = 0; line < lines.size(); line++) {
      String text = lines.get(line).startsWith(COMMENT) ? "" : lines.get(line).split("#", 2)[0];
      String[] cells = text.strip().split("\\s+");
      if (cells.length == 1 && cells[0].isEmpty()) {
        continue;
      }
      boolean spoken = cells.length > 1;
      for (int i = 1; i < cells.length; i++) {
        spoken &= cells[i].matches("[A-Za-z]{1,4}[0-2]?");
      }
      if (!spoken) {
        throw wrong(
                file, "has no word and its phonemes in line " + (line + 1) + ": " + text.strip())
            .exception();
      }
      phonemes.putIfAbsent(
          plain(cells[0].replaceFirst("\\(\\d+\\)$", "")),
          Arrays.stream(cells)
              .skip(1)
              .map(phoneme -> phoneme.replaceAll("\\d", "").toLowerCase(Locale.ROOT))
              .toList());
    }
    return new Pronunciations(phonemes);
  }

  private static Problem wrong(InputPath file, String what) {
    return Problem.data("STIMULUS_PRONUNCIATIONS", file.logical() + " " + what)
        .hint("CMUdict has lines such as: hello HH AH0 L OW1");
  }

  /** The phonemes of a word in order; none if the dictionary does not have it. */
  List<String> of(String word) {
    List<String> whole = phonemes.get(plain(word));
    if (whole != null) {
      return whole;
    }
    String bare = plain(word).replaceAll("^[^\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+$", "");
    return phonemes.getOrDefault(bare, List.of());
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replace('\u2019', '\'').replace('\u2018', '\'');
  }
}
