package dev.arcuate.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordsOfLineTest {

  @Test
  void wordsAreSeparatedByBlanks() {
    assertThat(WordsOfLine.of("  run  study.yaml ")).containsExactly("run", "study.yaml");
  }

  @Test
  void quotesKeepBlanksAndEmptyWords() {
    assertThat(WordsOfLine.of("run 'my study.yaml' --set \"note=it's\" ''"))
        .containsExactly("run", "my study.yaml", "--set", "note=it's", "");
  }
}
