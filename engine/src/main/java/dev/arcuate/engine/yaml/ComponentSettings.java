package dev.arcuate.engine.yaml;

import static java.util.Objects.requireNonNull;

import dev.arcuate.engine.problem.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All settings that the {@code with:} block of a component takes: its own and those of its
 * extension point, side by side. Made once per component and held by the caller, since it keeps the
 * component's class loader alive.
 *
 * @param component id of the component
 */
public record ComponentSettings(
    String component, SettingsType<?> own, Optional<SettingsType<?>> common) {

  public ComponentSettings {
    requireNonNull(component, "component");
    requireNonNull(own, "own");
    requireNonNull(common, "common");
  }

  /**
   * Inspects the records.
   *
   * @throws dev.arcuate.api.ProblemException {@code SETTINGS_UNSUPPORTED} naming every setting that
   *     cannot be written in YAML, or that both records declare
   */
  public static ComponentSettings of(
      String component, Class<? extends Record> own, Optional<Class<? extends Record>> common) {
    SettingsType<?> ownType = SettingsType.of(component, own);
    Optional<SettingsType<?>> commonType = common.map(type -> SettingsType.of(component, type));
    Problems problems = new Problems();
    for (String name : commonType.map(SettingsType::names).orElse(List.of())) {
      if (ownType.names().contains(name)) {
        problems.add(
            YamlCode.SETTINGS_UNSUPPORTED
                .problem(
                    "setting '%s' of '%s' is already a setting of its extension point"
                        .formatted(name, component))
                .hint("the author of the plugin must give it another name"));
      }
    }
    problems.throwIfErrors();
    return new ComponentSettings(component, ownType, commonType);
  }

  /** The component's own settings first. */
  List<SettingsType<?>> types() {
    List<SettingsType<?>> types = new ArrayList<>();
    types.add(own);
    common.ifPresent(types::add);
    return types;
  }

  /** The component's own settings first, each list in the order it was declared. */
  public List<String> names() {
    List<String> names = new ArrayList<>(own.names());
    common.ifPresent(type -> names.addAll(type.names()));
    return names;
  }
}
