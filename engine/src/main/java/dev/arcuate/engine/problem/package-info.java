/** Collects problems and shows them with the source line, a caret and a hint. */
package dev.arcuate.engine.problem;
