package dev.arcuate.engine.plan;

import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Prepared;
import dev.arcuate.api.value.Recording;
import dev.arcuate.api.value.Table;
import dev.arcuate.api.value.Targets;
import dev.arcuate.api.value.Value;
import java.util.Set;

/** Kinds of value as they stand in a sentence. */
final class ValueNames {
  private static final Set<Class<? extends Value>> SINGULAR =
      Set.of(Design.class, Recording.class, Table.class);

  private ValueNames() {}

  /** Such as {@code a Design}, {@code Words}. */
  static String phrase(Class<? extends Value> type) {
    if (type == Prepared.class) {
      return "a prepared Design";
    }
    if (type == Targets.class) {
      return "a Recording or Epochs";
    }
    return SINGULAR.contains(type) ? "a " + type.getSimpleName() : type.getSimpleName();
  }
}
