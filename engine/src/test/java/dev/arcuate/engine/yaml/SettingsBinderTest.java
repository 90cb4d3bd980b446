package dev.arcuate.engine.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.api.Problem.Position;
import dev.arcuate.api.fold.FoldSettings;
import dev.arcuate.engine.problem.Problems;
import dev.arcuate.engine.yaml.SampleComponents.Bids;
import dev.arcuate.engine.yaml.SampleComponents.Model;
import dev.arcuate.engine.yaml.SampleComponents.Pooling;
import dev.arcuate.engine.yaml.SampleComponents.Ridge;
import dev.arcuate.engine.yaml.SampleComponents.Words;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SettingsBinderTest {
  private static final Path FOLDER = Path.of("study").toAbsolutePath();
  private static final Path HOME = Path.of("home").toAbsolutePath();

  private final Problems problems = new Problems();

  private BoundSettings bind(String component, String yaml) {
    Node.Mapping with =
        (Node.Mapping) new YamlReader().value(new Position("with", 1, 1), yaml, problems).get();
    Optional<BoundSettings> bound =
        new SettingsBinder(InputPaths.under(FOLDER, Optional.of(HOME)), problems)
            .bind(SampleComponents.settings(component), with);
    assertThat(problems.sorted()).isEmpty();
    return bound.orElseThrow();
  }

  @Test
  void defaultsFillWhatIsLeftOut() {
    assertThat(bind("ridge", "{}").own())
        .isEqualTo(
            new Ridge(
                List.of(1.0, 10.0, 100.0),
                new FoldSettings(FoldSettings.Scheme.CONTIGUOUS, 5, Optional.empty(), false),
                true,
                Map.of()));
  }

  @Test
  void bindsOwnAndCommonSettingsFromOneMapping() {
    BoundSettings bound = bind("model", "{layers: [1, 2], pooling: mean}");

    assertThat(bound.common()).contains(new Pooling(Pooling.How.MEAN, 20));
    assertThat(((Model) bound.own()).layers()).containsExactly(1, 2);
  }

  @Test
  void bindsNestedRecordsAndLoneValues() {
    Ridge ridge =
        (Ridge) bind("ridge", "{alphas: 5, folds: {gap: 12.5s, allow-leaky: true}}").own();

    assertThat(ridge.alphas()).containsExactly(5.0);
    assertThat(ridge.folds().gap()).contains(Duration.ofMillis(12_500));
    assertThat(ridge.folds().allowLeaky()).isTrue();
    assertThat(ridge.folds().count()).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource({"01", "007", "no", "1_000", "0x1F", "1.10", "2026-11-23", "12:30", "=", "+5"})
  void textStaysAsTyped(String subject) {
    Bids bids = (Bids) bind("bids", "{dataset: d, subject: " + subject + ", session: 02}").own();

    assertThat(bids.subject()).isEqualTo(subject);
    assertThat(bids.session()).contains("02");
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "0x10, 16", "0o17, 15", "1e2, 100", "+1.5, 1.5", ".5, 0.5", "2., 2"})
  void numbersTakeTheFormsOfYaml12(String written, double number) {
    assertThat(((Ridge) bind("ridge", "{alphas: [" + written + "]}").own()).alphas())
        .containsExactly(number);
  }

  @ParameterizedTest
  @CsvSource({
    "words.tsv, study/words.tsv",
    "a/../b, study/b",
    "../c, c",
    "~/d, study/~/d",
    "arcuate:models/x, home/models/x",
    "'a b/ü', 'study/a b/ü'"
  })
  void pathsCountFromTheWorkflowOrTheDistribution(String written, Path place) {
    Words words = (Words) bind("words", "{file: '" + written + "'}").own();

    assertThat(words.file().logical()).isEqualTo(written);
    assertThat(words.file().path()).isEqualTo(Path.of("").toAbsolutePath().resolve(place));
  }

  @Test
  void mapsDoNotDependOnTheOrderOfTheFile() {
    assertThat(((Ridge) bind("ridge", "{bands: {b: 2, a: 1, c: 3}}").own()).bands().keySet())
        .containsExactly("a", "b", "c");
  }

  @Test
  void describesSettingsForReferencePages() {
    assertThat(SampleComponents.settings("words").own().describe())
        .containsExactly(
            new SettingsType.Described(
                "file", "a path", "Table with one row per word.", Optional.empty(), true),
            new SettingsType.Described(
                "language", "text", "Language of the text.", Optional.of("en"), false));
  }
}
