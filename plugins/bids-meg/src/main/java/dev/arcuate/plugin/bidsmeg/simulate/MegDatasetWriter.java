package dev.arcuate.plugin.bidsmeg.simulate;

import dev.arcuate.api.value.Json;
import dev.arcuate.api.value.Table;
import dev.arcuate.api.value.Words;
import dev.arcuate.plugin.bidsmeg.ctf.CtfWriter;
import dev.arcuate.plugin.bidsmeg.fif.FifRawWriter;
import dev.arcuate.plugin.bidsmeg.signal.Channel;
import dev.arcuate.plugin.bidsmeg.signal.SignalInfo;
import dev.arcuate.plugin.bidsmeg.simulate.SimulateMegSettings.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lays simulated MEG recordings out by BIDS. */
final class MegDatasetWriter {
  private static final double TRIAL_SECONDS = 10;
  private static final String README =
      """
      Simulated MEG recordings of people who hear or read a story, made by the step simulate-meg of
      Arcuate. No person was recorded. ground-truth.json says which sources answer to what, and when.
      """;

  private final Path root;
  private final SimulateMegSettings settings;
  private final SignalInfo info;

  MegDatasetWriter(Path root, SimulateMegSettings settings, SignalInfo info) {
    this.root = root;
    this.settings = settings;
    this.info = info;
  }

  void write(Words words, Map<String, Object> truth) throws IOException {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("Name", "Simulated story, MEG");
    description.put("BIDSVersion", "1.9.0");
    description.put("DatasetType", "raw");
    description.put("License", "CC0");
    description.put("Authors", List.of("The Arcuate contributors"));
    description.put("GeneratedBy", List.of(Map.of("Name", "Arcuate simulate-meg")));
    Json.write(root.resolve("dataset_description.json"), description);
    Files.writeString(root.resolve("README"), README);
    Files.writeString(root.resolve(".bidsignore"), "ground-truth*\n");
    List<List<String>> people = new ArrayList<>();
    settings.subjects().forEach(label -> people.add(List.of("sub-" + label)));
    new Table(List.of("participant_id"), people).writeTo(root.resolve("participants.tsv"));
    Json.write(root.resolve("ground-truth.json"), truth);
    for (String label : settings.subjects()) {
      Files.createDirectories(folder(label));
      events(words).writeTo(folder(label).resolve(stem(label) + "_events.tsv"));
      channels().writeTo(folder(label).resolve(stem(label) + "_channels.tsv"));
      Json.write(folder(label).resolve(stem(label) + "_meg.json"), sidecar());
      Json.write(
          folder(label).resolve("sub-" + label + "_coordsystem.json"),
          Map.of(
              "MEGCoordinateSystem",
              settings.format() == Format.FIF ? "ElektaNeuromag" : "CTF",
              "MEGCoordinateUnits",
              "m"));
    }
  }

  /** Writes one person's samples, [channels][samples]. */
  void samples(String label, double[][] values) throws IOException {
    if (settings.format() == Format.FIF) {
      int second = (int) Math.round(settings.samplingRate());
      Path file = folder(label).resolve(stem(label) + "_meg.fif");
      try (FifRawWriter writer = FifRawWriter.create(file, info, 0)) {
        for (int first = 0; first < values[0].length; first += second) {
          int count = Math.min(second, values[0].length - first);
          writer.append(window(values, first, count, count), count);
        }
      }
      return;
    }
    int trial = (int) Math.round(TRIAL_SECONDS * settings.samplingRate());
    int trials = (values[0].length + trial - 1) / trial;
    Path folder = folder(label).resolve(stem(label) + "_meg.ds");
    try (CtfWriter writer = new CtfWriter(folder, info, trial, 0, trials)) {
      for (int t = 0; t < trials; t++) {
        int count = Math.min(trial, values[0].length - t * trial);
        // Where the recording ends, the clock stays at 0.
        writer.append(window(values, t * trial, count, trial));
      }
    }
  }

  private static double[][] window(double[][] values, int first, int count, int length) {
    double[][] window = new double[values.length][length];
    for (int c = 0; c < values.length; c++) {
      System.arraycopy(values[c], first, window[c], 0, count);
    }
    return window;
  }

  private Path folder(String label) {
    return root.resolve("sub-" + label).resolve("meg");
  }

  private String stem(String label) {
    return "sub-" + label + "_task-" + settings.task();
  }

  private Map<String, Object> sidecar() {
    Map<String, Object> sidecar = new LinkedHashMap<>();
    sidecar.put("TaskName", settings.task());
    sidecar.put("SamplingFrequency", settings.samplingRate());
    sidecar.put("PowerLineFrequency", "n/a");
    sidecar.put("DewarPosition", "upright");
    sidecar.put("SoftwareFilters", "n/a");
    sidecar.put("DigitizedLandmarks", true);
    sidecar.put("DigitizedHeadPoints", false);
    return sidecar;
  }

  private Table channels() {
    List<List<String>> rows = new ArrayList<>();
    for (Channel channel : info.channels()) {
      String type =
          switch (channel.type()) {
            case MAG -> settings.format() == Format.FIF ? "MEGMAG" : "MEGGRADAXIAL";
            case REF_MEG -> "MEGREFMAG";
            case STIM -> "TRIG";
            default -> "MISC";
          };
      rows.add(
          Arrays.asList(
              channel.name(), type, channel.unit().symbol(), channel.bad() ? "bad" : "good"));
    }
    return new Table(List.of("name", "type", "units", "status"), rows);
  }

  private static Table events(Words words) {
    List<List<String>> rows = new ArrayList<>();
    for (Words.Word word : words.list()) {
      rows.add(
          List.of(
              String.format(Locale.ROOT, "%.4f", word.onsetSeconds()),
              String.format(Locale.ROOT, "%.4f", word.durationSeconds()),
              word.form(),
              Integer.toString(word.sentence() + 1)));
    }
    return new Table(List.of("onset", "duration", "word", "sentence"), rows);
  }
}
