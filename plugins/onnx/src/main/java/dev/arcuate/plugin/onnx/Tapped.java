package dev.arcuate.plugin.onnx;

import dev.arcuate.api.LanguageModel.State;

/**
 * A state and the tensor that holds it.
 *
 * @param tensor name in the graph
 */
record Tapped(State state, String tensor) {}
