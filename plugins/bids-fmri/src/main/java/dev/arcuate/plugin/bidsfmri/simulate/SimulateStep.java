package dev.arcuate.plugin.bidsfmri.simulate;

import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.value.Activations;
import dev.arcuate.api.value.Files;
import dev.arcuate.api.value.Table;
import dev.arcuate.api.value.Words;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.pf4j.Extension;

/** Makes an fMRI dataset with a planted layer and region. */
@Extension
public final class SimulateStep implements Step<SimulateSettings> {
  private static final long BASE_MEBIBYTES = 160;

  private final LinearAlgebra algebra;

  @Inject
  public SimulateStep(LinearAlgebra algebra) {
    this.algebra = algebra;
  }

  @Override
  public String id() {
    return "simulate-fmri";
  }

  @Override
  public String summary() {
    return "Makes a BIDS dataset of fMRI recordings with a planted layer and region.";
  }

  @Override
  public Class<SimulateSettings> settingsType() {
    return SimulateSettings.class;
  }

  @Override
  public List<Port> inputs() {
    return List.of(
        Port.one(
            "words",
            Words.class,
            "the words that the simulated people hear, of one run or several"),
        Port.one("activations", Activations.class, "the layers of a model, one row per word"));
  }

  @Override
  public List<Port> outputs() {
    return List.of(
        Port.one("dataset", Files.class, "a BIDS dataset, with ground-truth.json beside it"),
        Port.one("truth", Table.class, "what was planted, and where: columns key and value"));
  }

  @Override
  public Resources resources(SimulateSettings settings) {
    long voxels =
        settings.shape().stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
    // Series of one subject: an ellipsoid fills half of its box, for about 500 volumes.
    return Resources.of(1, BASE_MEBIBYTES + ((voxels * 500 * Float.BYTES / 2) >> 20));
  }

  @Override
  public void run(SimulateSettings settings, Task task) throws IOException {
    task.checkCancelled();
    Words words = task.input("words", Words.class);
    Activations activations = task.input("activations", Activations.class);
    int planted = planted(settings, activations);
    requireSameWords(words, activations, planted);
    StimulusRuns runs = StimulusRuns.of(words, settings.repetitionTime());
    Brain brain = Brain.of(settings.shape(), settings.voxelSize());
    boolean[] inPlanted = brain.region("region", settings.region());
    boolean[] inRate = brain.region("word-rate-region", settings.wordRateRegion());
    ForwardModel forward = new ForwardModel(words, runs, settings.repetitionTime());
    PlantedFeatures features = PlantedFeatures.of(activations, planted, algebra);
    double[] ones = new double[words.list().size()];
    Arrays.fill(ones, 1);
    SubjectWriter subjects =
        new SubjectWriter(
            settings,
            brain,
            new SubjectWriter.Responses(
                forward.respond(features.values(), features.width()),
                features.width(),
                forward.respond(ones, 1),
                inPlanted,
                inRate),
            runs);
    GroundTruth truth =
        GroundTruth.of(
            settings, activations, planted, features.unexplained(), count(inPlanted), runs);
    DatasetWriter dataset = new DatasetWriter(task.output("dataset"), settings, runs);
    dataset.write(words, truth, brain, inPlanted, inRate);
    for (int subject = 0; subject < settings.subjects().size(); subject++) {
      String label = settings.subjects().get(subject);
      subjects.write(dataset.folder(label), run -> dataset.stem(label, run), label, task);
      task.progress().report(subject + 1, settings.subjects().size(), "subjects");
    }
    truth.table().write(task.output("truth"));
    task.note(truth.fields());
  }

  private static int planted(SimulateSettings settings, Activations activations) {
    String name = settings.plantedLayer();
    List<String> layers = activations.layers();
    if (layers.contains(name)) {
      return layers.indexOf(name);
    }
    if (name.matches("\\d{1,4}") && Integer.parseInt(name) < layers.size()) {
      return Integer.parseInt(name);
    }
    throw Problem.user(
            "BIDS_FMRI_LAYER_UNKNOWN",
            "there is no layer '"
                + name
                + "' in the activations of "
                + activations.model()
                + "; the layers are "
                + String.join(", ", layers))
        .hint("set planted-layer to one of them")
        .exception();
  }

  private static void requireSameWords(Words words, Activations activations, int planted) {
    if (activations.layer(planted).rows() != words.list().size()) {
      throw Problem.user(
              "BIDS_FMRI_WORDS_DIFFER",
              "the activations have "
                  + activations.layer(planted).rows()
                  + " rows, but there are "
                  + words.list().size()
                  + " words")
          .hint("connect the language model and this step to the same words")
          .exception();
    }
  }

  private static int count(boolean[] member) {
    int count = 0;
    for (boolean one : member) {
      count += one ? 1 : 0;
    }
    return count;
  }
}
