/** Words as pictures, for networks that look at them. */
package dev.arcuate.plugin.onnx.image;
