package dev.arcuate.engine.models;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.value.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the catalogue knows of a model.
 *
 * @param name under which workflows name it, after {@code models:}
 * @param content its folder, or its file and those that are read with it
 * @param source where it came from: the path given, or {@code hub:ID@commit}
 * @param licence as its publisher states it, or {@code not stated}
 * @param digest SHA-256 over all its files
 * @param bytes of all its files
 * @param component that reads it, such as {@code gpt2}
 * @param layers names, embeddings first
 * @param width of a hidden state
 * @param contextLength tokens
 * @param causal whether a token sees only what stands to its left
 */
public record ModelEntry(
    String name,
    ModelContent content,
    String source,
    String licence,
    String digest,
    long bytes,
    String component,
    List<String> layers,
    int width,
    int contextLength,
    boolean causal) {
  public ModelEntry {
    requireNonNull(name, "name");
    requireNonNull(content, "content");
    layers = List.copyOf(layers);
  }

  /** Its folder or file. */
  public Path path() {
    return content.path();
  }

  void write(Path file) throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("path", path().toString());
    json.put("files", content.files());
    json.put("source", source);
    json.put("licence", licence);
    json.put("sha256", digest);
    json.put("bytes", bytes);
    json.put("component", component);
    json.put("layers", layers);
    json.put("width", width);
    json.put("context-length", contextLength);
    json.put("causal", causal);
    Json.write(file, json);
  }

  static ModelEntry read(Path file) {
    Json.Node json = Json.read(file);
    return new ModelEntry(
        json.text("name"),
        new ModelContent(Path.of(json.text("path")), files(json)),
        json.text("source"),
        json.text("licence"),
        json.text("sha256"),
        (long) json.number("bytes"),
        json.text("component"),
        json.texts("layers"),
        json.integer("width"),
        json.integer("context-length"),
        Boolean.TRUE.equals(json.fields().get("causal")));
  }

  /** Entries of folders need none, and had none once. */
  private static List<String> files(Json.Node json) {
    return json.fields().containsKey("files") ? json.texts("files") : List.of();
  }
}
