package dev.arcuate.engine.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The engine's own JSON files: maps in file order, lists, text, numbers, booleans, nulls. A
 * databinding library would cost a tenth of a second at every start and know classes of plugins.
 */
public final class Json {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private Json() {}

  /** On one line. */
  public static String line(Object tree) {
    return write(tree, false);
  }

  /** Indented, with a line break at the end. */
  public static String pretty(Object tree) {
    return write(tree, true) + "\n";
  }

  /**
   * Reads one value.
   *
   * @throws IOException if the text is not JSON, or goes on after the value
   */
  public static Object read(String text) throws IOException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      parser.nextToken();
      Object tree = read(parser);
      if (parser.nextToken() != null) {
        throw new IOException("text after the end of the JSON value");
      }
      return tree;
    }
  }

  /** Reads an object. */
  @SuppressWarnings("unchecked")
  public static Map<String, Object> readObject(String text) throws IOException {
    if (read(text) instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw new IOException("not a JSON object");
  }

  private static Object read(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new IOException("the JSON text ends too early");
    }
    return switch (token) {
      case START_OBJECT -> {
        Map<String, Object> map = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          parser.nextToken();
          map.put(name, read(parser));
        }
        yield map;
      }
      case START_ARRAY -> {
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(read(parser));
        }
        yield list;
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw new IOException("unexpected " + token + " in JSON");
    };
  }

  private static String write(Object tree, boolean indented) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      if (indented) {
        generator.useDefaultPrettyPrinter();
      }
      write(tree, generator);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(Object node, JsonGenerator generator) throws IOException {
    if (node instanceof Map<?, ?> map) {
      generator.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        generator.writeFieldName(String.valueOf(entry.getKey()));
        write(entry.getValue(), generator);
      }
      generator.writeEndObject();
    } else if (node instanceof Iterable<?> list) {
      generator.writeStartArray();
      for (Object item : list) {
        write(item, generator);
      }
      generator.writeEndArray();
    } else if (node instanceof Number number) {
      write(number, generator);
    } else if (node instanceof Boolean truth) {
      generator.writeBoolean(truth);
    } else if (node == null) {
      generator.writeNull();
    } else {
      generator.writeString(node.toString());
    }
  }

  private static void write(Number number, JsonGenerator generator) throws IOException {
    if (number instanceof Double || number instanceof Float) {
      // Text for what JSON has no number for.
      generator.writeNumber(number.doubleValue());
    } else {
      generator.writeNumber(number.toString());
    }
  }
}
