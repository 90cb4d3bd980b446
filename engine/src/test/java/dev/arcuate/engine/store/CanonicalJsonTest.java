package dev.arcuate.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalJsonTest {

  @Test
  void sortsKeysAndLeavesOutWhitespace() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("b", List.of(1, "x", true));
    tree.put("a", Arrays.asList((Object) null));
    tree.put("B", Map.of());
    assertThat(CanonicalJson.of(tree)).isEqualTo("{\"B\":{},\"a\":[null],\"b\":[1,\"x\",true]}");
  }

  /** Expected texts from the table of RFC 8785, appendix B. */
  @ParameterizedTest
  @CsvSource({
    "0000000000000000, 0",
    "8000000000000000, 0",
    "0000000000000001, 5e-324",
    "8000000000000001, -5e-324",
    "7fefffffffffffff, 1.7976931348623157e+308",
    "4340000000000000, 9007199254740992",
    "4430000000000000, 295147905179352830000",
    "44b52d02c7e14af5, 9.999999999999997e+22",
    "44b52d02c7e14af6, 1e+23",
    "44b52d02c7e14af7, 1.0000000000000001e+23",
    "444b1ae4d6e2ef4e, 999999999999999700000",
    "444b1ae4d6e2ef50, 1e+21",
    "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d, 0.000001",
    "41b3de4355555553, 333333333.3333332",
    "41b3de4355555554, 333333333.33333325",
    "becbf647612f3696, -0.0000033333333333333333",
    "43143ff3c1cb0959, 1424953923781206.2",
  })
  void writesTheShortestDigitsOfADouble(String bits, String expected) {
    double number = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));
    assertThat(CanonicalJson.of(number)).isEqualTo(expected);
  }

  @Test
  void doublesSurviveThereAndBack() {
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      double number = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(number)) {
        assertThat(Double.parseDouble(CanonicalJson.of(number))).isEqualTo(number + 0.0);
      }
    }
  }

  @Test
  void equalNumbersHaveEqualText() {
    assertThat(List.of(5, 5L, 5.0, 5.0f, new BigDecimal("5.00"), BigInteger.valueOf(5)))
        .allSatisfy(number -> assertThat(CanonicalJson.of(number)).isEqualTo("5"));
    assertThat(CanonicalJson.of(1_000_000)).isEqualTo("1000000");
    assertThat(CanonicalJson.of(Long.MAX_VALUE)).isEqualTo("9223372036854775807");
  }

  @Test
  void whatJsonHasNoNumberForIsQuoted() {
    assertThat(
            CanonicalJson.of(
                List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)))
        .isEqualTo("[\".nan\",\".inf\",\"-.inf\"]");
  }

  @Test
  void escapesOnlyWhatItMust() {
    assertThat(CanonicalJson.of("a\"\\\b\t\n\f\r\u0001/é€\ud83d\ude00\u2028"))
        .isEqualTo("\"a\\\"\\\\\\b\\t\\n\\f\\r\\u0001/é€\ud83d\ude00\u2028\"");
  }

  @Test
  void namesTheFieldThatHasNoForm() {
    assertThatThrownBy(
            () -> CanonicalJson.of(Map.of("settings", Map.of("alphas", List.of(1, 'x')))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("settings.alphas[1]: a Character has no form in JSON");
    assertThatThrownBy(() -> CanonicalJson.of(Map.of("a", "x\ud83d")))
        .hasMessage("a: the text holds half of a surrogate pair");
    assertThatThrownBy(() -> CanonicalJson.of(Map.of("a", Map.of(1, 2))))
        .hasMessage("a: the key '1' is not text");
  }

  @Test
  void isReadBackAsTheSameText() throws Exception {
    String text =
        CanonicalJson.of(
            Map.of("a", List.of(1, 0.1, 1e300, Long.MAX_VALUE, 1e-7, "\u0001ü"), "b", true));
    assertThat(CanonicalJson.of(Json.read(text))).isEqualTo(text);
  }
}
