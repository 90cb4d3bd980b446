package dev.arcuate.plugin.onnx;

import dev.arcuate.api.Problem;
import dev.arcuate.api.host.Inference.Signature;
import java.util.List;
import java.util.Map;

/** What may be wrong with a graph, in words for whoever chose it. */
final class OnnxProblems {
  private static final int LONGEST_LIST = 6;

  private OnnxProblems() {}

  static Problem incomplete(String message) {
    return Problem.data("ONNX_MODEL_INCOMPLETE", message);
  }

  static Problem noTokens(List<String> inputs) {
    return Problem.data(
            "ONNX_WITHOUT_TOKENS",
            "the graph takes no token ids: its inputs are " + String.join(", ", inputs))
        .hint(
            "a language model takes a table of integers [sequences × tokens]; if one of these inputs"
                + " is that, say so with 'inputs: {ids: NAME}'");
  }

  static Problem noTable(Signature tokens, int rank) {
    return Problem.data(
        "ONNX_WITHOUT_TOKENS",
        "input '"
            + tokens.name()
            + "' of the graph has shape "
            + tokens.shape()
            + "; "
            + (rank == 2 ? "token ids are [sequences × tokens]" : "")
            + (rank == 2 ? "" : "vectors of tokens are [sequences × tokens × width]"));
  }

  static Problem unknownInputs(List<String> inputs) {
    boolean decodes = inputs.stream().anyMatch(name -> name.startsWith("decoder_"));
    return Problem.data(
            "ONNX_INPUTS_UNKNOWN",
            "the graph also asks for "
                + String.join(", ", inputs)
                + "; known are token ids, attention mask, token types, positions and empty caches")
        .hint(
            decodes
                ? "it is an encoder with a decoder, which writes a text of its own: use the encoder"
                    + " alone, which 'optimum-cli export onnx' writes as encoder_model.onnx"
                : "export the model for the task 'feature-extraction', or say what an input is with"
                    + " 'inputs'");
  }

  static Problem noLayers(String message, List<String> candidates) {
    String known =
        candidates.isEmpty()
            ? ""
            : "; its normalisations give "
                + String.join(
                    ", ", candidates.subList(0, Math.min(LONGEST_LIST, candidates.size())))
                + (candidates.size() > LONGEST_LIST ? " …" : "");
    return Problem.data("ONNX_LAYERS_NOT_FOUND", message)
        .hint(
            "name the hidden states with 'tensors', embeddings first; 'arcuate inspect' lists what"
                + " the graph computes"
                + known);
  }

  static Problem quantised(String model) {
    return Problem.data(
            "ONNX_QUANTISED",
            "the graph of '"
                + model
                + "' computes in 8 bits: its hidden states differ visibly from the model's own, and"
                + " sequences are run one by one, which takes longer")
        .hint("use the float32 export of the model")
        .asWarning();
  }

  static Problem halfPrecision(String model) {
    return Problem.user(
            "ONNX_HALF_ON_CPU",
            "'" + model + "' is stored in float16, which runs on CUDA; this run is on the CPU")
        .hint("use the float32 export of the model, or run with --device cuda");
  }

  static Problem tapTaken(String name) {
    return Problem.user(
            "ONNX_TAP_NAME",
            "a tap is named '" + name + "', which stands for something else already")
        .hint(
            "give it another name; numbers, embeddings, token, before-norm, heads-1, attention-1 and"
                + " the like are names of what a model gives by itself");
  }

  static Problem tapTwice(String name) {
    return Problem.user("ONNX_TAP_NAME", "two tensors are tapped as '" + name + "'")
        .hint(
            "give each a name of its own; where the tensor has a '*', write one in the name as well");
  }

  static Problem noSuchTap(Map.Entry<String, String> tap) {
    return Problem.user(
            "ONNX_TAP_UNKNOWN",
            "the graph computes no tensor '"
                + tap.getValue()
                + "', which tap '"
                + tap.getKey()
                + "' names")
        .hint("'arcuate inspect' lists what the graph computes");
  }
}
