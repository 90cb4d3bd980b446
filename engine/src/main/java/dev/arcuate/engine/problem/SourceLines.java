package dev.arcuate.engine.problem;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Finds the line a problem points to. A file that cannot be shown is no reason to fail. */
public final class SourceLines {
  /** What ends a line in YAML. */
  private static final Pattern END = Pattern.compile("\r\n|[\n\r\u0085\u2028\u2029]");

  private static final long LARGEST_FILE = 8L << 20;

  private final Function<String, Optional<String>> text;
  private final Map<String, List<String>> lines = new HashMap<>();

  private SourceLines(Function<String, Optional<String>> text) {
    this.text = text;
  }

  /** Reads files whose names are relative to a folder. */
  public static SourceLines under(Path folder) {
    return new SourceLines(name -> read(folder, name));
  }

  /** Knows the text of the given files only. */
  public static SourceLines of(Map<String, String> textByFile) {
    return new SourceLines(name -> Optional.ofNullable(textByFile.get(name)));
  }

  /** Shows no source. */
  public static SourceLines none() {
    return of(Map.of());
  }

  /** A text's lines without what ends them. */
  public static List<String> split(String text) {
    return List.of(END.split(text, -1));
  }

  Optional<String> line(String file, int number) {
    List<String> all =
        lines.computeIfAbsent(
            file, name -> text.apply(name).map(SourceLines::split).orElse(List.of()));
    return number >= 1 && number <= all.size()
        ? Optional.of(all.get(number - 1))
        : Optional.empty();
  }

  private static Optional<String> read(Path folder, String name) {
    try {
      Path file = folder.resolve(name);
      if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_FILE) {
        return Optional.empty();
      }
      return Optional.of(withoutByteOrderMark(Files.readString(file, StandardCharsets.UTF_8)));
    } catch (CharacterCodingException | InvalidPathException e) {
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String withoutByteOrderMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }
}
