package dev.arcuate.plugin.gpt2;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.pretrained.Precision;
import java.util.Optional;

/** Which model. */
@Doc("A GPT-2 model, as a model hub offers it.")
public record Gpt2Settings(
    @Doc(
            "Folder with config.json, model.safetensors (or its parts and their index), and"
                + " tokenizer.json (or vocab.json with merges.txt).")
        InputPath model,
    @Doc("Name of the model in results; the folder's name unless given.") Optional<String> name,
    @Doc(
            "Whether the last layer is taken after the normalisation that follows the last block, as"
                + " the model's own head takes it.")
        @Default("true")
        boolean finalNorm,
    @Doc("What is computed in: float32, or float16 on CUDA.") @Default("float32")
        Precision precision) {

  /** As it appears in results. */
  String modelName() {
    return name.orElseGet(() -> model.path().toAbsolutePath().normalize().getFileName().toString());
  }
}
