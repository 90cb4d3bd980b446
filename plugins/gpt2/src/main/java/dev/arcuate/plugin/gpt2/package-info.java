/** GPT-2 and models of the same build. */
package dev.arcuate.plugin.gpt2;
