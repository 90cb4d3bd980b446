/** Any ONNX graph with token ids as a language model. */
package dev.arcuate.plugin.onnx;
