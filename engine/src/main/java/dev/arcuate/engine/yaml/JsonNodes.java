package dev.arcuate.engine.yaml;

import dev.arcuate.api.Problem.Position;
import java.util.List;
import java.util.Map;

/** JSON types as nodes, so that one binder serves both. */
final class JsonNodes {
  private JsonNodes() {}

  static Node.Mapping mapping(Map<?, ?> json, Position place) {
    return new Node.Mapping(
        place,
        json.entrySet().stream()
            .map(
                entry ->
                    new Node.Entry(
                        new Node.Scalar(place, String.valueOf(entry.getKey()), true),
                        node(entry.getValue(), place)))
            .toList());
  }

  private static Node node(Object json, Position place) {
    if (json instanceof Map<?, ?> map) {
      return mapping(map, place);
    }
    if (json instanceof List<?> list) {
      return new Node.Sequence(place, list.stream().map(item -> node(item, place)).toList());
    }
    return new Node.Scalar(place, String.valueOf(json), json instanceof String);
  }
}
