package dev.arcuate.api.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TsvTest {
  @TempDir Path folder;

  private Table read(String content) throws IOException {
    return Tsv.read(Files.writeString(folder.resolve("table.tsv"), content));
  }

  @Test
  void readsWhatItWrites() throws IOException {
    List<List<String>> rows =
        List.of(
            List.of("\"Oh", "n/a", "a\tb"),
            List.of("\"", "\"all\"", "say \"x\" now"),
            List.of("", "ünï", "\"a\tb"),
            List.of("'s", "\"\"", "end\""));
    Path file = folder.resolve("written.tsv");
    Tsv.write(file, List.of("word", "b", "c"), rows);
    assertThat(Tsv.read(file)).isEqualTo(new Table(List.of("word", "b", "c"), rows));
  }

  @Test
  void writesOneLinePerRow() throws IOException {
    Path file = folder.resolve("written.tsv");
    Tsv.write(file, List.of("a"), List.of(List.of("two\r\nlines")));
    assertThat(Files.readString(file)).isEqualTo("a\ntwo lines\n");
  }

  @Test
  void takesAnUnclosedQuotationMarkForALetter() throws IOException {
    Table table = read("onset\tword\n0\t\"Oh\n1\tdear!\"\n2\t\"\n3\tO\"h\n4\t\"dear\"!\n5\tend\n");
    assertThat(table.cells().stream().map(row -> row.get(1)))
        .containsExactly("\"Oh", "dear!\"", "\"", "O\"h", "\"dear\"!", "end");
  }

  @Test
  void readsQuotedCells() throws IOException {
    Table table = read("\uFEFFa\tb\r\n\"x\ty\"\t\"said \"\"no\"\"\"\r\n\r\n1\t\n");
    assertThat(table.columns()).containsExactly("a", "b");
    assertThat(table.cells()).containsExactly(List.of("x\ty", "said \"no\""), List.of("1", ""));
  }

  @Test
  void refusesWhatIsNoTable() {
    assertRefused("a\tb\n1\n", "line 2 has 1 cells, the header has 2");
    assertRefused("", "it is empty");
    assertRefused("a\ta\n1\t2\n", "two of its columns are named 'a'");
  }

  @Test
  void refusesOtherEncodings() throws IOException {
    Path file = Files.write(folder.resolve("latin.tsv"), new byte[] {'a', '\n', (byte) 0xe9, '\n'});
    assertThatThrownBy(() -> Tsv.read(file))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("not UTF-8");
  }

  private void assertRefused(String content, String why) {
    assertThatThrownBy(() -> read(content))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(why);
  }
}
