package dev.arcuate.plugin.bidsfmri.simulate;

import dev.arcuate.api.value.Json;
import dev.arcuate.api.value.Table;
import dev.arcuate.api.value.Words;
import dev.arcuate.plugin.bidsfmri.nifti.NiftiType;
import dev.arcuate.plugin.bidsfmri.nifti.NiftiWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lays a simulated dataset out by BIDS. */
final class DatasetWriter {
  private static final String README =
      """
      Simulated fMRI recordings of people who hear a story, made by the step simulate-fmri of Arcuate.

      No person was recorded. ground-truth.json says which layer of which language model drives which
      voxels; ground-truth_mask.nii.gz marks them with 1, and with 2 the voxels that follow the rate of
      words.
      """;

  private final Path root;
  private final SimulateSettings settings;
  private final StimulusRuns runs;

  DatasetWriter(Path root, SimulateSettings settings, StimulusRuns runs) {
    this.root = root;
    this.settings = settings;
    this.runs = runs;
  }

  /** Everything but the images. */
  void write(Words words, GroundTruth truth, Brain brain, boolean[] inPlanted, boolean[] inRate)
      throws IOException {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("Name", "Simulated story listening");
    description.put("BIDSVersion", "1.9.0");
    description.put("DatasetType", "raw");
    description.put("License", "CC0");
    description.put("Authors", List.of("The Arcuate contributors"));
    description.put("GeneratedBy", List.of(Map.of("Name", "Arcuate simulate-fmri")));
    Json.write(root.resolve("dataset_description.json"), description);
    Files.writeString(root.resolve("README"), README);
    Files.writeString(root.resolve(".bidsignore"), "ground-truth*\n");
    List<List<String>> people = new ArrayList<>();
    settings.subjects().forEach(label -> people.add(List.of("sub-" + label)));
    new Table(List.of("participant_id"), people).writeTo(root.resolve("participants.tsv"));
    Json.write(root.resolve("task-" + settings.task() + "_events.json"), columns());
    String suffix = settings.format() == SimulateSettings.Format.REGIONS ? "timeseries" : "bold";
    for (int run = 0; run < runs.count(); run++) {
      Table events = events(words, runs.labels().get(run));
      for (String label : settings.subjects()) {
        Files.createDirectories(folder(label));
        events.writeTo(folder(label).resolve(stem(label, run) + "_events.tsv"));
        Json.write(folder(label).resolve(stem(label, run) + "_" + suffix + ".json"), sidecar());
      }
    }
    Json.write(root.resolve("ground-truth.json"), truth.fields());
    mask(brain, inPlanted, inRate);
  }

  /** Where the recording of a subject belongs. */
  Path folder(String label) {
    return root.resolve("sub-" + label).resolve("func");
  }

  /** Beginning of the names of the files of a run. */
  String stem(String label, int run) {
    return "sub-" + label + "_task-" + settings.task() + runs.entity(run);
  }

  private Map<String, Object> sidecar() {
    Map<String, Object> sidecar = new LinkedHashMap<>();
    sidecar.put("TaskName", settings.task());
    sidecar.put("RepetitionTime", settings.repetitionTime());
    sidecar.put("TaskDescription", "Listening to a story (simulated)");
    return sidecar;
  }

  private static Map<String, Object> columns() {
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("word", Map.of("Description", "The word heard, without punctuation"));
    columns.put("sentence", Map.of("Description", "Number of the sentence, counted from 1"));
    return columns;
  }

  private static Table events(Words words, String run) {
    List<List<String>> rows = new ArrayList<>();
    for (Words.Word word : words.list()) {
      if (!word.run().equals(run)) {
        continue;
      }
      rows.add(
          List.of(
              seconds(word.onsetSeconds()),
              seconds(word.durationSeconds()),
              word.form(),
              Integer.toString(word.sentence() + 1)));
    }
    return new Table(List.of("onset", "duration", "word", "sentence"), rows);
  }

  private static String seconds(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private void mask(Brain brain, boolean[] inPlanted, boolean[] inRate) throws IOException {
    float[] volume = new float[brain.volumeSize()];
    for (int v = 0; v < inPlanted.length; v++) {
      boolean none = settings.nullSimulation();
      volume[brain.voxels()[v]] = none ? 0 : inPlanted[v] ? 1 : inRate[v] ? 2 : 0;
    }
    NiftiWriter.Image image =
        new NiftiWriter.Image(
            brain.shape(), 1, brain.affine(), 1, 0, NiftiType.UINT8, "1 planted, 2 word rate");
    try (NiftiWriter writer = NiftiWriter.create(root.resolve("ground-truth_mask.nii.gz"), image)) {
      writer.append(volume);
    }
  }
}
