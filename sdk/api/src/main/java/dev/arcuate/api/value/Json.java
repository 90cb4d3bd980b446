package dev.arcuate.api.value;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Small JSON files: those beside the arrays, and side files of datasets. Holds JDK types only, so
 * nothing of a plugin is ever cached.
 */
public final class Json {
  private static final JSON JSON_ONLY = JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT);

  private Json() {}

  /**
   * Writes an object, indented, fields in the order of the map.
   *
   * @param content texts, numbers, booleans, arrays, lists and maps of them
   */
  public static void write(Path file, Map<String, Object> content) throws IOException {
    Files.writeString(file, JSON_ONLY.asString(content) + "\n");
  }

  /**
   * Reads a file that holds one object.
   *
   * @throws ProblemException {@code VALUE_UNREADABLE} if it is missing or holds something else
   */
  public static Node read(Path file) {
    try {
      return new Node(file, JSON_ONLY.mapFrom(Files.readString(file)));
    } catch (IOException e) {
      throw unreadable(file, e.getMessage());
    }
  }

  /**
   * Reads a text that holds one object.
   *
   * @return JDK types only
   * @throws IOException if it holds something else
   * @since 0.1
   */
  public static Map<String, Object> parse(String text) throws IOException {
    return JSON_ONLY.mapFrom(text);
  }

  static ProblemException unreadable(Path file, String why) {
    return Problem.data("VALUE_UNREADABLE", "cannot read " + file + ": " + why).exception();
  }

  /**
   * An object of a JSON file. Asking for a field that is missing or of another kind throws {@code
   * VALUE_UNREADABLE}, naming file and field.
   *
   * @param file named in errors
   * @param fields by name, JDK types only
   */
  public record Node(Path file, Map<String, Object> fields) {
    public String text(String name) {
      return get(name, String.class);
    }

    public int integer(String name) {
      return get(name, Number.class).intValue();
    }

    public double number(String name) {
      return get(name, Number.class).doubleValue();
    }

    public boolean has(String name) {
      return fields.get(name) != null;
    }

    public Node object(String name) {
      return node(get(name, Map.class));
    }

    public List<Node> objects(String name) {
      return list(name).stream().map(this::node).toList();
    }

    public List<String> texts(String name) {
      return list(name).stream().map(String::valueOf).toList();
    }

    public double[] numbers(String name) {
      return list(name).stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray();
    }

    public int[] integers(String name) {
      return list(name).stream().mapToInt(n -> ((Number) n).intValue()).toArray();
    }

    public Map<String, Object> map(String name) {
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
