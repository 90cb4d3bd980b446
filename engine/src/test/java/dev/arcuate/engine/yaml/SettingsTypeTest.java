package dev.arcuate.engine.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.Range;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a plugin author may not write is found when the plugin is loaded. */
final class SettingsTypeTest {
  record NoDoc(int a) {}

  record BadDefault(@Doc("d") @Default("many") int a) {}

  record DefaultOutOfRange(@Doc("d") @Default("1") @Range(min = 2) int a) {}

  record DefaultIncomplete(@Doc("d") @Default("{}") NeedsAll nested) {}

  record NeedsAll(@Doc("d") int a) {}

  record OptionalWithDefault(@Doc("d") @Default("1") Optional<Integer> a) {}

  record RangeOnText(@Doc("d") @Range(min = 2) String a) {}

  record UnknownType(@Doc("d") Set<String> a) {}

  record IntegerKeys(@Doc("d") Map<Integer, String> a) {}

  record ListOfLists(@Doc("d") List<List<String>> a) {}

  record ListOfOptionals(@Doc("d") List<Optional<String>> a) {}

  record Wildcard(@Doc("d") List<?> a) {}

  record Itself(@Doc("d") List<Itself> a) {}

  private static List<String> messages(Class<? extends Record> record) {
    return catchThrowableOfType(ProblemException.class, () -> SettingsType.of("sample", record))
        .problems()
        .stream()
        .map(Problem::message)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "NoDoc, it has no @Doc",
    "BadDefault, takes a whole number",
    "DefaultOutOfRange, must be at least 2",
    "DefaultIncomplete, needs the setting 'a'",
    "OptionalWithDefault, cannot have a @Default",
    "RangeOnText, not a number",
    "UnknownType, java.util.Set",
    "IntegerKeys, java.util.Map",
    "ListOfLists, java.util.List",
    "ListOfOptionals, java.util.List",
    "Wildcard, '?'",
    "Itself, cannot contain itself"
  })
  void refusesWhatYamlCannotSay(String name, String message) throws ClassNotFoundException {
    Class<?> record = Class.forName(SettingsTypeTest.class.getName() + "$" + name);

    assertThat(messages(record.asSubclass(Record.class)))
        .singleElement()
        .asString()
        .startsWith("the settings of 'sample' cannot be used: ")
        .contains(message);
  }

  record Clash(@Doc("d") @Default("1") int context) {}

  @Test
  void refusesANameThatTheExtensionPointUses() {
    ProblemException thrown =
        catchThrowableOfType(
            ProblemException.class,
            () ->
                ComponentSettings.of(
                    "sample", Clash.class, Optional.of(SampleComponents.Pooling.class)));

    assertThat(thrown.problems())
        .singleElement()
        .extracting(Problem::message)
        .isEqualTo("setting 'context' of 'sample' is already a setting of its extension point");
  }

  @ParameterizedTest
  @CsvSource({"maxDelay, max-delay", "alphas, alphas", "useGPU, use-gpu", "TRSeconds, tr-seconds"})
  void namesAreKebabCase(String java, String yaml) {
    assertThat(Kebab.ofName(java)).isEqualTo(yaml);
  }
}
