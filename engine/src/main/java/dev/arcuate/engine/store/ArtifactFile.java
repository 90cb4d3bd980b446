package dev.arcuate.engine.store;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Problem.Kind;
import dev.arcuate.api.Problem.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The description of an artifact as a file. */
final class ArtifactFile {
  private static final int FORMAT = 1;

  private ArtifactFile() {}

  /** Returns the files it wrote. */
  static List<Path> write(Path folder, Artifact artifact) throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", FORMAT);
    json.put("key", artifact.key().hex());
    json.put("task", artifact.task());
    json.put("started", artifact.started().toString());
    json.put("took-ms", artifact.took().toMillis());
    json.put("bytes", artifact.bytes());
    json.put("notes", artifact.notes());
    json.put("files", artifact.files());
    json.put("material", artifact.material());
    Path description = folder.resolve(Layout.DESCRIPTION);
    Files.writeString(description, Json.pretty(json));
    if (artifact.warnings().isEmpty()) {
      return List.of(description);
    }
    // A file of its own, so that reusing thousands of artifacts reads only those that have some.
    Path warnings = folder.resolve(Layout.WARNINGS);
    Files.writeString(warnings, Json.pretty(toJson(artifact.warnings())));
    return List.of(description, warnings);
  }

  static Artifact read(Key key, Path folder) throws IOException {
    Map<String, Object> json =
        Json.readObject(Files.readString(folder.resolve(Layout.DESCRIPTION)));
    try {
      if (!Integer.valueOf(FORMAT).equals(json.get("format"))) {
        throw new IOException("its format is " + json.get("format") + ", not " + FORMAT);
      }
      if (!key.hex().equals(json.get("key"))) {
        throw new IOException("it says that its key is " + json.get("key"));
      }
      Map<String, Long> files = new LinkedHashMap<>();
      object(json, "files").forEach((path, size) -> files.put(path, ((Number) size).longValue()));
      return new Artifact(
          key,
          folder,
          (String) json.get("task"),
          object(json, "material"),
          Instant.parse((String) json.get("started")),
          Duration.ofMillis(((Number) json.get("took-ms")).longValue()),
          ((Number) json.get("bytes")).longValue(),
          readWarnings(folder),
          object(json, "notes"),
          files);
    } catch (RuntimeException e) {
      throw new IOException("a field of " + Layout.DESCRIPTION + " is missing or wrong", e);
    }
  }

  static List<Problem> readWarnings(Path folder) throws IOException {
    Path file = folder.resolve(Layout.WARNINGS);
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      return ((List<?>) Json.read(Files.readString(file)))
          .stream().map(ArtifactFile::fromJson).toList();
    } catch (RuntimeException e) {
      throw new IOException("a field of " + Layout.WARNINGS + " is missing or wrong", e);
    }
  }

  private static List<Object> toJson(List<Problem> problems) {
    return problems.stream().map(ArtifactFile::toJson).toList();
  }

  private static Object toJson(Problem problem) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("code", problem.code());
    json.put("kind", problem.kind().name());
    json.put("severity", problem.severity().name());
    json.put("message", problem.message());
    problem.hint().ifPresent(hint -> json.put("hint", hint));
    return json;
  }

  private static Problem fromJson(Object node) {
    Map<?, ?> json = (Map<?, ?>) node;
    return new Problem(
        (String) json.get("code"),
        Kind.valueOf((String) json.get("kind")),
        Severity.valueOf((String) json.get("severity")),
        Optional.empty(),
        (String) json.get("message"),
        Optional.ofNullable((String) json.get("hint")));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Map<String, Object> json, String name) {
    return (Map<String, Object>) json.get(name);
  }
}
