package dev.arcuate.plugin.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Table;
import dev.arcuate.api.value.Words;
import dev.arcuate.testkit.StepContract;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EquivalentsStepTest extends StepContract<EquivalentsSettings> {
  private static final InputPath ENGLISH = Stimuli.resource("conllu/en.conllu");

  @Override
  protected EquivalentsStep component() {
    return new EquivalentsStep();
  }

  @Override
  protected EquivalentsSettings settings() {
    return Stimuli.settings(3);
  }

  @Override
  protected TestTask task(Path place) throws IOException {
    return task(place, "conllu/en.conllu", Stimuli.lexicon(ENGLISH));
  }

  private static TestTask task(Path place, String file, Table lexicon) throws IOException {
    Words words = Stimuli.words(Stimuli.text(file));
    return new TestTask(place)
        .with("words", words)
        .with("parse", Stimuli.parse(place.resolve("parse"), words, Stimuli.resource(file)))
        .with("lexicon", lexicon);
  }

  private List<List<String>> words(EquivalentsSettings settings, TestTask task) throws IOException {
    component().run(settings, task);
    Table table = task.result("equivalents", Table.class);
    List<List<String>> sentences = new ArrayList<>();
    for (int row = 0; row < table.rows(); row++) {
      sentences.add(Equivalents.split(table.text(row, "words")));
    }
    return sentences;
  }

  @Test
  void replacesWordsByOthersOfTheirClassOnly() throws IOException {
    List<List<String>> sentences = words(Stimuli.settings(4), task(folder));
    assertThat(sentences).hasSize(15);
    assertThat(sentences.get(0))
        .containsExactly("The", "old", "dog", "chased", "a", "small", "cat");
    for (List<String> made : sentences.subList(1, 5)) {
      assertThat(made).hasSize(7);
      assertThat(made.get(0)).isEqualTo("A");
      assertThat(made.get(1)).isIn("young", "small");
      assertThat(made.get(2)).isIn("bird", "horse");
      assertThat(made.get(3)).isEqualTo("watched");
      assertThat(made.get(4)).isEqualTo("the");
      assertThat(made.get(6)).isEqualTo("bird");
    }
  }

  @Test
  void keepsTheOnlyWordOfItsClassAndSaysHowMany() throws IOException {
    TestTask task = task(folder);
    List<List<String>> sentences = words(Stimuli.settings(2), task);
    assertThat(sentences.get(4)).contains("didn't", "sing", "in", "garden");
    assertThat(task.notes()).containsEntry("units-alone-in-class", 4);
    assertThat(task.notes()).containsEntry("validity", "construction");
  }

  @Test
  void replacesMultiwordTokensOfSpanishAsAWhole() throws IOException {
    Table lexicon = Stimuli.lexicon(Stimuli.resource("conllu/es.conllu"));
    List<List<String>> sentences = words(settings(), task(folder, "conllu/es.conllu", lexicon));
    assertThat(sentences.get(0))
        .containsExactly("La", "niña", "salió", "del", "jardín", "con", "su", "hermano");
    assertThat(sentences.get(1).subList(0, 4)).containsExactly("La", "mujer", "volvió", "al");
    assertThat(sentences.get(1).get(4)).isIn("pueblo", "hermano", "perro");
  }

  @Test
  void worksOnDutch() throws IOException {
    Path dutch = Path.of(System.getProperty("arcuate.shared"), "ud-dutch").toAbsolutePath();
    org.junit.jupiter.api.Assumptions.assumeTrue(
        Files.isDirectory(dutch), "skipped: no treebank at " + dutch);
    List<String> some =
        Files.readAllLines(dutch.resolve("nl_lassysmall-ud-dev.conllu")).subList(0, 1500);
    List<String> lines = some.subList(0, some.lastIndexOf(""));
    InputPath story = Stimuli.write(folder, "nl.conllu", String.join("\n", lines) + "\n");
    String text =
        String.join(
            " ",
            lines.stream()
                .filter(line -> line.startsWith("# text = "))
                .map(line -> line.substring("# text = ".length()))
                .toList());
    InputPath treebank =
        new InputPath(dutch.resolve("nl_lassysmall-ud-test.conllu"), "nl-test.conllu");
    int sentences = Conllu.read(story).size();
    Words words = Stimuli.words(text);
    TestTask task =
        new TestTask(folder)
            .with("words", words)
            .with("parse", Stimuli.parse(folder.resolve("parse"), words, story))
            .with("lexicon", Stimuli.lexicon(treebank, story));
    List<List<String>> made = words(Stimuli.settings(2), task);
    assertThat(made.size()).isBetween(3 * sentences - 9, 3 * sentences);
    int replaced = (int) task.notes().get("units-redrawn");
    assertThat(replaced).isGreaterThan(words.list().size() * 7 / 10);
  }

  @Test
  void keepsFunctionWordsIfAsked() throws IOException {
    EquivalentsSettings given = Stimuli.settings(2);
    EquivalentsSettings keep =
        new EquivalentsSettings(
            2,
            given.match(),
            EquivalentsSettings.Treatment.KEEP,
            given.punctuation(),
            true,
            given.unknown(),
            EquivalentsSettings.Capitals.LOWER,
            given.sampling(),
            true,
            .8,
            50,
            2,
            5,
            given.tooFew(),
            0);
    List<List<String>> sentences = words(keep, task(folder));
    assertThat(sentences.get(1).get(0)).isEqualTo("The");
    assertThat(sentences.get(1).get(4)).isEqualTo("a");
  }

  @Test
  void drawsByFrequency() {
    List<List<String>> rows =
        List.of(
            List.of("NN", "NOUN", "obj", "common", "900"),
            List.of("NN", "NOUN", "obj", "rare", "100"),
            List.of("NN", "NOUN", "obj", "own", "9000"));
    Table table = new Table(List.of("fine", "coarse", "relation", "form", "count"), rows);
    Lexicon.Forms forms = Lexicon.of(table, List.of(Lexicon.Column.FINE)).forms(List.of("NN"));
    java.util.SplittableRandom random = new java.util.SplittableRandom(1);
    int common = 0;
    for (int i = 0; i < 10_000; i++) {
      String drawn = forms.draw(Optional.of("Own"), true, random);
      assertThat(drawn).isNotEqualTo("own");
      common += drawn.equals("common") ? 1 : 0;
    }
    assertThat(common).isBetween(8850, 9150);
  }

  @Test
  void anotherSeedMakesOtherSentencesAndTheSameSeedTheSame() throws IOException {
    Set<List<List<String>>> results = new java.util.HashSet<>();
    for (long seed : new long[] {0, 0, 1}) {
      EquivalentsSettings given = Stimuli.settings(3, Lexicon.Column.COARSE);
      EquivalentsSettings seeded =
          new EquivalentsSettings(
              3,
              given.match(),
              given.functionWords(),
              given.punctuation(),
              true,
              given.unknown(),
              given.capitals(),
              given.sampling(),
              true,
              .8,
              50,
              2,
              5,
              given.tooFew(),
              seed);
      results.add(words(seeded, task(folder.resolve("seed-" + results.size() + "-" + seed))));
    }
    assertThat(results).hasSize(2);
  }

  @Test
  void aParserThatReadsAgainRejectsOtherStructures() throws IOException {
    TestTask task = task(folder);
    ParsedSentence flat = Conllu.read(ENGLISH).get(0);
    // This parser agrees where the horse is the subject, and finds fewer words everywhere else.
    Reparser parser =
        texts ->
            texts.stream()
                .map(
                    text ->
                        text.contains("small horse watched the old")
                            ? flat
                            : new ParsedSentence(
                                flat.units().subList(0, 1), flat.nodes().subList(3, 4)))
                .toList();
    EquivalentsMaker.run(Stimuli.settings(3), Optional.of(parser), task);
    Table table = task.result("equivalents", Table.class);
    List<String> validity =
        table.cells().subList(1, 4).stream().map(row -> row.get(2)).collect(Collectors.toList());
    assertThat(validity).startsWith("parsed").endsWith("accepted");
    assertThat(table.text(1, "score")).isEqualTo("1.000");
    assertThat(table.text(1, "words")).contains("horse");
    assertThat(task.warnings()).extracting(w -> w.code()).contains("SYNTAX_ACCEPTED");
  }

  @Test
  void readsDependencyDistancesAsDefined() throws IOException {
    ParsedSentence sentence = Conllu.read(ENGLISH).get(0);
    int[][] distances = Distances.of(sentence);
    assertThat(distances[0]).containsExactly(0, 2, 1, 2, 4, 4, 3, 3);
    assertThat(Distances.agreement(distances, distances)).isEqualTo(1);
    assertThat(Distances.ranks(new int[] {3, 1, 1, 2})).containsExactly(4, 1.5, 1.5, 3);
    int[][] other = Distances.of(Conllu.read(ENGLISH).get(2));
    assertThat(Distances.agreement(distances, other)).isEqualTo(1);
    assertThat(Distances.agreement(distances, new int[3][3])).isEqualTo(-1);
  }

  @Test
  void refusesTagsOfAnotherLanguage() throws IOException {
    TestTask task =
        task(folder, "conllu/en.conllu", Stimuli.lexicon(Stimuli.resource("conllu/es.conllu")));
    assertThatThrownBy(() -> component().run(settings(), task))
        .hasMessage(
            "error SYNTAX_TAGS_DIFFER: the lexicon does not know the classes of 22 of 22 words; 'fine'"
                + " is ., DT, IN, JJ, NN, … in the parse and da0fs0, dp3cs0, fia, fit, fp, … in the"
                + " lexicon");
  }

  @Test
  void refusesALexiconWithOneWordPerClass() throws IOException {
    InputPath one =
        Stimuli.write(
            folder,
            "one.conllu",
            "1\tBirds\tbird\tNOUN\tNNS\t_\t2\tnsubj\t_\t_",
            "2\tsing\tsing\tVERB\tVBP\t_\t0\troot\t_\t_");
    Words words = Stimuli.words("Birds sing.");
    TestTask task =
        new TestTask(folder)
            .with("words", words)
            .with("parse", Stimuli.parse(folder.resolve("parse"), words, one))
            .with("lexicon", Stimuli.lexicon(one));
    assertThatThrownBy(() -> component().run(settings(), task))
        .hasMessageContaining(
            "error SYNTAX_LEXICON_POOR: the lexicon has one form per class: none of 2 words can be"
                + " replaced by another");
  }
}
