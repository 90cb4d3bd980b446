package dev.arcuate.engine.yaml;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.engine.problem.Problems;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A settings record seen through: the names, kinds and defaults of its settings. Made once per
 * record and held by the caller, since it keeps the record's class loader alive. Safe for use by
 * several threads.
 *
 * @param <S> the record
 */
public final class SettingsType<S extends Record> {
  private static final Logger LOG = LoggerFactory.getLogger(SettingsType.class);

  private final Class<S> type;
  private final Constructor<S> constructor;
  private final String doc;
  private final List<Setting> settings;
  private final List<String> names;

  SettingsType(Class<S> type, Constructor<S> constructor, String doc, List<Setting> settings) {
    this.type = type;
    this.constructor = constructor;
    this.doc = doc;
    this.settings = List.copyOf(settings);
    this.names = settings.stream().map(Setting::name).toList();
  }

  /**
   * Inspects a record.
   *
   * @param owner what the settings belong to, for messages
   * @throws ProblemException {@code SETTINGS_UNSUPPORTED} naming every setting that cannot be
   *     written in YAML or whose default does not fit
   */
  public static <S extends Record> SettingsType<S> of(String owner, Class<S> record) {
    Problems problems = new Problems();
    Optional<SettingsType<S>> type = new SettingsInspector(owner, problems).inspect(record);
    problems.throwIfErrors();
    return type.orElseThrow();
  }

  public Class<S> type() {
    return type;
  }

  /** What the record is for; empty if it does not say. */
  public String doc() {
    return doc;
  }

  /** Names in YAML, in the order of their declaration. */
  public List<String> names() {
    return names;
  }

  /** In the order of their declaration. */
  public List<Described> describe() {
    return settings.stream()
        .map(
            setting ->
                new Described(
                    setting.name(),
                    setting.kind().words(),
                    setting.doc(),
                    setting.fallbackText(),
                    setting.required()))
        .toList();
  }

  /**
   * A setting as a reference page shows it.
   *
   * @param takes what it takes, such as {@code a whole number}
   * @param fallback default as YAML text, if it has one
   * @param required whether every workflow must give it
   */
  public record Described(
      String name, String takes, String doc, Optional<String> fallback, boolean required) {}

  List<Setting> settings() {
    return settings;
  }

  /** Binds the settings it knows; unknown keys are for the caller to judge. */
  Optional<S> bind(String owner, Node.Mapping with, Binding binding) {
    Object[] values = new Object[settings.size()];
    boolean complete = true;
    for (int i = 0; i < values.length; i++) {
      Optional<Object> value = settings.get(i).bind(owner, with, binding);
      values[i] = value.orElse(null);
      complete &= value.isPresent();
    }
    return complete ? construct(owner, with, values, binding) : Optional.empty();
  }

  private Optional<S> construct(String owner, Node.Mapping with, Object[] values, Binding binding) {
    try {
      return Optional.of(constructor.newInstance(values));
    } catch (InvocationTargetException e) {
      report(owner, with, e.getCause(), binding.problems());
      return Optional.empty();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot construct the settings of " + owner, e);
    }
  }

  /** Whatever a plugin's constructor throws becomes a problem of the workflow or of the plugin. */
  private static void report(String owner, Node.Mapping with, Throwable thrown, Problems problems) {
    if (thrown instanceof ProblemException refusal) {
      for (Problem problem : refusal.problems()) {
        problems.add(problem.position().isPresent() ? problem : problem.at(with.position()));
      }
    } else if (thrown instanceof IllegalArgumentException && thrown.getMessage() != null) {
      problems.add(
          YamlCode.INVALID_SETTING.at(
              with.position(), "settings of '%s': %s".formatted(owner, thrown.getMessage())));
    } else if (thrown instanceof Error error && !(error instanceof LinkageError)) {
      throw error;
    } else {
      LOG.error("the settings record of {} failed", owner, thrown);
      problems.add(
          YamlCode.SETTINGS_FAILED
              .at(
                  with.position(),
                  "the plugin failed while it checked the settings of '%s': %s"
                      .formatted(owner, thrown.getMessage()))
              .hint("report this to the author of the plugin"));
    }
  }

  Map<String, Object> toJson(Record settingsRecord) {
    Map<String, Object> json = new TreeMap<>();
    for (Setting setting : settings) {
      setting.kind().toJson(setting.of(settingsRecord)).ifPresent(v -> json.put(setting.name(), v));
    }
    return json;
  }

  void collectPaths(Record settingsRecord, Consumer<InputPath> to) {
    for (Setting setting : settings) {
      setting.kind().collectPaths(setting.of(settingsRecord), to);
    }
  }

  Map<String, Object> schema() {
    return SettingsSchema.object(List.of(this), true);
  }

  @Override
  public String toString() {
    return names.stream().collect(Collectors.joining(", ", "{", "}"));
  }
}
