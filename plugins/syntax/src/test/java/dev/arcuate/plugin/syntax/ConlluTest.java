package dev.arcuate.plugin.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.settings.InputPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConlluTest {
  private static final Path DUTCH =
      Path.of(System.getProperty("arcuate.shared"), "ud-dutch").toAbsolutePath().normalize();

  @Test
  void keepsMultiwordTokensTogetherAndLeavesEmptyNodesOut() throws IOException {
    List<ParsedSentence> sentences = Conllu.read(Stimuli.resource("conllu/en.conllu"));
    assertThat(sentences).hasSize(3);
    ParsedSentence second = sentences.get(1);
    assertThat(second.text()).isEqualTo("A young bird didn't sing in the garden!");
    assertThat(second.units()).hasSize(9);
    assertThat(second.nodes()).hasSize(10);
    ParsedSentence.Unit negated = second.units().get(3);
    assertThat(second.joined(negated, ParsedSentence.Node::coarse)).isEqualTo("AUX+PART");
    assertThat(negated.line()).isEqualTo(18);
    assertThat(second.depths()).containsExactly(2, 2, 1, 1, 1, 0, 2, 2, 1, 1);
  }

  @Test
  void namesTheLineOfEveryMistake() {
    String text =
        """
        1\tA\ta\tDET\tDT\t_\t2\tdet\t_\t_
        3\tdog\tdog\tNOUN\tNN\t_\t0\troot\t_\t_

        1\tA\ta\tDET\tDT\t_\t9\tdet\t_\t_
        2\tdog\tdog\tNOUN\tNN\t_\t0\troot\t_\t_

        1 A a DET

        1\tA\ta\tDET\tDT\t_\t2\tdet\t_\t_
        2\tdog\tdog\tNOUN\tNN\t_\t1\troot\t_\t_

        1-2\tdon't\t_\t_\t_\t_\t_\t_\t_\t_
        1\tdo\tdo\tAUX\tVB\t_\t0\troot\t_\t_

        x\tA\ta\tDET\tDT\t_\t2\tdet\t_\t_
        """;
    assertThatThrownBy(() -> Conllu.read(text, "broken.conllu"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problems())
                    .extracting(Problem::toString)
                    .containsExactly(
                        "broken.conllu:2: error SYNTAX_CONLLU: word 3 follows word 1",
                        "broken.conllu:4: error SYNTAX_CONLLU: the head of word 1 is word 9, but the"
                            + " sentence has 2 words",
                        "broken.conllu:7: error SYNTAX_CONLLU: a token has 10 columns separated by"
                            + " tabs; this line has 1: 1 A a DET",
                        "broken.conllu:9: error SYNTAX_CONLLU: the heads of word 1 go round in a"
                            + " circle",
                        "broken.conllu:13: error SYNTAX_CONLLU: the sentence ends inside the"
                            + " multiword token that reaches to word 2",
                        "broken.conllu:15: error SYNTAX_CONLLU: 'x' is no id; 3, 3-4 or 3.1 was"
                            + " expected"));
  }

  @Test
  void saysWhenThereIsNothing() {
    assertThatThrownBy(() -> Conllu.read("# a comment\n\n", "empty.conllu"))
        .hasMessageContaining("empty.conllu holds no sentence");
    assertThatThrownBy(() -> Conllu.read(Stimuli.resource("absent.conllu")))
        .hasMessageContaining("SYNTAX_FILE_MISSING");
  }

  @Test
  void readsTheDutchTreebank() throws IOException {
    assumeTrue(Files.isDirectory(DUTCH), "skipped: no treebank at " + DUTCH);
    List<ParsedSentence> dev = read("nl_lassysmall-ud-dev.conllu");
    List<ParsedSentence> test = read("nl_lassysmall-ud-test.conllu");
    assertThat(dev).hasSize(1542);
    assertThat(test).hasSize(1761);
    assertThat(dev.stream().mapToInt(s -> s.nodes().size()).sum()).isEqualTo(28_129);
    assertThat(test.stream().mapToInt(s -> s.nodes().size()).sum()).isEqualTo(28_995);
    assertThat(dev).allMatch(ParsedSentence::hasTree);
    assertThat(dev.stream().flatMap(s -> s.nodes().stream()).filter(n -> n.head() == 0).count())
        .isEqualTo(1542);
  }

  private static List<ParsedSentence> read(String name) throws IOException {
    return Conllu.read(new InputPath(DUTCH.resolve(name), name));
  }
}
