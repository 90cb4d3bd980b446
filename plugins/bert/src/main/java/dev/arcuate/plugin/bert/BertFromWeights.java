package dev.arcuate.plugin.bert;

import dev.arcuate.api.LanguageModel;
import dev.arcuate.api.LanguageModel.Vocabulary;
import dev.arcuate.api.Task;
import dev.arcuate.api.host.Inference;
import dev.arcuate.api.host.Tokenizer;
import dev.arcuate.api.host.Tokenizers;
import dev.arcuate.pretrained.Checkpoint;
import dev.arcuate.pretrained.ModelConfig;
import dev.arcuate.pretrained.ModelFolder;
import dev.arcuate.pretrained.PretrainedModel;
import dev.arcuate.pretrained.TokenizerFile;
import dev.arcuate.pretrained.Untrained;
import java.io.IOException;
import java.util.OptionalLong;

/** Opens a BERT whose graph is written from its settings and weights. */
final class BertFromWeights {
  private final Inference inference;
  private final Tokenizers tokenizers;

  BertFromWeights(Inference inference, Tokenizers tokenizers) {
    this.inference = inference;
    this.tokenizers = tokenizers;
  }

  LanguageModel.Open open(BertSettings settings, Task task) throws IOException {
    ModelFolder folder = ModelFolder.of(settings.model());
    Checkpoint checkpoint = Checkpoint.read(folder.weights());
    return open(settings, folder, architecture(folder, checkpoint, settings), checkpoint, task);
  }

  LanguageModel.Open openUntrained(BertSettings settings, long seed, Task task) throws IOException {
    ModelFolder folder = ModelFolder.of(settings.model());
    BertArchitecture architecture =
        architecture(folder, Checkpoint.read(folder.weights()), settings);
    Checkpoint drawn = Untrained.draw(architecture, seed, task.scratch().resolve("untrained"));
    return open(settings, folder, architecture, drawn, task);
  }

  static BertArchitecture architecture(
      ModelFolder folder, Checkpoint checkpoint, BertSettings settings) {
    ModelConfig config =
        folder
            .config()
            .map(ModelConfig::read)
            .orElseGet(() -> BertArchitecture.seen(checkpoint, folder.weights()));
    return BertArchitecture.of(config, checkpoint).within(settings.contextLength());
  }

  private LanguageModel.Open open(
      BertSettings settings,
      ModelFolder folder,
      BertArchitecture architecture,
      Checkpoint checkpoint,
      Task task)
      throws IOException {
    settings.precision().requireDevice(inference);
    TokenizerFile file = TokenizerFile.in(folder.folder(), task.scratch());
    int rows = architecture.dimensions().vocabulary();
    file.requireFits(rows, task);
    Tokenizer tokenizer = tokenizers.open(file.json());
    try {
      return new PretrainedModel(
          new PretrainedModel.Parts(
              settings.modelName(),
              architecture,
              checkpoint,
              tokenizer,
              new Vocabulary(rows, OptionalLong.empty(), file.id("[MASK]")),
              settings.precision(),
              inference,
              task.resources().threads()));
    } catch (RuntimeException e) {
      tokenizer.close();
      throw e;
    }
  }
}
