package dev.arcuate.engine.store;

import dev.arcuate.api.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is known of a published result.
 *
 * @param key names it
 * @param folder where it lies; read-only
 * @param task id of the task that made it, at that time
 * @param material all that its key is the hash of
 * @param started when the task began
 * @param took from begin to publication
 * @param bytes of all outputs
 * @param warnings what the user should read beside the result
 * @param notes figures the component kept
 * @param files size by path relative to the folder
 */
public record Artifact(
    Key key,
    Path folder,
    String task,
    Map<String, Object> material,
    Instant started,
    Duration took,
    long bytes,
    List<Problem> warnings,
    Map<String, Object> notes,
    Map<String, Long> files) {
  public Artifact {
    material = Collections.unmodifiableMap(new LinkedHashMap<>(material));
    warnings = List.copyOf(warnings);
    notes = Collections.unmodifiableMap(new LinkedHashMap<>(notes));
    files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
  }

  /** The folder of an output. */
  public Path output(String port) {
    return folder.resolve(Layout.OUTPUTS).resolve(port);
  }
}
