package dev.arcuate.plugin.onnx;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.settings.Range;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which graph, and what cannot be found in it by itself. */
@Doc("Any language model as an ONNX graph.")
public record OnnxSettings(
    @Doc("The .onnx file, or a folder that holds it with its tokenizer.json.") InputPath model,
    @Doc("The tokenizer.json; unless given, the one beside the graph or in the model's folder.")
        Optional<InputPath> tokenizer,
    @Doc("Name of the model in results; the folder's name unless given.") Optional<String> name,
    @Doc(
            "The .onnx file relative to the folder, where it holds several: 'model.onnx' is taken"
                + " first, then the only one there.")
        Optional<String> file,
    @Doc(
            "Most tokens in one sequence; unless given, what config.json says, the rows of the graph's"
                + " table of positions, or 512.")
        @Range(min = 2)
        Optional<Integer> contextLength,
    @Doc("Whether a token sees only what stands to its left; found by trying unless given.")
        Optional<Boolean> causal,
    @Doc(
            "Names of the tensors that hold the hidden states, embeddings first, for graphs whose"
                + " layers are not found by themselves. A '*' stands for a number and takes all in"
                + " order.")
        @Default("[]")
        List<String> tensors,
    @Doc(
            "Further tensors to be kept, [tokens × width] each: a name of yours, and the name in the"
                + " graph. With a '*' in both, one for every number: {mlp-*: /layer.*/mlp/Add_output_0}.")
        @Default("{}")
        Map<String, String> taps,
    @Doc(
            "Inputs of the graph whose names say nothing: ids, mask, segments, positions or vectors,"
                + " and the name in the graph.")
        @Default("{}")
        Map<String, String> inputs,
    @Doc(
            "For graphs that take vectors in place of token ids: a .npy table with one row per token"
                + " id.")
        Optional<InputPath> embeddings) {
  public OnnxSettings {
    tensors = List.copyOf(tensors);
    taps = new LinkedHashMap<>(taps);
    inputs = new LinkedHashMap<>(inputs);
  }
}
