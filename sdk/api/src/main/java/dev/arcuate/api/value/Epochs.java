package dev.arcuate.api.value;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.array.FloatMatrix;
import dev.arcuate.api.array.Npy;
import dev.arcuate.api.array.NpyWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Recordings cut around events: float32 [events × channels × times]. On disk {@code epochs.npy},
 * {@code epochs.json} and {@code geometry.json}.
 *
 * @param folder where the array lies
 * @param subject BIDS label without {@code sub-}
 * @param sampling the events: their runs, their onsets and, as blocks, their sentences
 * @param words for each event, the row of the word that it is locked to, ascending; events that
 *     were rejected are left out
 * @param times number of samples per epoch
 * @param startSeconds of the first sample, relative to the event
 * @param periodSeconds between samples
 * @param units of the values, such as {@code T}
 * @param geometry of the channels
 */
public record Epochs(
    Path folder,
    String subject,
    Sampling sampling,
    List<Integer> words,
    int times,
    double startSeconds,
    double periodSeconds,
    String units,
    Geometry geometry)
    implements Targets {
  public Epochs {
    requireNonNull(folder, "folder");
    requireNonNull(subject, "subject");
    requireNonNull(sampling, "sampling");
    words = List.copyOf(words);
    if (words.size() != sampling.samples()) {
      throw new IllegalArgumentException(
          words.size() + " words for " + sampling.samples() + " events");
    }
    requireNonNull(units, "units");
    requireNonNull(geometry, "geometry");
  }

  /** Number of epochs. */
  public int events() {
    return sampling.samples();
  }

  /** How long an epoch is: epochs of events that are closer than this share samples. */
  public double spanSeconds() {
    return (times - 1) * periodSeconds;
  }

  @Override
  public Geometry places() {
    return new Geometry.OverTime(geometry, times, startSeconds, periodSeconds);
  }

  /** float32 [events × (channels · times)], a channel's samples side by side. */
  @Override
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
    json.put("sampling", sampling.toJson());
    json.put("words", words);
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
        Sampling.fromJson(json.object("sampling")),
        Arrays.stream(json.integers("words")).boxed().toList(),
        json.integer("times"),
        json.number("start-seconds"),
        json.number("period-seconds"),
        json.text("units"),
        Geometry.read(folder.resolve("geometry.json")));
  }
}
