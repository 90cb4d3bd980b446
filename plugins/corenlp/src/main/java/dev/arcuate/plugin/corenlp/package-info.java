/** Parses by Stanford CoreNLP, which is GPL-3.0-or-later; so is the jar of this plugin. */
package dev.arcuate.plugin.corenlp;
