package dev.arcuate.api.value;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The JSON beside the arrays. Holds JDK types only, so nothing of a plugin is ever cached. */
final class Json {
  private static final JSON JSON_ONLY = JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT);

  private Json() {}

  static void write(Path file, Map<String, Object> content) throws IOException {
    Files.writeString(file, JSON_ONLY.asString(content) + "\n");
  }

  static Node read(Path file) {
    try {
      return new Node(file, JSON_ONLY.mapFrom(Files.readString(file)));
    } catch (IOException e) {
      throw unreadable(file, e.getMessage());
    }
  }

  static ProblemException unreadable(Path file, String why) {
    return Problem.data("VALUE_UNREADABLE", "cannot read " + file + ": " + why).exception();
  }

  /** An object of a JSON file, with errors that name the file. */
  record Node(Path file, Map<String, Object> fields) {
    String text(String name) {
      return get(name, String.class);
    }

    int integer(String name) {
      return get(name, Number.class).intValue();
    }

    double number(String name) {
      return get(name, Number.class).doubleValue();
    }

    boolean has(String name) {
      return fields.get(name) != null;
    }

    Node object(String name) {
      return node(get(name, Map.class));
    }

    List<Node> objects(String name) {
      return list(name).stream().map(this::node).toList();
    }

    List<String> texts(String name) {
      return list(name).stream().map(String::valueOf).toList();
    }

    double[] numbers(String name) {
      return list(name).stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray();
    }

    int[] integers(String name) {
      return list(name).stream().mapToInt(n -> ((Number) n).intValue()).toArray();
    }

    Map<String, Object> map(String name) {
      return object(name).fields();
    }

    private List<?> list(String name) {
      return get(name, List.class);
    }

    @SuppressWarnings("unchecked")
    private Node node(Object map) {
      return new Node(file, (Map<String, Object>) map);
    }

    private <T> T get(String name, Class<T> type) {
      Object value = fields.get(name);
      if (!type.isInstance(value)) {
        throw unreadable(file, "field '" + name + "' is missing or not of the expected kind");
      }
      return type.cast(value);
    }
  }
}
