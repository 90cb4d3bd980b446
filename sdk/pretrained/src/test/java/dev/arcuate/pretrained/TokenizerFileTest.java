package dev.arcuate.pretrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ids that a tokenizer.json gives to tokens, in the forms that a vocabulary is written in. */
class TokenizerFileTest {
  @TempDir Path folder;

  @Test
  void readsIdsByTheirTokens() throws IOException {
    TokenizerFile file =
        read("{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0, \"b\": 3}, \"merges\": []}}");
    assertThat(file.ids()).containsOnly(entry("a", 0), entry("b", 3));
    assertThat(file.json()).isEqualTo(folder.resolve("tokenizer.json"));
  }

  /** As Unigram has it: a token's id is its place, and the number beside it a score. */
  @Test
  void readsIdsByPlaces() throws IOException {
    TokenizerFile file =
        read(
            "{\"model\": {\"type\": \"Unigram\", \"vocab\": [[\"<unk>\", 0.0], [\"a\", -1.5]]},"
                + " \"added_tokens\": [{\"content\": \"[MASK]\", \"id\": 7, \"special\": true}]}");
    assertThat(file.ids()).containsOnly(entry("<unk>", 0), entry("a", 1), entry("[MASK]", 7));
    assertThat(file.id("[MASK]")).hasValue(7);
    assertThat(file.id("[CLS]")).isEmpty();
  }

  @Test
  void refusesTokensWithoutAnId() {
    assertThatThrownBy(() -> read("{\"model\": {\"vocab\": {\"a\": \"zero\"}}}"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("PRETRAINED_TOKENIZER_INVALID")
        .hasMessageContaining("the token 'a' has the id zero");
    assertThatThrownBy(() -> read("{\"added_tokens\": [{\"content\": \"[MASK]\"}]}"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("the token '[MASK]' has the id null");
  }

  @Test
  void refusesWhatIsNoText() throws IOException {
    Path pieces = Files.write(folder.resolve("vocab.txt"), new byte[] {'a', '\n', (byte) 0xff});
    assertThatThrownBy(() -> TokenizerFile.in(folder, folder.resolve("absent")))
        .isInstanceOf(ProblemException.class)
        .hasMessageStartingWith(pieces + ": error PRETRAINED_TOKENIZER_INVALID")
        .hasMessageContaining("it is no text in UTF-8");
  }

  private TokenizerFile read(String json) throws IOException {
    Files.writeString(folder.resolve("tokenizer.json"), json);
    return TokenizerFile.in(folder, folder.resolve("absent"));
  }

  private static java.util.Map.Entry<String, Long> entry(String token, long id) {
    return java.util.Map.entry(token, id);
  }
}
