/** Cuts recordings around words, and makes designs with a row per word. */
package dev.arcuate.plugin.bidsmeg.epochs;
