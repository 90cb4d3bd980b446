package dev.arcuate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The page on errors shows, for every code with a golden file, what a user sees. Written anew with
 * {@code -Darcuate.golden.update=true}.
 */
class ErrorPageTest {
  private static final Path PAGE = Path.of("..", "docs", "errors.md");
  private static final List<Path> ROOMS =
      List.of(
          Path.of("src", "test", "resources"),
          Path.of("..", "plugins"),
          Path.of("..", "workflows"));
  private static final String RESOURCES = Path.of("src", "test", "resources").toString();
  private static final Pattern CODE = Pattern.compile("(?:error|warning) ([A-Z][A-Z0-9_]+): ");

  @Test
  void showsAnExampleOfEveryCodeWithAGoldenFile() throws IOException {
    String page = page();
    if (Boolean.getBoolean("arcuate.golden.update")) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).content().isEqualTo(page);
  }

  /** Some files say above a message what was done to get it, or below how the run ended. */
  private static String message(String paragraph) {
    return paragraph
        .lines()
        .filter(line -> !line.startsWith("# ") && !line.startsWith("failed: "))
        .collect(Collectors.joining("\n"))
        .strip();
  }

  /** Texts kept by the tests of the engine, of the plugins and of the workflows. */
  private static List<Path> golden() throws IOException {
    List<Path> golden = new ArrayList<>();
    for (Path room : ROOMS) {
      try (Stream<Path> files = Files.walk(room)) {
        files
            .filter(file -> file.toString().contains(RESOURCES) && file.toString().endsWith(".txt"))
            .sorted()
            .forEach(golden::add);
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }
    return golden;
  }

  private static String page() throws IOException {
    Map<String, String> examples = new TreeMap<>();
    for (Path file : golden()) {
      for (String paragraph : Files.readString(file).split("\n\n", -1)) {
        Matcher code = CODE.matcher(paragraph);
        if (code.find()) {
          examples.putIfAbsent(code.group(1), message(paragraph));
        }
      }
    }
    StringBuilder page = new StringBuilder();
    page.append("# Errors and warnings\n\n");
    page.append("Every message names a code, the place, the cause, and after `hint:` the cure. ");
    page.append("Exit status: 2 for what you can\nmend, 3 for a failing plugin, 4 for missing ");
    page.append(
        "memory, disk, permission or CUDA, 1 for a bug of ours. Here is an\nexample of each code ");
    page.append("of the engine and of many of the plugins; `FOLDER` and `RUN` stand for a folder ");
    page.append("and a\nrun of yours.\n");
    examples.forEach(
        (code, example) -> {
          page.append("\n## ").append(code.toLowerCase(Locale.ROOT).replace('_', '-'));
          page.append("\n\n```\n").append(example).append("\n```\n");
        });
    return page.toString();
  }
}
