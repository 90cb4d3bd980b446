/** The only room with native code: ONNX Runtime, tokenizers, BLAS, and what is wrong with them. */
package dev.arcuate.engine.accel;
