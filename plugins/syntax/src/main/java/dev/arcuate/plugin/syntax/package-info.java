/** Parses, lexicons, and sentences of equal syntax and random content. */
package dev.arcuate.plugin.syntax;
