package dev.arcuate.plugin.bidsmeg.signal;

/**
 * A change of a trigger.
 *
 * @param sample number on the clock of the acquisition, see {@link Signal#firstSample}
 * @param before value of the trigger before
 * @param code value from then on
 */
public record Event(long sample, int before, int code) {}
