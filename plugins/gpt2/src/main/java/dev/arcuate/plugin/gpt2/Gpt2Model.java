package dev.arcuate.plugin.gpt2;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.LanguageModel;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Task;
import dev.arcuate.api.host.Inference;
import dev.arcuate.api.host.Tokenizer;
import dev.arcuate.api.host.Tokenizers;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.pretrained.Checkpoint;
import dev.arcuate.pretrained.ModelConfig;
import dev.arcuate.pretrained.ModelFiles;
import dev.arcuate.pretrained.ModelFolder;
import dev.arcuate.pretrained.PretrainedModel;
import dev.arcuate.pretrained.TokenizerFile;
import dev.arcuate.pretrained.Untrained;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.pf4j.Extension;

/** GPT-2 from a folder of a model hub. */
@Extension
public final class Gpt2Model implements LanguageModel<Gpt2Settings> {
  private final Inference inference;
  private final Tokenizers tokenizers;

  @Inject
  public Gpt2Model(Inference inference, Tokenizers tokenizers) {
    this.inference = requireNonNull(inference, "inference");
    this.tokenizers = requireNonNull(tokenizers, "tokenizers");
  }

  @Override
  public String id() {
    return "gpt2";
  }

  @Override
  public String summary() {
    return "GPT-2 in all sizes from a Hugging Face folder, with every layer, head and prediction.";
  }

  @Override
  public Class<Gpt2Settings> settingsType() {
    return Gpt2Settings.class;
  }

  @Override
  public List<InputPath> reads(Gpt2Settings settings) {
    return ModelFiles.of(
        settings.model(), (folder, checkpoint) -> architecture(settings, folder, checkpoint));
  }

  @Override
  public Resources resources(Gpt2Settings settings) {
    return ModelFiles.resources(settings.model());
  }

  @Override
  public Open open(Gpt2Settings settings, Task task) throws IOException {
    ModelFolder folder = ModelFolder.of(settings.model());
    Checkpoint checkpoint = Checkpoint.read(folder.weights());
    return open(settings, architecture(settings, folder, checkpoint), checkpoint, task);
  }

  private static Gpt2Architecture architecture(
      Gpt2Settings settings, ModelFolder folder, Checkpoint checkpoint) {
    ModelConfig config = ModelConfig.read(folder.requireConfig());
    return Gpt2Architecture.of(config, checkpoint, settings.finalNorm());
  }

  @Override
  public Open openUntrained(Gpt2Settings settings, long seed, Task task) throws IOException {
    ModelFolder folder = ModelFolder.of(settings.model());
    Gpt2Architecture architecture =
        architecture(settings, folder, Checkpoint.read(folder.weights()));
    Checkpoint drawn = Untrained.draw(architecture, seed, task.scratch().resolve("untrained"));
    return open(settings, architecture, drawn, task);
  }

  private Open open(
      Gpt2Settings settings, Gpt2Architecture architecture, Checkpoint checkpoint, Task task)
      throws IOException {
    settings.precision().requireDevice(inference);
    ModelFolder folder = ModelFolder.of(settings.model());
    ModelConfig config = ModelConfig.read(folder.requireConfig());
    TokenizerFile file = TokenizerFile.in(folder.folder(), task.scratch());
    int rows = architecture.dimensions().vocabulary();
    file.requireFits(rows, task);
    Vocabulary vocabulary =
        new Vocabulary(rows, config.token("bos_token_id", rows), OptionalLong.empty());
    Tokenizer tokenizer = tokenizers.open(file.json());
    try {
      return new PretrainedModel(
          new PretrainedModel.Parts(
              settings.modelName(),
              architecture,
              checkpoint,
              tokenizer,
              vocabulary,
              settings.precision(),
              inference,
              task.resources().threads()));
    } catch (RuntimeException e) {
      tokenizer.close();
      throw e;
    }
  }
}
