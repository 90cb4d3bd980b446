package dev.arcuate.plugin.gpt2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.arcuate.api.host.Tokenizer;
import dev.arcuate.api.value.Json;
import dev.arcuate.pretrained.TokenizerFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * GPT-2's own vocabulary and merges, on 10,000 random texts, against the algorithm as published:
 * see bench/models/byte_pairs.py, whose generator this repeats.
 */
class BytePairsTest {
  private static final int[][] RANGES = {
    {0x61, 0x7A},
    {0x61, 0x7A},
    {0x61, 0x7A},
    {0x20, 0x20},
    {0x20, 0x20},
    {0x20, 0x40},
    {0x41, 0x5A},
    {0x09, 0x0D},
    {0x5B, 0x60},
    {0x80, 0xFF},
    {0x100, 0x24F},
    {0x300, 0x36F},
    {0x370, 0x52F},
    {0x590, 0x6FF},
    {0x900, 0x97F},
    {0x2000, 0x206F},
    {0x20A0, 0x20BF},
    {0x3040, 0x30FF},
    {0x4E00, 0x9FFF},
    {0xAC00, 0xD7A3},
    {0xE000, 0xF8FF},
    {0xFE00, 0xFE0F},
    {0x1F300, 0x1F64F},
    {0x10400, 0x1044F},
    {0x20000, 0x2A6D6}
  };
  private static final List<String> WORDS =
      List.of("the", " don't", " I'll", " we've", "ing", " 2026", "  ", "\r\n", " Alice", "'s");
  private static final Path FOLDER = Models.SHARED.resolve("gpt2-tokenizer");

  @TempDir Path scratch;

  private long state = 1;

  @Test
  void givesTheIdsOfThePublishedAlgorithm() throws IOException, GeneralSecurityException {
    assumeTrue(Files.isDirectory(FOLDER), "needs gpt2-tokenizer of the shared data");
    Json.Node oracle = Json.read(Path.of("src/test/resources/oracles/byte-pairs.json"));
    // vocab.bpe and encoder.json alone, so that the tokenizer is made here.
    Path folder = Files.createDirectory(scratch.resolve("gpt2"));
    for (String name : List.of("encoder.json", "vocab.bpe")) {
      Files.copy(FOLDER.resolve(name), folder.resolve(name));
    }
    TokenizerFile made = TokenizerFile.in(folder, scratch);
    assertThat(made.id("<|endoftext|>")).hasValue(50256);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    List<Json.Node> samples = oracle.objects("samples");
    try (Tokenizer tokenizer = Models.ACCEL.tokenizers().open(made.json())) {
      for (int i = 0; i < oracle.integer("count"); i++) {
        String text = text();
        long[] ids = tokenizer.encode(text, true).ids();
        String line = Arrays.stream(ids).mapToObj(Long::toString).collect(Collectors.joining(" "));
        digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
        if (i % 1000 == 7) {
          Json.Node sample = samples.get(i / 1000);
          assertThat(text).isEqualTo(sample.text("text"));
          assertThat(Arrays.stream(ids).mapToInt(Math::toIntExact).toArray())
              .containsExactly(sample.integers("ids"));
        }
      }
    }
    assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(oracle.text("sha256"));
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    int parts = draw(30);
    for (int part = 0; part < parts; part++) {
      if (draw(6) == 0) {
        text.append(WORDS.get(draw(WORDS.size())));
      } else {
        int[] range = RANGES[draw(RANGES.length)];
        text.appendCodePoint(range[0] + draw(range[1] - range[0] + 1));
      }
    }
    return text.toString();
  }

  private int draw(int bound) {
    state = state * 6364136223846793005L + 1442695040888963407L;
    return (int) ((state >>> 33) % bound);
  }
}
