/** BERT as a language model. */
package dev.arcuate.plugin.bert;
