/**
 * Pretrained transformers as they are published: settings, weights and tokenizers of Hugging Face
 * folders and TensorFlow checkpoints, turned into ONNX graphs whose weights stay in their files.
 *
 * <p>A plugin adds what is particular to its architecture, an {@link
 * dev.arcuate.pretrained.Architecture}, and carries this library inside its jar.
 */
package dev.arcuate.pretrained;
