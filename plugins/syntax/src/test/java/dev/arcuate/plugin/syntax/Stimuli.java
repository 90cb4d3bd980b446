package dev.arcuate.plugin.syntax;

import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Table;
import dev.arcuate.api.value.Words;
import dev.arcuate.plugin.syntax.EquivalentsSettings.Capitals;
import dev.arcuate.plugin.syntax.EquivalentsSettings.Sampling;
import dev.arcuate.plugin.syntax.EquivalentsSettings.TooFew;
import dev.arcuate.plugin.syntax.EquivalentsSettings.Treatment;
import dev.arcuate.plugin.syntax.EquivalentsSettings.Unknown;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words, parses and lexicons for tests. */
final class Stimuli {
  private static final Path RESOURCES =
      Path.of(System.getProperty("arcuate.basedir"), "src/test/resources");
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(['’-][\\p{L}\\p{N}]+)*");

  private Stimuli() {}

  static InputPath resource(String name) {
    return new InputPath(RESOURCES.resolve(name), name);
  }

  static InputPath write(Path folder, String name, String... lines) throws IOException {
    Files.createDirectories(folder);
    Path file = Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
    return new InputPath(file, name);
  }

  /** Every word of a text, half a second apart; a new sentence after . ! or ?. */
  static Words words(String text) {
    List<Words.Word> list = new ArrayList<>();
    Matcher matcher = WORD.matcher(text);
    int sentence = 0;
    int before = 0;
    while (matcher.find()) {
      sentence += text.substring(before, matcher.start()).matches("(?s).*[.!?].*") ? 1 : 0;
      list.add(
          new Words.Word(
              "1",
              list.size() / 2.0,
              0.3,
              sentence,
              matcher.start(),
              matcher.end(),
              true,
              matcher.group()));
      before = matcher.end();
    }
    return new Words(text, list);
  }

  /** The text of a CoNLL-U file, as its comments tell it. */
  static String text(String conllu) throws IOException {
    return String.join(
        " ",
        Files.readAllLines(resource(conllu).path()).stream()
            .filter(line -> line.startsWith("# text = "))
            .map(line -> line.substring("# text = ".length()))
            .toList());
  }

  static Table parse(Path folder, Words words, InputPath... files) throws IOException {
    TestTask task = new TestTask(folder).with("words", words);
    new ParseStep().run(new ParseSettings(List.of(files), ParseSettings.Missing.ERROR), task);
    return task.result("parse", Table.class);
  }

  static Table lexicon(InputPath... files) throws IOException {
    List<ParsedSentence> sentences = new ArrayList<>();
    for (InputPath file : files) {
      sentences.addAll(Conllu.read(file));
    }
    return Lexicon.count(sentences, true, 1);
  }

  static EquivalentsSettings settings(int stories, Lexicon.Column... match) {
    List<Lexicon.Column> columns =
        match.length == 0 ? Arrays.asList(Lexicon.Column.values()) : List.of(match);
    return new EquivalentsSettings(
        stories,
        columns,
        Treatment.REPLACE,
        Treatment.KEEP,
        true,
        Unknown.KEEP,
        Capitals.INITIAL,
        Sampling.COUNT,
        true,
        .8,
        50,
        2,
        5,
        TooFew.ACCEPT,
        0);
  }
}
