package dev.arcuate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.api.Component;
import dev.arcuate.api.settings.Doc;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.Extension;

/**
 * What every component must fulfil. The contracts of the extension points build on it; extend the
 * one of yours.
 *
 * @param <S> the settings record
 */
public abstract class ComponentContract<S extends Record> {
  private static final String KEBAB_CASE = "[a-z][a-z0-9]*(-[a-z0-9]+)*";

  /** A folder that is new for every test. */
  @TempDir protected Path folder;

  /** The component under test; a new instance or always the same. */
  protected abstract Component<S> component();

  /** Settings it runs with in these tests. */
  protected abstract S settings();

  /** Behaviours it lacks; none unless overridden. */
  protected Set<Behaviour> lacks() {
    return EnumSet.noneOf(Behaviour.class);
  }

  /** Whether a behaviour is to be expected. */
  protected final boolean has(Behaviour behaviour) {
    return !lacks().contains(behaviour);
  }

  @Test
  void isNamedInKebabCaseAndSummedUpInASentence() {
    assertThat(component().id()).matches(KEBAB_CASE);
    assertThat(component().summary()).hasSizeGreaterThan(10).doesNotContain("\n");
  }

  @Test
  void isAnnotatedSoThatItIsFound() {
    assertThat(component().getClass()).hasAnnotation(Extension.class);
  }

  @Test
  void documentsEverySetting() {
    assertThat(settings()).isInstanceOf(component().settingsType());
    undocumented(component().settingsType(), new HashSet<>())
        .forEach(name -> assertThat(name).as("a setting without @Doc").isNull());
  }

  @Test
  void asksForSensibleResources() {
    assertThat(component().resources(settings()).threads()).isBetween(1, 1024);
  }

  @Test
  void namesOnlyPathsOfItsSettingsAsRead() {
    assertThat(component().reads(settings())).doesNotContainNull();
  }

  private static Stream<String> undocumented(Class<?> type, Set<Class<?>> seen) {
    if (!seen.add(type)) {
      return Stream.of();
    }
    return Stream.of(type.getRecordComponents())
        .flatMap(
            setting ->
                Stream.concat(
                    setting.isAnnotationPresent(Doc.class)
                        ? Stream.of()
                        : Stream.of(type.getSimpleName() + "." + setting.getName()),
                    recordsIn(setting).flatMap(nested -> undocumented(nested, seen))));
  }

  private static Stream<Class<?>> recordsIn(RecordComponent setting) {
    return recordsIn(setting.getGenericType());
  }

  private static Stream<Class<?>> recordsIn(Type type) {
    if (type instanceof ParameterizedType generic) {
      return Stream.of(generic.getActualTypeArguments()).flatMap(ComponentContract::recordsIn);
    }
    if (type instanceof Class<?> plain && plain.isRecord() && !isPath(plain)) {
      return Stream.of(plain);
    }
    return Stream.of();
  }

  private static boolean isPath(Class<?> type) {
    return type == dev.arcuate.api.settings.InputPath.class;
  }
}
