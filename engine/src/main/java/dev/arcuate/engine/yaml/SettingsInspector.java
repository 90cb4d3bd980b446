package dev.arcuate.engine.yaml;

import dev.arcuate.api.Problem.Position;
import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.settings.Range;
import dev.arcuate.engine.problem.Problems;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out by reflection what a settings record holds. */
final class SettingsInspector {
  private static final Path SOMEWHERE = Path.of("").toAbsolutePath();

  private final String owner;
  private final Problems problems;
  private final Deque<Class<?>> within = new ArrayDeque<>();

  SettingsInspector(String owner, Problems problems) {
    this.owner = owner;
    this.problems = problems;
  }

  <S extends Record> Optional<SettingsType<S>> inspect(Class<S> record) {
    if (within.contains(record)) {
      return refuse("", "a settings record cannot contain itself");
    }
    within.push(record);
    List<Setting> settings = new ArrayList<>();
    RecordComponent[] components = record.getRecordComponents();
    for (RecordComponent component : components) {
      inspect(component).ifPresent(settings::add);
    }
    within.pop();
    if (settings.size() < components.length) {
      return Optional.empty();
    }
    Doc doc = record.getAnnotation(Doc.class);
    return Optional.of(
        new SettingsType<>(record, constructor(record), doc == null ? "" : doc.value(), settings));
  }

  private Optional<Setting> inspect(RecordComponent component) {
    String name = Kebab.ofName(component.getName());
    Doc doc = component.getAnnotation(Doc.class);
    if (doc == null || doc.value().isBlank()) {
      return refuse(name, "it has no @Doc");
    }
    Range range = component.getAnnotation(Range.class);
    Optional<SettingKind> kind = kind(name, component.getGenericType(), range);
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    if (range != null && !hasNumbers(kind.get())) {
      return refuse(name, "@Range stands on something that is not a number");
    }
    return withDefault(component, name, kind.get(), doc.value());
  }

  private Optional<Setting> withDefault(
      RecordComponent component, String name, SettingKind kind, String doc) {
    Method accessor = component.getAccessor();
    accessor.setAccessible(true);
    Default fallback = component.getAnnotation(Default.class);
    if (fallback == null) {
      return Optional.of(
          new Setting(name, kind, doc, Optional.empty(), Optional.empty(), accessor));
    }
    if (kind instanceof OptionalKind) {
      return refuse(name, "an Optional cannot have a @Default");
    }
    Optional<Node> node = parsed(name, kind, fallback.value());
    return node.map(
        value -> new Setting(name, kind, doc, node, Optional.of(fallback.value()), accessor));
  }

  /** A default that does not fit is found here, not when the first workflow relies on it. */
  private Optional<Node> parsed(String name, SettingKind kind, String text) {
    Position place = new Position("the default of '%s' of '%s'".formatted(name, owner), 0, 0);
    if (text.isEmpty()) {
      return Optional.of(new Node.Scalar(place, "", true));
    }
    Problems found = new Problems();
    Optional<Node> node = new YamlReader().value(place, text, found);
    Binding trial = new Binding(InputPaths.under(SOMEWHERE, Optional.of(SOMEWHERE)), found);
    Optional<Object> value = node.flatMap(parsed -> kind.bind(name, parsed, trial));
    if (value.isEmpty()) {
      return refuse(
          name,
          "its default does not fit: "
              + found.sorted().stream().map(p -> p.message()).findFirst().orElse(text));
    }
    return node;
  }

  private Optional<SettingKind> kind(String name, Type type, Range range) {
    Bounds bounds = range == null ? Bounds.NONE : Bounds.of(range);
    if (type instanceof ParameterizedType generic) {
      return generic(name, generic, range);
    }
    if (type == String.class) {
      return Optional.of(new TextKind());
    }
    if (type == boolean.class || type == Boolean.class) {
      return Optional.of(new FlagKind());
    }
    if (type == int.class || type == Integer.class) {
      return Optional.of(new NumberKind(NumberKind.Width.INT, bounds));
    }
    if (type == long.class || type == Long.class) {
      return Optional.of(new NumberKind(NumberKind.Width.LONG, bounds));
    }
    if (type == double.class || type == Double.class) {
      return Optional.of(new NumberKind(NumberKind.Width.DOUBLE, bounds));
    }
    if (type == Duration.class) {
      return Optional.of(new DurationKind());
    }
    if (type == InputPath.class) {
      return Optional.of(new PathKind());
    }
    if (type instanceof Class<?> plain && plain.isEnum()) {
      return Optional.of(ChoiceKind.of(plain));
    }
    if (type instanceof Class<?> plain && plain.isRecord()) {
      return inspect(plain.asSubclass(Record.class)).map(RecordKind::new);
    }
    return refuse(name, "its type cannot be written in YAML: " + type.getTypeName());
  }

  private Optional<SettingKind> generic(String name, ParameterizedType type, Range range) {
    Type[] arguments = type.getActualTypeArguments();
    Optional<SettingKind> inner = kind(name, arguments[arguments.length - 1], range);
    if (inner.isEmpty()) {
      return Optional.empty();
    }
    SettingKind of = inner.get();
    if (type.getRawType() == Optional.class && !(of instanceof OptionalKind)) {
      return Optional.of(new OptionalKind(of));
    }
    if (type.getRawType() == List.class
        && !(of instanceof OptionalKind)
        && !(of instanceof ListKind)) {
      return Optional.of(new ListKind(of));
    }
    if (type.getRawType() == Map.class
        && arguments[0] == String.class
        && !(of instanceof OptionalKind)) {
      return Optional.of(new MapKind(of));
    }
    return refuse(name, "its type cannot be written in YAML: " + type.getTypeName());
  }

  private static boolean hasNumbers(SettingKind kind) {
    if (kind instanceof OptionalKind optional) {
      return hasNumbers(optional.of());
    }
    if (kind instanceof ListKind list) {
      return hasNumbers(list.of());
    }
    if (kind instanceof MapKind map) {
      return hasNumbers(map.of());
    }
    return kind instanceof NumberKind;
  }

  private static <S extends Record> Constructor<S> constructor(Class<S> record) {
    Class<?>[] parameters =
        Arrays.stream(record.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<S> constructor = record.getDeclaredConstructor(parameters);
      constructor.setAccessible(true);
      return constructor;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every record has a canonical constructor", e);
    }
  }

  private <T> Optional<T> refuse(String setting, String why) {
    String what = setting.isEmpty() ? "" : "setting '" + setting + "': ";
    problems.add(
        YamlCode.SETTINGS_UNSUPPORTED
            .problem("the settings of '%s' cannot be used: %s%s".formatted(owner, what, why))
            .hint("the author of the plugin must mend the settings record"));
    return Optional.empty();
  }
}
