package dev.arcuate.plugin.bidsmeg.signal;

/**
 * A digitized point of the head.
 *
 * @param kind 1 landmark, 2 head coil, 3 electrode, 4 head surface, as FIF counts them
 * @param ident of landmarks: 1 left ear, 2 nasion, 3 right ear
 * @param x metres
 * @param y metres
 * @param z metres
 * @param frame coordinates
 */
public record DigitizedPoint(int kind, int ident, double x, double y, double z, Frame frame) {}
