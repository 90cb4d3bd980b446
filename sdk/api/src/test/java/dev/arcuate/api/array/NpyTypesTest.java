package dev.arcuate.api.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Types and damage that files from elsewhere come with; values as NumPy 2.4 writes and reads them.
 */
class NpyTypesTest {
  @TempDir Path folder;

  private Path file(String type, String shape, String hex) throws IOException {
    String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + shape + "), }";
    byte[] text =
        (header + " ".repeat(117 - header.length()) + "\n").getBytes(StandardCharsets.US_ASCII);
    Path file = folder.resolve("a.npy");
    Files.write(file, HexFormat.of().parseHex("934e554d50590100" + "7600"));
    Files.write(file, text, java.nio.file.StandardOpenOption.APPEND);
    return Files.write(file, HexFormat.of().parseHex(hex), java.nio.file.StandardOpenOption.APPEND);
  }

  @Test
  void halvesAndTheLargestWholeNumbers() throws IOException {
    assertThat(Npy.open(file("<f2", "7,", "003c00c0662eff7b0100007c007e")).column(0))
        .containsExactly(
            1f,
            -2f,
            0.0999755859375f,
            65504f,
            5.960464477539063e-08f,
            Float.POSITIVE_INFINITY,
            Float.NaN);
    assertThat(
            Npy.open(file("<u8", "3,", "0100000000000000ffffffffffffffff0000000000000080"))
                .column(0))
        .containsExactly(1f, 1.8446744073709552e19f, 9.223372036854776e18f);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<f3 | 2, | its values are of type f3",
        "<f4 | 3x, | impossible shape",
        "<f4 | -2, | impossible shape",
        "<f4 | 4000000000, 4000000000 | impossible shape",
        "<f4 | 4000000000, 4000000000, 0 | impossible shape",
        "<f4 | 4000000000, 0 | more than can be read",
        "<f4 | 3, | truncated"
      })
  void saysWhatIsWrong(String type, String shape, String why) throws IOException {
    Path file = file(type, shape, "0000803f00000040");
    assertThatThrownBy(() -> Npy.open(file))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(why);
  }

  @Test
  void noHeaderIsLongerThanItsFile() throws IOException {
    Path file = folder.resolve("a.npy");
    for (String length : new String[] {"ffffff7f", "ffffffff"}) {
      Files.write(file, HexFormat.of().parseHex("934e554d50590200" + length + "7b7d"));
      assertThatThrownBy(() -> Npy.open(file))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("it ends inside its header");
    }
  }
}
