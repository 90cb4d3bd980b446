package dev.arcuate.engine.yaml;

import static java.util.Objects.requireNonNull;

import dev.arcuate.engine.problem.Problems;
import java.util.List;
import java.util.Optional;

/**
 * Turns YAML into settings records. Everything wrong is added to the problems it was given; nothing
 * about the records is remembered, so that it keeps no plugin alive.
 */
public final class SettingsBinder {
  private final Binding binding;

  /** Binds paths by {@code paths} and reports to {@code problems}. */
  public SettingsBinder(InputPaths paths, Problems problems) {
    this.binding = new Binding(paths, problems);
  }

  /**
   * Binds a component's own and common settings from one mapping.
   *
   * @param with as written, references put in and defaults of the workflow added
   * @return empty if something is wrong, which has then been reported
   */
  public Optional<BoundSettings> bind(ComponentSettings settings, Node.Mapping with) {
    requireNonNull(with, "with");
    reportUnknown(settings.component(), with, settings.names());
    Optional<? extends Record> own = settings.own().bind(settings.component(), with, binding);
    Optional<? extends Optional<? extends Record>> common =
        settings.common().map(type -> type.bind(settings.component(), with, binding));
    if (own.isEmpty() || common.filter(Optional::isEmpty).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(new BoundSettings(own.get(), common.map(Optional::get)));
  }

  /**
   * Binds one record.
   *
   * @param owner what the settings belong to, for messages
   * @return empty if something is wrong, which has then been reported
   */
  public <S extends Record> Optional<S> bind(
      String owner, SettingsType<S> type, Node.Mapping with) {
    reportUnknown(owner, with, type.names());
    return type.bind(owner, with, binding);
  }

  private void reportUnknown(String owner, Node.Mapping with, List<String> known) {
    binding.reportUnknown(owner, with, known);
  }
}
