package dev.arcuate.plugin.bert;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.settings.Range;
import dev.arcuate.pretrained.ModelFolder;
import dev.arcuate.pretrained.Precision;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Which model, and where its layers lie if they cannot be found. */
@Doc("A BERT as a model hub offers it, as a TensorFlow checkpoint, or as an ONNX graph.")
public record BertSettings(
    @Doc(
            "Folder with config.json, model.safetensors and tokenizer.json or vocab.txt; or with the"
                + " index and data of a TensorFlow checkpoint; or with an .onnx file and"
                + " tokenizer.json.")
        InputPath model,
    @Doc("Name of the model in results; the folder's name unless given.") Optional<String> name,
    @Doc(
            "The .onnx file relative to the folder, where it holds several, or weights too: without"
                + " this, weights are taken first, then 'model.onnx', then the only .onnx file.")
        Optional<String> file,
    @Doc(
            "Most tokens in one sequence; unless given, the rows of the graph's table of positions,"
                + " or 512 if it has none.")
        @Range(min = 3)
        Optional<Integer> contextLength,
    @Doc(
            "Names of the tensors that hold the hidden states, embeddings first, for graphs whose"
                + " layers are not found by themselves. A '*' stands for the number of a layer and"
                + " takes all of them in order.")
        @Default("[]")
        List<String> tensors,
    @Doc("What is computed in: float32, or float16 on CUDA and from weights.") @Default("float32")
        Precision precision) {
  public BertSettings {
    tensors = List.copyOf(tensors);
  }

  /** Whether the graph is written from weights, rather than read. */
  boolean fromWeights() throws IOException {
    return file.isEmpty() && tensors.isEmpty() && ModelFolder.hasWeights(model.path());
  }

  /** As it appears in results. */
  String modelName() {
    return name.orElseGet(() -> model.path().toAbsolutePath().normalize().getFileName().toString());
  }
}
