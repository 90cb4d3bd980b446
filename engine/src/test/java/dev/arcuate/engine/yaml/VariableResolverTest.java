package dev.arcuate.engine.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Problem.Position;
import dev.arcuate.engine.problem.Problems;
import dev.arcuate.engine.yaml.Node.Scalar;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VariableResolverTest {
  private final Problems problems = new Problems();
  private final VariableResolver resolver = new VariableResolver(problems);
  private final Node.Mapping params =
      yaml("{subject: 01, price: '$$5', list: [1, x], dash-ed: d, sub: s, map: {k: v}}");

  private Node.Mapping yaml(String text) {
    return new YamlReader().document("a.yaml", text, problems).orElseThrow();
  }

  private Map<String, Node> values() {
    return resolver.resolveParams(
        params.entries().stream()
            .collect(
                java.util.stream.Collectors.toMap(entry -> entry.key().text(), Node.Entry::value)));
  }

  private Node resolve(String value) {
    return resolver.resolve(yaml("v: " + value).get("v").orElseThrow(), values());
  }

  @ParameterizedTest
  @CsvSource({
    "$subject, 01",
    "$(subject), 01",
    "sub-$(subject)_x, sub-01_x",
    "sub-$subject, sub-01",
    "$subject.tsv, 01.tsv",
    "$subject/$sub, 01/s",
    "$dash-ed, d",
    "$$, $",
    "$$subject, $subject",
    "$$$subject, $01",
    "$price, $5",
    "a$(price)b, a$5b",
    "plain, plain"
  })
  void putsValuesIn(String written, String text) {
    assertThat(((Scalar) resolve(written)).text()).isEqualTo(text);
    assertThat(problems.sorted()).isEmpty();
  }

  @Test
  void aWholeReferenceTakesTheNodeAsItIs() {
    assertThat(((Scalar) resolve("\"$subject\"")).quoted()).isFalse();
    assertThat(((Scalar) resolve("$price")).quoted()).isTrue();
    assertThat(resolve("$list")).isInstanceOf(Node.Sequence.class);
    assertThat(resolve("$map")).isInstanceOf(Node.Mapping.class);
  }

  @Test
  void whatWasPutInStandsAtTheReferenceAndKnowsItsOrigin() {
    Node.Sequence list = (Node.Sequence) resolve("$list");

    assertThat(list.position()).isEqualTo(new Position("a.yaml", 1, 4));
    assertThat(list.items().get(1))
        .isEqualTo(
            new Scalar(
                new Position("a.yaml", 1, 4),
                "x",
                false,
                Optional.of(new Position("a.yaml", 1, 39))));
  }

  @Test
  void whatHoldsNoReferenceIsNotCopied() {
    Node.Mapping mapping = yaml("{a: [b, {c: d}]}");

    assertThat(resolver.resolve(mapping, values())).isSameAs(mapping);
  }

  @Test
  void replacesDeepInside() {
    Node.Mapping mapping = resolver.resolve(yaml("{a: [b, {c: $sub}], $sub: e}"), values());

    assertThat(NodeJson.of(mapping))
        .isEqualTo(Map.of("a", java.util.List.of("b", Map.of("c", "s")), "$sub", "e"));
  }

  @ParameterizedTest
  @CsvSource({
    "$subjct, UNKNOWN_VARIABLE, did you mean 'subject'?",
    "x$(nothing), UNKNOWN_VARIABLE, 'known names: subject, price, list, dash-ed, sub, map'",
    "$subject-x, UNKNOWN_VARIABLE, 'if ''subject'' is meant, write $(subject)'",
    "a$list, VARIABLE_NOT_TEXT, 'sweep over it, or refer to it without other text around it'",
    "'\"$\"', VARIABLE_SYNTAX, 'write $$ for a dollar, or $(name) for a value'",
    "$1, VARIABLE_SYNTAX, 'write $$ for a dollar, or $(name) for a value'",
    "$(), VARIABLE_SYNTAX, 'write $$ for a dollar, or $(name) for a value'",
    "'\"${sub}\"', TEMPLATE_SYNTAX, 'write $sub, or $(sub) inside text'",
    "'\"{{ sub }}\"', TEMPLATE_SYNTAX, 'write $sub, or $(sub) inside text'"
  })
  void reportsWhatCannotBeReplaced(String written, String code, String hint) {
    resolve(written);

    assertThat(problems.sorted()).singleElement().extracting(Problem::code).isEqualTo(code);
    if (!hint.startsWith("known")) {
      assertThat(problems.sorted().get(0).hint()).contains(hint);
    }
  }

  @Test
  void bracesAroundUnknownNamesAreText() {
    assertThat(((Scalar) resolve("\"{{ other }}\"")).text()).isEqualTo("{{ other }}");
    assertThat(problems.sorted()).isEmpty();
  }

  @Test
  void listsReferences() {
    assertThat(VariableResolver.references(yaml("{a: $x, b: [c$(y)$x, $$z], $k: d}")))
        .containsExactly("x", "y");
  }

  @Test
  void paramsMayReferToEachOther() {
    Map<String, Node> resolved =
        resolver.resolveParams(
            Map.of(
                "a", yaml("{v: $(b)/x}").get("v").orElseThrow(),
                "b", yaml("{v: '$$'}").get("v").orElseThrow()));

    assertThat(((Scalar) resolved.get("a")).text()).isEqualTo("$/x");
    assertThat(problems.sorted()).isEmpty();
  }
}
