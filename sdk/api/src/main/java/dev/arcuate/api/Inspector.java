package dev.arcuate.api;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.value.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says what is in files of one format, for {@code arcuate inspect}. A plugin that reads a format
 * offers one beside its reader.
 */
public interface Inspector extends Component<Inspector.None> {

  /** Inspectors have no settings. */
  record None() {}

  /**
   * What was found.
   *
   * @param format such as {@code ONNX graph}
   * @param facts by what they are called, in the order to be shown
   * @param parts tables, each under a heading
   */
  record Inspection(String format, Map<String, String> facts, List<Part> parts) {
    public Inspection {
      requireNonNull(format, "format");
      facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
      parts = List.copyOf(parts);
    }
  }

  /** A table under a heading. */
  record Part(String heading, Table table) {}

  @Override
  default Class<None> settingsType() {
    return None.class;
  }

  /**
   * Looks into a file or folder.
   *
   * @return empty if it is of another format
   * @throws ProblemException if it is of this format, but damaged
   */
  Optional<Inspection> inspect(Path path) throws IOException;
}
