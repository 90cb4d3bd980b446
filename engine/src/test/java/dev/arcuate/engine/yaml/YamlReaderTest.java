package dev.arcuate.engine.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.api.Problem.Position;
import dev.arcuate.engine.problem.Problems;
import dev.arcuate.engine.yaml.Node.Mapping;
import dev.arcuate.engine.yaml.Node.Scalar;
import dev.arcuate.engine.yaml.Node.Sequence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class YamlReaderTest {
  private final Problems problems = new Problems();

  private Mapping read(String text) {
    Mapping root = new YamlReader().document("a.yaml", text, problems).orElseThrow();
    assertThat(problems.sorted()).isEmpty();
    return root;
  }

  private static Scalar scalar(Mapping mapping, String key) {
    return (Scalar) mapping.get(key).orElseThrow();
  }

  private static Position at(int line, int column) {
    return new Position("a.yaml", line, column);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01",
        "007",
        "010",
        "08",
        "1_000",
        "0x1F",
        "1e3",
        ".nan",
        ".inf",
        "~",
        "null",
        "no",
        "Yes",
        "on",
        "2026-11-23",
        "12:30:45",
        "1.10",
        "=",
        "$x",
        "$(x)y",
        "a & b",
        "x#y",
        "99999999999999"
      })
  void keepsPlainScalarsAsTyped(String text) {
    assertThat(scalar(read("key: " + text), "key")).isEqualTo(new Scalar(at(1, 6), text, false));
  }

  @Test
  void tellsQuotedFromPlain() {
    Mapping root = read("a: '007'\nb: \"no\"\nc: |\n  x\nd: >\n  y\n'e': x\nf: ''\ng:\n");

    assertThat(scalar(root, "a")).isEqualTo(new Scalar(at(1, 4), "007", true));
    assertThat(scalar(root, "b")).isEqualTo(new Scalar(at(2, 4), "no", true));
    assertThat(scalar(root, "c")).isEqualTo(new Scalar(at(3, 4), "x\n", true));
    assertThat(scalar(root, "d")).isEqualTo(new Scalar(at(5, 4), "y\n", true));
    assertThat(root.entry("e").orElseThrow().key()).isEqualTo(new Scalar(at(7, 1), "e", true));
    assertThat(scalar(root, "f").isNull()).isFalse();
    assertThat(scalar(root, "g").isNull()).isTrue();
  }

  @Test
  void knowsThePlaceOfEverything() {
    Mapping root = read("list:\n  - a\n  - {b: [c]}\nd:\n  e: f\n");

    Sequence list = (Sequence) root.get("list").orElseThrow();
    Mapping flow = (Mapping) list.items().get(1);
    Sequence inner = (Sequence) flow.get("b").orElseThrow();
    assertThat(root.position()).isEqualTo(at(1, 1));
    assertThat(list.position()).isEqualTo(at(2, 3));
    assertThat(list.items().get(0).position()).isEqualTo(at(2, 5));
    assertThat(flow.position()).isEqualTo(at(3, 5));
    assertThat(inner.items().get(0).position()).isEqualTo(at(3, 10));
    assertThat(root.get("d").orElseThrow().position()).isEqualTo(at(5, 3));
  }

  @Test
  void countsColumnsInCharacters() {
    Mapping root = read("\uFEFFa: {\"\uD83E\uDDE0\": 1, c: 'x'}\r\nd: \"\u00e9\"\r\n");

    Mapping flow = (Mapping) root.get("a").orElseThrow();
    assertThat(scalar(flow, "c")).isEqualTo(new Scalar(at(1, 16), "x", true));
    assertThat(scalar(root, "d")).isEqualTo(new Scalar(at(2, 4), "\u00e9", true));
  }

  @Test
  void bracesInQuotesAndCommentsAreText() {
    Mapping root = read("a: '{{ x }}' # {{ y }}\nb: \"${x}\"\nc: |\n  {{ z }}\n");

    assertThat(scalar(root, "a").text()).isEqualTo("{{ x }}");
    assertThat(scalar(root, "b").text()).isEqualTo("${x}");
    assertThat(scalar(root, "c").text()).isEqualTo("{{ z }}\n");
  }

  @Test
  void readsSingleValues() {
    Position place = new Position("--set x", 0, 0);

    Node node = new YamlReader().value(place, "[01, {a: b}]", problems).orElseThrow();

    Sequence list = (Sequence) node;
    assertThat(list.items().get(0)).isEqualTo(new Scalar(place, "01", false));
    assertThat(list.items().get(1).position()).isEqualTo(place);
    assertThat(problems.sorted()).isEmpty();
  }

  @Test
  void findsProblemsOnBothSidesOfWhatCannotBeParsed() {
    var root =
        new YamlReader()
            .document(
                "a.yaml", "a: 1\na: 2\nb: {{ x }}\nc:\td\ne: {f: ${y}}\ng: 1\ng: 2", problems);

    assertThat(root).isEmpty();
    assertThat(problems.sorted())
        .extracting(problem -> problem.code() + " " + problem.position().orElseThrow().line())
        .containsExactly(
            "DUPLICATE_KEY 2",
            "TEMPLATE_SYNTAX 3",
            "TAB 4",
            "TEMPLATE_SYNTAX 5",
            "DUPLICATE_KEY 7");
  }
}
