package dev.arcuate.engine.stages;

import dev.arcuate.api.Component;
import dev.arcuate.api.Resources;

/** What a component itself says it needs. */
final class ComponentResources {
  private ComponentResources() {}

  static <S extends Record> Resources of(Component<S> component, Record settings) {
    return component.resources(component.settingsType().cast(settings));
  }
}
