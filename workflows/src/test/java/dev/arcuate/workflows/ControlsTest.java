package dev.arcuate.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a model predicts that did not read the story, and sentences that people edit. */
class ControlsTest {
  private static final Path WORKFLOWS = Command.distribution().resolve("workflows");

  @TempDir Path folder;

  private Command.Ended run(String workflow, String... more) throws Exception {
    List<String> arguments = new java.util.ArrayList<>(List.of("run", WORKFLOWS + "/" + workflow));
    arguments.addAll(List.of(more));
    Command.Ended ended =
        new Command(folder)
            .asStudy()
            .within(Duration.ofMinutes(10))
            .run(arguments.toArray(String[]::new));
    assertThat(ended.status()).as(ended.all()).isZero();
    return ended;
  }

  /** The greatest mean gain of any region. */
  private double gain(String result) throws Exception {
    List<String> lines = Files.readAllLines(folder.resolve("out").resolve(result + "/scores.tsv"));
    int column = List.of(lines.get(0).split("\t", -1)).indexOf("mean");
    return lines.stream()
        .skip(1)
        .mapToDouble(line -> Double.parseDouble(line.split("\t", -1)[column]))
        .max()
        .orElseThrow();
  }

  @Test
  void onlyTheStoryItselfPredictsListenersWell() throws Exception {
    run(
        "controls.yaml",
        "--out",
        "out",
        "--set",
        "subjects=[01, 02, 03]",
        "--set",
        "context={policy: words, size: 3}");
    double itself = gain("group");
    assertThat(itself).isGreaterThan(.2);
    for (String unit : List.of("words", "words-of-sentences")) {
      assertThat(gain("group-scrambled/unit-" + unit)).as(unit).isLessThan(itself - .02);
    }
    // The order of sentences and paragraphs hardly matters to a model that sees three words.
    for (String unit : List.of("sentences", "paragraphs")) {
      assertThat(gain("group-scrambled/unit-" + unit)).as(unit).isCloseTo(itself, within(.02));
    }
    for (String kind : List.of("same-length", "another-story")) {
      assertThat(gain("group-other/kind-" + kind)).as(kind).isLessThan(itself - .05);
    }
    assertThat(gain("group-n-gram")).isLessThan(itself);
  }

  @Test
  void sentencesOfSpanishAreEditedAndGivenBack() throws Exception {
    run("equivalents.yaml", "--out", "made");
    List<String> made = Files.readAllLines(folder.resolve("made/equivalents/table.tsv"));
    assertThat(made).hasSize(1 + 8 * 4);
    assertThat(folder.resolve("made/equivalents.page/equivalents.html")).isNotEmptyFile();
    List<String> cells = new java.util.ArrayList<>(List.of(made.get(2).split("\t", -1)));
    cells.set(6, "Mi prima pintaba un gato en la cocina");
    List<String> edited = new java.util.ArrayList<>(made);
    edited.set(2, String.join("\t", cells));
    Files.write(folder.resolve("mine.tsv"), edited);
    run("equivalents-edited.yaml", "--set", "edited=mine.tsv", "--out", "told");
    assertThat(Files.readString(folder.resolve("told/story/story-0/text.txt")))
        .startsWith("Mi prima pintaba un gato en la cocina.");
    assertThat(Files.readString(folder.resolve("told/story/story-1/text.txt")))
        .doesNotContain("prima");
  }
}
