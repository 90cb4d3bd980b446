package dev.arcuate.plugin.bert;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.LanguageModel;
import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Task;
import dev.arcuate.api.host.Inference;
import dev.arcuate.api.host.Tokenizer;
import dev.arcuate.api.host.Tokenizers;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.pretrained.ModelFiles;
import dev.arcuate.pretrained.Precision;
import dev.arcuate.pretrained.graph.Graph;
import dev.arcuate.pretrained.graph.Structure;
import dev.arcuate.pretrained.graph.Tables;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashSet;
import java.util.List;
import org.pf4j.Extension;

/** BERT, written from its weights, and relatives of it, read from an ONNX graph. */
@Extension
public final class BertModel implements LanguageModel<BertSettings> {
  private final Inference inference;
  private final Tokenizers tokenizers;

  @Inject
  public BertModel(Inference inference, Tokenizers tokenizers) {
    this.inference = requireNonNull(inference, "inference");
    this.tokenizers = requireNonNull(tokenizers, "tokenizers");
  }

  @Override
  public String id() {
    return "bert";
  }

  @Override
  public String summary() {
    return "BERT from Hugging Face folders and TensorFlow checkpoints; RoBERTa, MiniLM and other"
        + " masked models as ONNX graphs. Every layer.";
  }

  @Override
  public Class<BertSettings> settingsType() {
    return BertSettings.class;
  }

  /** A damaged model is refused here, before anything runs. */
  @Override
  public List<InputPath> reads(BertSettings settings) {
    try {
      if (settings.fromWeights()) {
        return ModelFiles.of(
            settings.model(),
            (folder, checkpoint) -> BertFromWeights.architecture(folder, checkpoint, settings));
      }
      if (Files.exists(settings.model().path())) {
        inference.files(BertFiles.in(settings).graph());
      }
    } catch (IOException unreadable) {
      // Said by the engine, which reads all of it next.
    }
    return List.of();
  }

  /** The mapped weights, and a copy laid out for products. */
  @Override
  public Resources resources(BertSettings settings) {
    long weights;
    try {
      if (settings.fromWeights()) {
        return ModelFiles.resources(settings.model());
      }
      weights = Files.size(BertFiles.in(settings).graph());
    } catch (IOException | ProblemException unreadable) {
      // Said when it is asked what it reads.
      weights = 0;
    }
    return ModelFiles.resources(weights);
  }

  @Override
  public Open open(BertSettings settings, Task task) throws IOException {
    if (settings.fromWeights()) {
      return new BertFromWeights(inference, tokenizers).open(settings, task);
    }
    requireFullPrecision(settings);
    BertFiles files = BertFiles.in(settings);
    Graph graph = new Graph(inference.nodes(files.graph()));
    Structure structure = new Structure(graph);
    List<String> states = HiddenStates.of(structure, settings.tensors());
    if (graph.dependsOnBatch()) {
      task.warn(quantised(settings));
    }
    Tables tables = new Tables(structure, inference.weights(files.graph()));
    OpenBert.Parts parts =
        new OpenBert.Parts(
            settings.modelName(),
            states,
            settings.contextLength().orElseGet(tables::contextLength),
            tables.firstPosition(),
            tables.vocabulary(OpenBert.IDS),
            graph.dependsOnBatch());
    Tokenizer tokenizer = tokenizers.open(files.tokenizer());
    try {
      Inference.Session session =
          inference.open(
              files.graph(),
              new Inference.Options(task.resources().threads(), new LinkedHashSet<>(states)));
      try {
        return new OpenBert(parts, session, tokenizer);
      } catch (RuntimeException e) {
        session.close();
        throw e;
      }
    } catch (RuntimeException e) {
      tokenizer.close();
      throw e;
    }
  }

  @Override
  public Open openUntrained(BertSettings settings, long seed, Task task) throws IOException {
    if (settings.fromWeights()) {
      return new BertFromWeights(inference, tokenizers).openUntrained(settings, seed, task);
    }
    throw Problem.user(
            "UNTRAINED_UNSUPPORTED",
            "'bert' cannot make an untrained twin of '"
                + settings.model()
                + "', which is an ONNX graph")
        .hint(
            "write 'uses: onnx' in this step, which draws the weights of a graph anew, or name a"
                + " folder with the model's weights")
        .exception();
  }

  private static void requireFullPrecision(BertSettings settings) {
    if (settings.precision() != Precision.FLOAT32) {
      throw Problem.user(
              "BERT_PRECISION_OF_GRAPH",
              "'precision' is given, but an ONNX graph computes in what it was exported in")
          .hint("leave out 'precision', or name a folder with the model's weights")
          .exception();
    }
  }

  private static Problem quantised(BertSettings settings) {
    return Problem.data(
            "BERT_QUANTISED",
            "the graph of '"
                + settings.model()
                + "' computes in 8 bits: its hidden states differ visibly from the model's own, and"
                + " sequences are run one by one, which takes longer")
        .hint("use the float32 export of the model")
        .asWarning();
  }
}
