/** Lexical, compositional, syntactic and semantic parts of activations, and their scores. */
package dev.arcuate.plugin.decompose;
