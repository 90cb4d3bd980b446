package dev.arcuate.engine.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds what a folder of files says of its licence. */
public final class Licences {
  private static final int DEPTH = 8;
  private static final Pattern IN_POM =
      Pattern.compile("<license>.*?<name>\\s*([^<]+?)\\s*</name>", Pattern.DOTALL);
  private static final Pattern IN_README =
      Pattern.compile("(?im)^licen[cs]e\\b[^:\\n]*:\\s*([\\w+-]+(?:\\.[\\w+-]+)*)");
  public static final String NOT_STATED = "not stated";

  private Licences() {}

  /**
   * The licence: of the front matter of a README, of a Maven description, or the first line of a
   * licence file; {@link #NOT_STATED} if there is none.
   */
  public static String of(Path model) throws IOException {
    Path folder = Files.isDirectory(model) ? model : model.toAbsolutePath().getParent();
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder, DEPTH)) {
      files = walk.filter(Files::isRegularFile).sorted().toList();
    }
    return named(files, "README.md", IN_README)
        .or(() -> named(files, "pom.xml", IN_POM))
        .or(() -> text(files))
        .orElse(NOT_STATED);
  }

  private static Optional<String> named(List<Path> files, String name, Pattern pattern) {
    for (Path file : files) {
      if (file.getFileName().toString().equals(name)) {
        Matcher matcher = pattern.matcher(read(file));
        if (matcher.find()) {
          return Optional.of(matcher.group(1));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> text(List<Path> files) {
    return files.stream()
        .filter(
            file -> {
              String name = file.getFileName().toString().toUpperCase(Locale.ROOT);
              return name.startsWith("LICENSE") || name.startsWith("LICENCE");
            })
        .flatMap(file -> read(file).lines().map(String::strip).filter(line -> !line.isEmpty()))
        .findFirst();
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
