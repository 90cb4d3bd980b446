/**
 * Writes ONNX graphs: what {@link dev.arcuate.api.host.Inference} runs. Values of large constants
 * may lie in other files and are never read here.
 */
package dev.arcuate.api.onnx;
