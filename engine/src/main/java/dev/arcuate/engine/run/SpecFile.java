package dev.arcuate.engine.run;

import dev.arcuate.api.Resources;
import dev.arcuate.engine.store.CanonicalJson;
import dev.arcuate.engine.store.Json;
import dev.arcuate.engine.store.Key;
import dev.arcuate.engine.store.Keys;
import dev.arcuate.engine.store.StoreProblems;
import dev.arcuate.engine.store.TaskSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A task as a file, for {@code arcuate task FILE}: what to run, with what, on which store.
 *
 * @param order the task
 * @param store root of the store
 */
public record SpecFile(TaskOrder order, Path store) {
  private static final int FORMAT = 1;

  /** Writes the file, and the folder it lies in. */
  public void write(Path file) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", FORMAT);
    json.put("run", order.run());
    json.put("task", order.id());
    json.put("key", order.key().hex());
    json.put("store", store.toString());
    json.put("resources", toJson(order.resources()));
    json.put("spec", toJson(order.spec()));
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, CanonicalJson.of(json) + "\n");
    } catch (IOException e) {
      throw StoreProblems.writing(file.getParent(), "describe " + order.id(), e);
    }
  }

  /**
   * Reads a file.
   *
   * @throws dev.arcuate.api.ProblemException {@code TASK_FILE_UNREADABLE} if it is not such a file,
   *     or its content does not give the key it names
   */
  public static SpecFile read(Path file) {
    try {
      Map<String, Object> json = Json.readObject(Files.readString(file));
      if (!Integer.valueOf(FORMAT).equals(json.get("format"))) {
        throw new IOException("it does not say that its format is " + FORMAT);
      }
      TaskSpec spec = specFrom(object(json, "spec"));
      Key key = new Key((String) json.get("key"));
      if (!Keys.of(spec).equals(key)) {
        throw new IOException("its content does not belong to the key it names");
      }
      TaskOrder order =
          new TaskOrder(
              (String) json.get("run"),
              (String) json.get("task"),
              key,
              spec,
              resourcesFrom(object(json, "resources")));
      return new SpecFile(order, Path.of((String) json.get("store")));
    } catch (IOException e) {
      throw unreadable(file, e.getMessage(), e);
    } catch (RuntimeException e) {
      throw unreadable(file, "a field is missing or wrong", e);
    }
  }

  private static RuntimeException unreadable(Path file, String why, Exception e) {
    return RunCode.TASK_FILE_UNREADABLE
        .problem(file + " does not describe a task: " + why)
        .hint("name a file that a run of this version of Arcuate wrote")
        .exception(e);
  }

  private static Map<String, Object> toJson(Resources resources) {
    return Map.of(
        "threads", resources.threads(),
        "memory-bytes", resources.memoryBytes(),
        "native-bytes", resources.nativeBytes(),
        "gpus", resources.gpus());
  }

  private static Resources resourcesFrom(Map<String, Object> json) {
    return new Resources(
        ((Number) json.get("threads")).intValue(),
        ((Number) json.get("memory-bytes")).longValue(),
        ((Number) json.get("native-bytes")).longValue(),
        ((Number) json.get("gpus")).intValue());
  }

  private static Map<String, Object> toJson(TaskSpec spec) {
    Map<String, Object> json = new LinkedHashMap<>(spec.material());
    json.put("paths", spec.paths());
    return json;
  }

  private static TaskSpec specFrom(Map<String, Object> json) throws IOException {
    if (!Integer.valueOf(TaskSpec.SCHEME).equals(json.get("scheme"))) {
      throw new IOException("its key scheme is " + json.get("scheme") + ", not " + TaskSpec.SCHEME);
    }
    Map<String, List<TaskSpec.Input>> inputs = new TreeMap<>();
    object(json, "inputs")
        .forEach(
            (port, list) ->
                inputs.put(port, ((List<?>) list).stream().map(SpecFile::inputFrom).toList()));
    return new TaskSpec(
        (String) json.get("stage"),
        (Integer) json.get("stage-revision"),
        (String) json.get("component"),
        (String) json.get("code"),
        object(json, "settings"),
        texts(json, "files"),
        inputs,
        texts(json, "paths"));
  }

  private static TaskSpec.Input inputFrom(Object node) {
    Map<?, ?> json = (Map<?, ?>) node;
    Map<String, String> labels = new LinkedHashMap<>();
    if (json.get("labels") instanceof List<?> pairs) {
      for (Object pair : pairs) {
        List<?> label = (List<?>) pair;
        labels.put((String) label.get(0), (String) label.get(1));
      }
    }
    String step = json.get("step") instanceof String text ? text : "";
    return new TaskSpec.Input(
        new Key((String) json.get("key")), (String) json.get("port"), step, labels);
  }

  private static Map<String, String> texts(Map<String, Object> json, String name) {
    Map<String, String> texts = new TreeMap<>();
    object(json, name).forEach((key, value) -> texts.put(key, (String) value));
    return texts;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Map<String, Object> json, String name) {
    return (Map<String, Object>) json.get(name);
  }
}
