package dev.arcuate.plugin.onnx;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.LanguageModel;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Task;
import dev.arcuate.api.host.Inference;
import dev.arcuate.api.host.Tokenizer;
import dev.arcuate.api.host.Tokenizers;
import dev.arcuate.api.settings.InputPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.pf4j.Extension;

/** Any language model as an ONNX graph: its layers, heads, attention and predictions. */
@Extension
public final class OnnxModel implements LanguageModel<OnnxSettings> {
  private final Inference inference;
  private final Tokenizers tokenizers;

  @Inject
  public OnnxModel(Inference inference, Tokenizers tokenizers) {
    this.inference = requireNonNull(inference, "inference");
    this.tokenizers = requireNonNull(tokenizers, "tokenizers");
  }

  @Override
  public String id() {
    return "onnx";
  }

  @Override
  public String summary() {
    return "Any language model as an ONNX graph; layers, heads and attention are found in it.";
  }

  @Override
  public Class<OnnxSettings> settingsType() {
    return OnnxSettings.class;
  }

  /** Whatever is missing or cut is said here, while a run is planned. */
  @Override
  public List<InputPath> reads(OnnxSettings settings) {
    if (Files.notExists(settings.model().path())) {
      // Said by whoever reads all that settings name.
      return List.of();
    }
    try {
      return ModelFiles.read(settings, inference);
    } catch (IOException e) {
      throw OnnxProblems.incomplete("cannot read '" + settings.model() + "': " + e.getMessage())
          .exception(e);
    }
  }

  /** The mapped weights, and a copy laid out for products. */
  @Override
  public Resources resources(OnnxSettings settings) {
    long weights;
    try {
      weights =
          inference.weights(ModelFiles.graph(settings)).stream().mapToLong(GraphFiles::bytes).sum();
    } catch (IOException | ProblemException unreadable) {
      // Said by reads(), which is asked as well.
      weights = 0;
    }
    return dev.arcuate.pretrained.ModelFiles.resources(weights);
  }

  @Override
  public Open open(OnnxSettings settings, Task task) throws IOException {
    ModelFiles files = ModelFiles.of(settings);
    return open(settings, files, files.graph(), task);
  }

  @Override
  public Open openUntrained(OnnxSettings settings, long seed, Task task) throws IOException {
    ModelFiles files = ModelFiles.of(settings);
    Path twin = Files.createTempDirectory(task.scratch(), "twin");
    return open(
        settings, files, new UntrainedTwin(files.graph(), inference, seed).write(twin), task);
  }

  private Open open(OnnxSettings settings, ModelFiles files, Path graph, Task task) {
    requirePrecision(settings, graph);
    Opening opening = new Opening(inference, settings, files, graph, task.resources().threads());
    if (opening.graph().dependsOnBatch()) {
      task.warn(OnnxProblems.quantised(settings.model().logical()));
    }
    Tokenizer tokenizer = tokenizers.open(files.tokenizer());
    try {
      return opening.open(tokenizer);
    } catch (RuntimeException e) {
      tokenizer.close();
      throw e;
    }
  }

  /** Half precision is for GPUs: on a CPU it is emulated, slowly or not at all. */
  private void requirePrecision(OnnxSettings settings, Path graph) {
    boolean half =
        inference.weights(graph).stream()
            .anyMatch(weight -> weight.type().equals("float16") && weight.shape().size() > 1);
    if (half && inference.device() == Inference.Device.CPU) {
      throw OnnxProblems.halfPrecision(settings.model().logical()).exception();
    }
  }
}
