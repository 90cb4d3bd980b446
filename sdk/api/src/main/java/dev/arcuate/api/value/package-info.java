/**
 * What passes between steps. Every value is a folder of plain files ({@code .tsv}, {@code .npy},
 * {@code .json}); these classes read and write them. Arrays are read in blocks, never whole unless
 * asked for.
 */
package dev.arcuate.api.value;
