package dev.arcuate.plugin.bidsmeg.signal;

/**
 * Directions in the space of the channels that hold artefacts (signal-space projection).
 *
 * @param description as in the file
 * @param kind code of FIF files: 1 field, 10 average EEG reference
 * @param active whether the samples have already been projected
 * @param vectors one direction per row
 */
public record Projector(String description, int kind, boolean active, NamedMatrix vectors) {}
