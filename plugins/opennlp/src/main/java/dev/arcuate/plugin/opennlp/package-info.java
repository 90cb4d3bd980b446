/** Parts of speech by Apache OpenNLP. */
package dev.arcuate.plugin.opennlp;
