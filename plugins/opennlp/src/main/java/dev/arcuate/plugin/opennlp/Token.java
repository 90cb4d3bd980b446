package dev.arcuate.plugin.opennlp;

/**
 * A piece of text that gets a tag.
 *
 * @param form as it is written
 * @param spaceAfter whether a space follows
 */
record Token(String form, boolean spaceAfter) {}
