package dev.arcuate.plugin.bidsmeg.eeg;

import dev.arcuate.api.Problem;
import dev.arcuate.plugin.bidsmeg.signal.Damage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The text files of BrainVision: a title, then sections of keys and values.
 *
 * @param title the first line
 */
record Ini(String file, String title, Map<String, Map<String, String>> sections) {
  private static final long LARGEST = 256L << 20;

  static Ini read(Path path, String file) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw Problem.data("BIDS_MEG_FILE_ABSENT", "there is no file " + file).exception();
    }
    if (Files.size(path) > LARGEST) {
      throw Damage.text(file, "it is too large for a BrainVision text file");
    }
    List<String> lines = decode(Files.readAllBytes(path)).lines().toList();
    Map<String, Map<String, String>> sections = new LinkedHashMap<>();
    Map<String, String> section = new LinkedHashMap<>();
    for (String line : lines) {
      String text = line.strip();
      if (text.startsWith("[") && text.endsWith("]")) {
        section = new LinkedHashMap<>();
        sections.put(text.substring(1, text.length() - 1), section);
      } else if (!text.startsWith(";") && text.indexOf('=') > 0) {
        section.put(text.substring(0, text.indexOf('=')), text.substring(text.indexOf('=') + 1));
      }
    }
    return new Ini(file, lines.isEmpty() ? "" : lines.get(0), sections);
  }

  /** UTF-8 where it is valid; older files are Latin-1. */
  private static String decode(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  Optional<String> text(String section, String key) {
    return Optional.ofNullable(sections.getOrDefault(section, Map.of()).get(key));
  }

  List<String> values(String section) {
    return List.copyOf(sections.getOrDefault(section, Map.of()).values());
  }

  double number(String section, String key) {
    String text =
        text(section, key)
            .orElseThrow(() -> Damage.text(file, "section [" + section + "] lacks " + key));
    try {
      return Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      throw Damage.text(file, key + "=" + text + " is no number");
    }
  }
}
