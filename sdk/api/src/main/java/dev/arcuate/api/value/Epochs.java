package dev.arcuate.api.value;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.array.FloatMatrix;
import dev.arcuate.api.array.Npy;
import dev.arcuate.api.array.NpyWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Recordings cut around events: float32 [events × channels × times]. On disk {@code epochs.npy},
 * {@code epochs.json} and {@code geometry.json}.
 *
 * @param folder where the array lies
 * @param subject BIDS label without {@code sub-}
 * @param groups one label per event (block, sentence or run): events of one group never stand on
 *     both sides of a split
 * @param times number of samples per epoch
 * @param startSeconds of the first sample, relative to the event
 * @param periodSeconds between samples
 * @param units of the values, such as {@code T}
 * @param geometry of the channels
 */
public record Epochs(
    Path folder,
    String subject,
    List<String> groups,
    int times,
    double startSeconds,
    double periodSeconds,
    String units,
    Geometry geometry)
    implements Value {
  public Epochs {
    requireNonNull(folder, "folder");
    requireNonNull(subject, "subject");
    groups = List.copyOf(groups);
    requireNonNull(units, "units");
    requireNonNull(geometry, "geometry");
  }

  /** Number of epochs. */
  public int events() {
    return groups.size();
  }

  /** float32 [events × (channels · times)], a channel's samples side by side. */
  public FloatMatrix matrix() {
    return Npy.open(folder.resolve("epochs.npy"));
  }

  /**
   * Writes the descriptions and opens the array, [events × (channels · times)], for writing; the
   * caller closes it.
   */
  public NpyWriter write() throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("subject", subject);
    json.put("groups", groups);
    json.put("times", times);
    json.put("start-seconds", startSeconds);
    json.put("period-seconds", periodSeconds);
    json.put("units", units);
    Json.write(folder.resolve("epochs.json"), json);
    Json.write(folder.resolve("geometry.json"), Geometry.toJson(geometry));
    return NpyWriter.create(folder.resolve("epochs.npy"), events(), geometry.targets() * times);
  }

  static Epochs open(Path folder) {
    Json.Node json = Json.read(folder.resolve("epochs.json"));
    return new Epochs(
        folder,
        json.text("subject"),
        json.texts("groups"),
        json.integer("times"),
        json.number("start-seconds"),
        json.number("period-seconds"),
        json.text("units"),
        Geometry.read(folder.resolve("geometry.json")));
  }
}
