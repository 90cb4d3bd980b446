package dev.arcuate.engine.yaml;

import dev.arcuate.api.Problem.Position;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.engine.problem.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Settings as JSON types, as they enter keys and travel to other machines: names in kebab-case and
 * sorted, defaults filled in, paths in their logical form. Equal settings give equal maps.
 */
public final class SettingsWriter {
  private static final Position NOWHERE = new Position("task settings", 0, 0);

  private SettingsWriter() {}

  /** A record as a map that {@link #read} turns back into an equal record. */
  public static Map<String, Object> write(SettingsType<?> type, Record settings) {
    return type.toJson(settings);
  }

  /** Own and common settings side by side. */
  public static Map<String, Object> write(ComponentSettings types, BoundSettings settings) {
    Map<String, Object> json = new TreeMap<>(types.own().toJson(settings.own()));
    types.common().ifPresent(type -> json.putAll(type.toJson(settings.common().orElseThrow())));
    return json;
  }

  /**
   * Settings out of what {@link #write} made, perhaps on another machine.
   *
   * @param absoluteByLogical where the paths are on this machine
   * @throws dev.arcuate.api.ProblemException if the map does not hold such settings
   */
  public static BoundSettings read(
      ComponentSettings types, Map<String, Object> json, Map<String, String> absoluteByLogical) {
    Problems problems = new Problems();
    SettingsBinder binder = new SettingsBinder(InputPaths.known(absoluteByLogical), problems);
    var bound = binder.bind(types, JsonNodes.mapping(json, NOWHERE));
    problems.throwIfErrors();
    return bound.orElseThrow();
  }

  /** Every path among the settings, in the order of their declaration. */
  public static List<InputPath> inputPaths(ComponentSettings types, BoundSettings settings) {
    List<InputPath> paths = new ArrayList<>(inputPaths(types.own(), settings.own()));
    types
        .common()
        .ifPresent(type -> paths.addAll(inputPaths(type, settings.common().orElseThrow())));
    return paths;
  }

  /** Every path among the settings of one record, in the order of their declaration. */
  public static List<InputPath> inputPaths(SettingsType<?> type, Record settings) {
    List<InputPath> paths = new ArrayList<>();
    type.collectPaths(settings, paths::add);
    return paths;
  }
}
