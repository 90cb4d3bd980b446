package dev.arcuate.engine.store;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that decides what a task writes, hence its key: {@link #material} is what is hashed. Together
 * with a store and the plugin named, it is enough to run the task anywhere.
 *
 * @param stage name of the stage, such as {@code language-model} or {@code regression-prepare}
 * @param stageRevision raised by us whenever a stage would write other bytes
 * @param component id of the component
 * @param codeDigest SHA-256 of the plugin jar the component comes from
 * @param settings complete settings in kebab-case, defaults filled in; JSON types only, paths in
 *     their logical form
 * @param files content digest of every file or folder read, by logical path
 * @param inputs per connected input port, in port order
 * @param paths absolute path on this machine by logical path; not part of the key
 */
public record TaskSpec(
    String stage,
    int stageRevision,
    String component,
    String codeDigest,
    Map<String, Object> settings,
    Map<String, String> files,
    Map<String, List<Input>> inputs,
    Map<String, String> paths) {
  /** Raised when the form of the key material changes. */
  public static final int SCHEME = 1;

  /**
   * An output of another task.
   *
   * @param key its artifact
   * @param port the output port there
   * @param step id of the step that made it, for gathered inputs; empty otherwise, so that renaming
   *     a step re-runs nothing
   * @param labels its sweep labels, for gathered inputs; empty otherwise
   */
  public record Input(Key key, String port, String step, Map<String, String> labels) {
    public Input {
      labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }
  }

  public TaskSpec {
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    files = Collections.unmodifiableMap(new TreeMap<>(files));
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    paths = Collections.unmodifiableMap(new TreeMap<>(paths));
  }

  /** What the key is the hash of, as JSON types. */
  public Map<String, Object> material() {
    Map<String, Object> material = new TreeMap<>();
    material.put("scheme", SCHEME);
    material.put("stage", stage);
    material.put("stage-revision", stageRevision);
    material.put("component", component);
    material.put("code", codeDigest);
    material.put("settings", settings);
    material.put("files", files);
    Map<String, Object> ports = new TreeMap<>();
    inputs.forEach((port, list) -> ports.put(port, list.stream().map(TaskSpec::material).toList()));
    material.put("inputs", ports);
    return material;
  }

  private static Map<String, Object> material(Input input) {
    Map<String, Object> material = new TreeMap<>();
    material.put("key", input.key().hex());
    material.put("port", input.port());
    if (!input.step().isEmpty()) {
      material.put("step", input.step());
      // As pairs: a component sees the order of the labels, so the order counts.
      material.put(
          "labels",
          input.labels().entrySet().stream()
              .map(label -> List.of(label.getKey(), label.getValue()))
              .toList());
    }
    return material;
  }
}
