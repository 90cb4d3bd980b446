package dev.arcuate.plugin.report;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** JSON of maps, lists, texts, numbers, booleans and null; NaN becomes null. */
final class Json {
  private Json() {}

  static String write(Object value) {
    StringBuilder text = new StringBuilder();
    write(value, "", text);
    return text.append('\n').toString();
  }

  private static void write(Object value, String indent, StringBuilder text) {
    if (value instanceof Map<?, ?> map) {
      members(map, indent, text);
    } else if (value instanceof List<?> list) {
      elements(list, indent, text);
    } else if (value instanceof Double number && !Double.isFinite(number)) {
      text.append("null");
    } else if (value == null || value instanceof Number || value instanceof Boolean) {
      text.append(value);
    } else {
      quote(value.toString(), text);
    }
  }

  private static void members(Map<?, ?> map, String indent, StringBuilder text) {
    text.append('{');
    for (Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
        entries.hasNext(); ) {
      Map.Entry<?, ?> entry = entries.next();
      text.append('\n').append(indent).append("  ");
      quote(entry.getKey().toString(), text);
      text.append(": ");
      write(entry.getValue(), indent + "  ", text);
      text.append(entries.hasNext() ? "," : "\n" + indent);
    }
    text.append('}');
  }

  private static void elements(List<?> list, String indent, StringBuilder text) {
    text.append('[');
    boolean nested = list.stream().anyMatch(e -> e instanceof Map || e instanceof List);
    for (int i = 0; i < list.size(); i++) {
      if (nested) {
        text.append('\n').append(indent).append("  ");
      }
      write(list.get(i), indent + "  ", text);
      text.append(i + 1 < list.size() ? (nested ? "," : ", ") : nested ? "\n" + indent : "");
    }
    text.append(']');
  }

  private static void quote(String words, StringBuilder text) {
    text.append('"');
    for (int i = 0; i < words.length(); i++) {
      char c = words.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < 0x20) {
        text.append(String.format("\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }
}
