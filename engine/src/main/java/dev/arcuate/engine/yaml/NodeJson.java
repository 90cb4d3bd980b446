package dev.arcuate.engine.yaml;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Nodes as JSON types, read as YAML 1.2 would read them where no type is known. */
final class NodeJson {
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(0|[1-9][0-9]{0,15})(\\.[0-9]{1,15})?([eE][-+]?[0-9]{1,3})?");

  private NodeJson() {}

  /** Null for no value. */
  static Object of(Node node) {
    if (node instanceof Node.Mapping mapping) {
      Map<String, Object> json = new LinkedHashMap<>();
      mapping.entries().forEach(entry -> json.put(entry.key().text(), of(entry.value())));
      return json;
    }
    if (node instanceof Node.Sequence sequence) {
      return sequence.items().stream().map(NodeJson::of).toList();
    }
    return of((Node.Scalar) node);
  }

  private static Object of(Node.Scalar scalar) {
    String text = scalar.text();
    if (scalar.quoted()) {
      return text;
    }
    if (scalar.isNull()) {
      return null;
    }
    if (NUMBER.matcher(text).matches()) {
      BigDecimal number = new BigDecimal(text);
      return number.scale() <= 0 ? (Object) number.longValue() : (Object) number;
    }
    return switch (text) {
      case "true", "True", "TRUE" -> true;
      case "false", "False", "FALSE" -> false;
      default -> text;
    };
  }
}
