package dev.arcuate.plugin.bids;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is asked of a dataset.
 *
 * @param suffixes any of these, such as {@code bold}; the first is named in messages
 * @param extensions any of these
 * @param entities by short name; entities not named may have any label or be absent
 * @param without labels that a file must not have
 */
public record Query(
    List<String> suffixes,
    List<String> extensions,
    Map<String, Choice> entities,
    Map<String, String> without) {
  public Query {
    suffixes = List.copyOf(suffixes);
    extensions = List.copyOf(extensions);
    entities = Collections.unmodifiableMap(new LinkedHashMap<>(entities));
    without = Collections.unmodifiableMap(new LinkedHashMap<>(without));
  }

  public Query(List<String> suffixes, List<String> extensions, Map<String, Choice> entities) {
    this(suffixes, extensions, entities, Map.of());
  }

  /** The same query for files that lack a label. */
  public Query not(String entity, String label) {
    Map<String, String> more = new LinkedHashMap<>(without);
    more.put(entity, label);
    return new Query(suffixes, extensions, entities, more);
  }

  /** The same query with another choice of an entity. */
  public Query with(String entity, Choice choice) {
    Map<String, Choice> other = new LinkedHashMap<>(entities);
    other.put(entity, choice);
    return new Query(suffixes, extensions, other, without);
  }

  /** A query for files that have these labels. */
  public static Query of(String suffix, List<String> extensions, Map<String, String> labels) {
    Map<String, Choice> entities = new LinkedHashMap<>();
    labels.forEach((entity, label) -> entities.put(entity, Choice.of(entity, label)));
    return new Query(List.of(suffix), extensions, entities);
  }

  boolean isOfKind(BidsFile file) {
    return suffixes.contains(file.suffix())
        && extensions.contains(file.extension())
        && without.entrySet().stream().noneMatch(not -> file.has(not.getKey(), not.getValue()));
  }

  boolean matches(BidsFile file) {
    return isOfKind(file)
        && entities.entrySet().stream()
            .allMatch(choice -> choice.getValue().matches(file.entity(choice.getKey())));
  }

  /** Whether files with this entity were asked for by name. */
  boolean names(String entity) {
    return entities.containsKey(entity) && !entities.get(entity).isOpen();
  }

  boolean asksForTask(String task) {
    return !entities.containsKey("task") || entities.get("task").matches(Optional.of(task));
  }

  String text() {
    List<String> parts = new ArrayList<>();
    entities.forEach(
        (entity, choice) -> {
          if (!choice.isOpen()) {
            parts.add(entity + "-" + choice);
          }
        });
    // The rarer extensions would only lengthen messages.
    parts.add(suffixes.get(0) + String.join(" or ", extensions.stream().limit(2).toList()));
    return String.join("_", parts);
  }
}
