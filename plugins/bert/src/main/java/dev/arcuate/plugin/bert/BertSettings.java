package dev.arcuate.plugin.bert;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.settings.Range;
import java.util.List;
import java.util.Optional;

/** Which model, and where its layers lie if they cannot be found. */
@Doc("A BERT-like model as an ONNX graph.")
public record BertSettings(
    @Doc("Folder with the graph, an .onnx file, and its tokenizer.json.") InputPath model,
    @Doc("Name of the model in results; the folder's name unless given.") Optional<String> name,
    @Doc(
            "The .onnx file relative to the folder, where it holds several: 'model.onnx' is taken"
                + " first, then the only one there.")
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
        List<String> tensors) {
  public BertSettings {
    tensors = List.copyOf(tensors);
  }

  /** As it appears in results. */
  String modelName() {
    return name.orElseGet(() -> model.path().toAbsolutePath().normalize().getFileName().toString());
  }
}
